import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { signFileTicket } from "../../schema/contract/fileTicket";
import { aRound, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { askTicket, getTicket, type Ticket, useTicket } from "../support/files";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { TEST_ATTACHMENT_BYTES } from "../support/runningPlatform";
import { until } from "../support/until";

let platform: TestPlatform;
let round: BuiltRound;
let findingId: string;
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound().withFindings(2).submitted().on(platform);
  findingId = (round.findings[0] as Versioned).id;
});

/** The smallest thing that its bytes call a PDF, with something of its own in it. */
function aPdf(words: string = randomUUID(), bytes = 0): Buffer {
  return Buffer.concat([Buffer.from(`%PDF-1.7\n% ${words}\n`), Buffer.alloc(bytes, "x"), Buffer.from("\n%%EOF\n")]);
}

const upload = (name = "佐证 材料.pdf", by: Caller = round.clerk) =>
  getTicket(by, "uploadTierAttachment", { findingId, name });

const LIST = `query Attachments($id: ID!) { finding(id: $id) { ... on CountyFinding { attachments { id name type size sha256
  version addedBy removedAt removedBy removalReason } } } }`;

interface Listed {
  id: string;
  name: string;
  type: string;
  sha256: string;
  version: number;
  removedAt: string | null;
}

async function listed(by: Caller = round.clerk): Promise<Listed[] | null> {
  const { data, errors } = await by.ask(LIST, { id: findingId });
  expect(errors).toEqual([]);
  return data.finding.attachments;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function storedFiles(): string[] {
  const all = readdirSync(platform.tiers.county.filesDir, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function attached(bytes = aPdf(), name?: string): Promise<Listed> {
  const reply = await useTicket(platform, await upload(name), bytes);
  expect(reply.status).toBe(201);
  return (await listed())?.find(({ id }) => id === reply.words.id) as Listed;
}

const download = (id: string, by: Caller = round.clerk) => askTicket(by, "downloadTierAttachment", { id });

test("a file is attached and fetched again, byte for byte, never inline and without a cookie", async () => {
  const bytes = aPdf("证据", 100_000);
  const attachment = await attached(bytes, "会议 记录“一”.pdf");
  expect(attachment).toMatchObject({ name: "会议 记录“一”.pdf", type: "pdf", sha256: sha256(bytes), removedAt: null });
  const { ticket } = await download(attachment.id);
  const reply = await useTicket(platform, ticket as Ticket);
  expect(reply.status).toBe(200);
  expect(reply.bytes.equals(bytes)).toBe(true);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-length": String(bytes.length),
    "content-disposition": `attachment; filename="__ _____.pdf"; filename*=UTF-8''${encodeURIComponent("会议 记录“一”.pdf")}`,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  expect(reply.headers.get("set-cookie")).toBeNull();
});

test("the same content twice is stored once, in two rows", async () => {
  const bytes = aPdf();
  const [first, second] = [await attached(bytes), await attached(bytes)];
  expect(first.id).not.toBe(second.id);
  expect(storedFiles().filter((name) => name === sha256(bytes))).toHaveLength(1);
});

test("an upload ticket is used once: the same file gets the same answer again, another comes too late", async () => {
  const key = randomUUID();
  const ask = () => getTicket(round.clerk, "uploadTierAttachment", { findingId, name: "一.pdf" }, { key });
  const ticket = await ask();
  const bytes = aPdf();
  const answered = await useTicket(platform, ticket, bytes);
  expect(answered.status).toBe(201);
  const before = await platform.fingerprint();
  const again = await useTicket(platform, ticket, bytes);
  expect([again.status, again.words]).toEqual([201, answered.words]);
  expect((await useTicket(platform, ticket, Buffer.concat([bytes, Buffer.from("\n")]))).status).toBe(410);
  expect(await platform.fingerprint()).toEqual(before);
  expect(await ask()).toMatchObject({ id: ticket.id, path: ticket.path, usedAt: expect.any(String), recorded: 1 });
});

test("two uploads on one ticket at the same time leave one attachment", async () => {
  const ticket = await upload();
  const count = (await listed())?.length ?? 0;
  const bytes = aPdf();
  const replies = await Promise.all([useTicket(platform, ticket, bytes), useTicket(platform, ticket, bytes)]);
  expect(replies.map(({ status }) => status)).toEqual([201, 201]);
  expect(replies[0]?.words).toEqual(replies[1]?.words);
  expect(await listed()).toHaveLength(count + 1);
});

test.each<[string, Buffer, number]>([
  ["a web page", Buffer.from("<!doctype html><script>alert(1)</script>"), 415],
  ["an old Excel or Word file", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2048)]), 415],
  ["a program", Buffer.concat([Buffer.from("MZ"), randomBytes(1024)]), 415],
  ["a plain archive", Buffer.from("504b0506000000000000000000000000000000000000", "hex"), 415],
  ["nothing", Buffer.alloc(0), 422],
])("%s is refused by its bytes, whatever its name says, and nothing stays of it", async (_, bytes, status) => {
  const before = [await listed(), storedFiles()];
  const reply = await useTicket(platform, await upload("材料.pdf"), bytes);
  expect([reply.status, reply.words.errors[0].extensions.code]).toEqual([status, "BAD_USER_INPUT"]);
  expect([await listed(), storedFiles()]).toEqual(before);
});

test("a file that is too large is refused while it arrives, whether it says so or not", async () => {
  const before = storedFiles();
  const ticket = await upload();
  expect(ticket.maxBytes).toBe(TEST_ATTACHMENT_BYTES);
  const large = aPdf("大", TEST_ATTACHMENT_BYTES);
  expect((await useTicket(platform, ticket, large)).status).toBe(413);
  const chunked = request(platform.gatewayUrl + ticket.path, { method: "PUT" });
  chunked.end(large);
  const [reply] = await once(chunked, "response");
  reply.resume();
  expect(reply.statusCode).toBe(413);
  expect(storedFiles()).toEqual(before);
  expect((await useTicket(platform, ticket, aPdf())).status).toBe(201);
});

test("an upload that is broken off leaves nothing, and its ticket can be used again", async () => {
  const ticket = await upload();
  const before = storedFiles();
  const half = request(platform.gatewayUrl + ticket.path, { method: "PUT" });
  half.on("error", () => {});
  half.write(aPdf("半", 200_000));
  await until("the tier has begun to take it", async () => storedFiles().length > before.length);
  half.destroy();
  await until("it is forgotten", async () => storedFiles().length === before.length);
  expect((await useTicket(platform, ticket, aPdf())).status).toBe(201);
});

describe("a ticket", () => {
  const parts = async () => {
    const { path, id } = await upload();
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      tier: "county",
      id,
      move: "PUT",
      person: round.clerk.person,
      maxBytes: 1000,
      expiresAt: now + 60,
    } as const;
    return { text: path.slice("/files/".length), claims, key: platform.tiers.county.key, now };
  };
  test.each<[string, number, (given: Awaited<ReturnType<typeof parts>>) => string]>([
    ["that nobody signed", 404, ({ text }) => `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`],
    ["that another tier signed", 404, ({ claims }) => signFileTicket(claims, platform.tiers.city.key)],
    ["of another tier", 404, ({ claims, key }) => signFileTicket({ ...claims, tier: "city" }, key)],
    ["that has expired", 410, ({ claims, key, now }) => signFileTicket({ ...claims, expiresAt: now - 1 }, key)],
    ["of another person", 410, ({ claims, key }) => signFileTicket({ ...claims, person: "county:990102.clerk" }, key)],
    [
      "of a person without an account",
      410,
      ({ claims, key }) => signFileTicket({ ...claims, person: "county:ghost" }, key),
    ],
    [
      "that the tier never issued",
      410,
      ({ claims, key }) => signFileTicket({ ...claims, id: `county:${"A".repeat(22)}` }, key),
    ],
    ["to fetch", 404, ({ claims, key }) => signFileTicket({ ...claims, move: "GET" }, key)],
    ["that is no ticket", 404, () => "..%2f..%2fetc%2fpasswd"],
  ])("%s brings nothing and is answered without a hint", async (_, status, make) => {
    const given = await parts();
    const reply = await useTicket(platform, { path: `/files/${make(given)}`, method: "PUT" }, aPdf());
    expect(reply.status).toBe(status);
    expect(reply.words.errors).toEqual([
      {
        message: "链接无效或已失效，请重新申请。The link is not valid or no longer valid; ask for a new one.",
        extensions: { code: "NOT_FOUND" },
      },
    ]);
  });

  test("to fetch what there is not is answered without a hint each time: the gateway goes on", async () => {
    const { claims, key } = await parts();
    const text = signFileTicket({ ...claims, move: "GET", maxBytes: 0, id: `county:${"A".repeat(22)}` }, key);
    for (let i = 0; i < 3; i++) {
      const reply = await useTicket(platform, { path: `/files/${text}`, method: "GET" });
      expect([reply.status, reply.words.errors?.[0]?.extensions.code]).toEqual([410, "NOT_FOUND"]);
    }
  });
});

test("a tier takes no file from anybody but the gateway", async () => {
  const { path } = await upload();
  const reply = await fetch(platform.tiers.county.url + path, { method: "PUT", body: new Uint8Array(aPdf()) });
  expect(reply.status).toBe(401);
});

test("attachments are seen by whoever reads the finding in the book, and never upward", async () => {
  const { id } = await attached();
  expect(await listed(round.director)).not.toBeNull();
  for (const person of ["city:9901.director", "province:99.director"]) {
    const superior = platform.as(person);
    expect(await listed(superior)).toBeNull();
    expect((await askTicket(superior, "downloadTierAttachment", { id }, { tier: "COUNTY" })).codes).toEqual([
      "NOT_FOUND",
    ]);
    const put = await askTicket(superior, "uploadTierAttachment", { findingId, name: "一.pdf" }, { tier: "COUNTY" });
    expect(put.refusal?.code).toBe("ROLE_REQUIRED");
  }
  for (const person of ["county:990102.director", "county:990101.display", "county:990101.security"]) {
    expect((await download(id, platform.as(person))).codes).toEqual(["NOT_FOUND"]);
  }
});

test("a ticket that was issued does not outlive the right to it", async () => {
  const { id } = await attached();
  const kin = await platform.openAccount("county:990101.kin", "990101", ["CLERK"]);
  const [get, put] = [(await download(id, kin)).ticket as Ticket, await upload("一.pdf", kin)];
  expect((await useTicket(platform, get)).status).toBe(200);
  const recusal = { accountId: kin.person, kind: "KIN", scope: "FINDING", subject: findingId };
  await round.director.does("declareTierRecusal", recusal);
  await until("the recusal binds", async () => (await useTicket(platform, get)).status === 410);
  expect((await useTicket(platform, put, aPdf())).status).toBe(410);
});

test("what is removed leaves a tombstone with its reason; its content stays and is given to nobody", async () => {
  const { id, version, sha256: hash } = await attached();
  const { ticket } = await download(id);
  const unread = await round.clerk.tries("removeTierAttachment", { id, version: version + 1, reason: "误传（虚构）" });
  expect(unread.refusal?.code).toBe("STALE_VERSION");
  await round.clerk.does("removeTierAttachment", { id, version, reason: "误传（虚构）" });
  const there = (await listed())?.find((each) => each.id === id);
  expect(there).toMatchObject({ removedBy: round.clerk.person, removalReason: "误传（虚构）", version: version + 1 });
  expect((await useTicket(platform, ticket as Ticket)).status).toBe(410);
  expect((await download(id)).refusal?.code).toBe("ATTACHMENT_REMOVED");
  const again = await round.clerk.tries("removeTierAttachment", { id, version: version + 1, reason: "再次（虚构）" });
  expect(again.refusal?.code).toBe("ATTACHMENT_REMOVED");
  expect(storedFiles()).toContain(hash);
});

test("a file that is damaged on the disk is refused and logged", async () => {
  const { id, sha256: hash } = await attached();
  const { ticket } = await download(id);
  const place = join(platform.tiers.county.filesDir, hash.slice(0, 2), hash.slice(2, 4), hash);
  const bytes = readFileSync(place);
  bytes[5] = (bytes[5] as number) ^ 1;
  writeFileSync(place, bytes);
  const reply = await useTicket(platform, ticket as Ticket);
  expect([reply.status, reply.words.errors[0].extensions.code]).toEqual([500, "INTERNAL_SERVER_ERROR"]);
  await until("it is logged", async () => (await platform.logOf("county")).includes(hash));
});

test("a finding has a hundred attachments and no more", async () => {
  const other = (round.findings[1] as Versioned).id;
  await platform.sql(
    "county",
    `insert into attachment select 'county:' || lpad(n::text, 22, 'A'), f.office, f.round_id, f.target_id, f.unit_id, f.region,
       f.id, '虚构.pdf', 'pdf', 1, repeat('0', 64), 1, now(), 'county:990101.clerk' from finding f, generate_series(1, 100) n
     where f.id = $1`,
    [other],
  );
  const full = await askTicket(round.clerk, "uploadTierAttachment", { findingId: other, name: "一.pdf" });
  expect(full.refusal?.code).toBe("TOO_MANY_ATTACHMENTS");
});
