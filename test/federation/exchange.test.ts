import { randomUUID } from "node:crypto";
import { PASSES, SHIPPING } from "../../subgraphs/storage/connections";
import { aRound, type BuiltRound } from "../support/builders";
import type { Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_IN_EXCHANGE, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";

const CITY = "city:9901.director";
const PROVINCE = "province:99.director";
const COUNTY = "county:990101.director";
const ADMIN = "city:9901.system-admin";

let platform: TestPlatform;
let saved: SavedOperations;
let built: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  await platform.openAccount(ADMIN, "9901", ["SYSTEM_ADMIN"]);
  await platform.openAccount("city:9901.audit", "9901", ["AUDIT_ADMIN"]);
  const round = aRound("990101").withFindings(2).until("HEARD");
  [built] = await Promise.all([round.on(platform), platform.startWorkers()]);
});

interface Received extends Versioned {
  revision: number;
}
const TODAY = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
const waiting = async (): Promise<Received[]> =>
  (await saved.run(CITY, "WaitingPublications")).cityReceivedPublications.nodes;
const untilWaiting = (count: number) =>
  until(`${count} wait`, async () => {
    const nodes = await waiting();
    return nodes.length === count && nodes;
  });
const decide = (person: string, input: object) =>
  platform.as(person).tries("decideTierPublications", input, { key: randomUUID() });
const submitted = async () => {
  const [publication] = await built.director.does("submitTierPublications", { targetIds: [built.targets[0]?.id] });
  return publication as Versioned;
};

test("a submission arrives, is accepted or returned by the direct superior, and its owner hears of it and of who has it", async () => {
  const first = await submitted();
  const [received] = (await untilWaiting(1)) as [Received];
  expect(received).toMatchObject({
    id: first.id,
    version: 1,
    officeCode: "990101",
    findingCount: 2,
    decisions: ["ACCEPT", "RETURN"],
  });
  await until("the province has it too", async () => {
    const { provinceReceivedPublications } = await saved.run(PROVINCE, "ReceivedByProvince");
    return provinceReceivedPublications.nodes[0]?.difference === null;
  });
  const one = { id: first.id, revision: 1 };
  const refused = async (person: string, input: object) => (await decide(person, input)).refusal?.code;
  expect(await refused(PROVINCE, { publications: [one], command: "ACCEPT" })).toBe("DIRECT_SUPERIOR_REQUIRED");
  expect(await refused(CITY, { publications: [one], command: "RETURN" })).toBe("REASON_REQUIRED");
  expect(await refused(CITY, { publications: [{ ...one, revision: 7 }], command: "ACCEPT" })).toBe("STALE_VERSION");
  for (const stranger of ["city:9902.director", "county:990102.director", "city:9901.clerk"]) {
    const { answer } = await decide(stranger, { publications: [one], command: "ACCEPT" });
    expect(["NOT_FOUND", "FORBIDDEN"]).toContain(answer.errors[0]?.extensions.code);
  }
  const note = "第二个问题须补充依据。（虚构）";
  const [returned] = await saved.change(CITY, "DecidePublications", { publications: [one], command: "RETURN", note });
  expect(returned).toMatchObject({ id: first.id, status: "RETURNED", decidedBy: CITY, decisionReason: note });
  expect(await refused(CITY, { publications: [{ ...one, revision: 2 }], command: "ACCEPT" })).toBe(
    "ILLEGAL_TRANSITION",
  );
  const told = await until("its owner has heard of it, and that both have it", async () => {
    const [publication] = (await saved.run(COUNTY, "Receipts")).countyPublications.nodes;
    const isReceived = publication?.receipts.every(({ receivedAt }: { receivedAt: string | null }) => receivedAt);
    return publication?.status === "RETURNED" && isReceived && publication;
  });
  expect(told).toMatchObject({ id: first.id, decisionReason: note });
  expect(told.receipts.map(({ officeCode }: { officeCode: string }) => officeCode)).toEqual(["99", "9901"]);
});

test("the next version says what changed against the one before, and an overtaken one is decided no more", async () => {
  const [finding] = built.findings as [Versioned];
  const { id, version } = finding;
  const [dismissed] = await built.director.does("moveTierFindings", {
    findings: [{ id, version }],
    command: "DISMISS",
    note: "重复（虚构）",
  });
  expect(dismissed?.id).toBe(id);
  await submitted();
  const [second] = (await untilWaiting(1)) as [Received];
  const { cityReceivedPublications } = await saved.run(CITY, "Received", { since: "2026-01-01T00:00:00Z" });
  expect(cityReceivedPublications.nodes).toMatchObject([
    { id: second.id, version: 2, difference: { against: 1, added: [], changed: [], removed: [{ ordinal: 1 }] } },
    { version: 1, status: "RETURNED", isCurrent: false, difference: null },
  ]);
  const texts = await saved.run(CITY, "ReceivedFindings", { region: "990101" });
  expect(texts.cityReceivedPublications.nodes[0].findings.nodes).toMatchObject([
    { ordinal: 2, liveStatus: "REPORTED" },
  ]);
  await platform.sql("city", "update received_publication set is_current = false where id = $1", [second.id]);
  const overtaken = await decide(CITY, { publications: [{ id: second.id, revision: 1 }], command: "ACCEPT" });
  expect(overtaken.refusal?.code).toBe("CURRENT_VERSION_REQUIRED");
  await platform.sql("city", "update received_publication set is_current = true where id = $1", [second.id]);
});

test("the figures of a day are those that had been received by its end", async () => {
  const { region } = await saved.run(CITY, "ReceivedFigures", { region: "990101", on: TODAY() });
  expect(region).toMatchObject({
    cityReceivedFigures: { total: 1, open: 1, rectified: 0, synthetic: true },
    provinceReceivedFigures: null,
  });
  const before = await saved.run(CITY, "ReceivedFigures", { region: "990101", on: "2026-01-01" });
  expect(before.region.cityReceivedFigures).toMatchObject({ total: 0, asOf: "2026-01-01T16:00:00.000000Z" });
  expect(
    (await saved.run("city:9902.director", "ReceivedFigures", { region: "990101", on: TODAY() })).region
      .cityReceivedFigures,
  ).toBeNull();
  expect((await saved.run(PROVINCE, "ReceivedFigures", { region: "99", on: TODAY() })).region).toMatchObject({
    cityReceivedFigures: null,
    provinceReceivedFigures: { total: 1 },
  });
});

test("a recusal hides received copies as it hides the book, and keeps from deciding about the whole", async () => {
  const [second] = (await waiting()) as [Received];
  const [, hidden] = built.findings as [Versioned, Versioned];
  const recusal = { accountId: CITY, kind: "KIN", scope: "FINDING", subject: hidden.id };
  const [declared] = await platform.as(CITY).does("declareTierRecusal", recusal);
  const texts = await until("the recusal binds", async () => {
    const { cityReceivedPublications } = await saved.run(CITY, "ReceivedFindings");
    return cityReceivedPublications.nodes[0].findings.nodes.length === 0 && cityReceivedPublications;
  });
  expect(texts.nodes).toHaveLength(2);
  const partly = await decide(CITY, { publications: [{ id: second.id, revision: 1 }], command: "ACCEPT" });
  expect(partly.refusal?.code).toBe("PERSON_RECUSED");
  await platform
    .sql("city", "update recusal set ended_on = office_today() where id = $1", [declared?.id])
    .catch(() => undefined);
});

test("a recalled version leaves a tombstone; its words are the audit administrator's alone", async () => {
  const { countyPublications } = await saved.run(COUNTY, "Receipts");
  const [current] = countyPublications.nodes;
  await built.director.does("recallTierPublication", { id: current.id, revision: 1, reason: "内容有误（虚构）" });
  await until("it is a tombstone", async () => {
    const { cityReceivedPublications } = await saved.run("city:9901.clerk", "Received");
    return cityReceivedPublications.nodes[0]?.status === "RECALLED";
  });
  const { cityReceivedPublications } = await saved.run("city:9901.clerk", "Received");
  expect(cityReceivedPublications.nodes[0]).toMatchObject({
    ...{ recallReason: "内容有误（虚构）", findingCount: null, note: null, difference: null, decisions: [] },
  });
  const words = async (person: string) =>
    (await saved.run(person, "ReceivedFindings")).cityReceivedPublications.nodes[0].findings.nodes;
  expect(await words("city:9901.clerk")).toEqual([]);
  expect(await words("city:9901.audit")).toMatchObject([{ ordinal: 2 }]);
  expect(await waiting()).toEqual([]);
  // what it had taken the place of stays readable, until it is taken back as well
  const earlier = async (person: string) => {
    const { nodes } = (await saved.run(person, "ReceivedFindings")).cityReceivedPublications;
    return nodes[1].findings.nodes.map(({ ordinal }: { ordinal: number }) => ordinal).sort();
  };
  expect(await earlier("city:9901.clerk")).toEqual([1, 2]);
  const [, first] = countyPublications.nodes;
  await built.director.does("recallTierPublication", { id: first.id, revision: 2, reason: "内容有误（虚构）" });
  await until("the earlier one is a tombstone, too", async () => (await earlier("city:9901.clerk")).length === 0);
  expect(await earlier("city:9901.audit")).toEqual([1, 2]);
});

test("an acceptance counts once", async () => {
  const deputy = await platform.openAccount("city:9901.deputy", "9901", ["DIRECTOR"]);
  await submitted();
  const [third] = (await untilWaiting(1)) as [Received];
  const accept = (revision: number, key = randomUUID()) =>
    deputy.tries("decideTierPublications", { publications: [{ id: third.id, revision }], command: "ACCEPT" }, { key });
  const key = randomUUID();
  const { items } = await accept(1, key);
  expect(items).toHaveLength(1);
  expect((await accept(1, key)).items).toEqual(items);
  expect((await accept(1)).refusal?.code).toBe("STALE_VERSION");
  expect((await accept(2)).refusal?.code).toBe("ILLEGAL_TRANSITION");
  const kept = "select status, revision from received_publication where id = $1";
  expect(await platform.sql("city", kept, [third.id])).toEqual([{ status: "ACCEPTED", revision: 2 }]);
  const told = "select 1 from journal where object_id = $1 and event = 'PublicationAccepted'";
  expect(await platform.sql("city", told, [third.id])).toHaveLength(1);
});

test("what was returned and is right as it is goes up again with an answer to the reason, and not without one", async () => {
  const other = await aRound("990102").withFindings(1).until("HEARD").on(platform);
  const targetIds = [other.targets[0]?.id];
  const [first] = (await other.director.does("submitTierPublications", { targetIds })) as [Versioned];
  await until("it has arrived", async () => (await waiting()).some(({ id }) => id === first.id));
  const returned = { publications: [{ id: first.id, revision: 1 }], command: "RETURN", note: "依据何在？（虚构）" };
  expect((await decide(CITY, returned)).items).toHaveLength(1);
  await until("its owner has heard of it", async () => {
    const [row] = await platform.sql<{ status: string }>("county", "select status from publication where id = $1", [
      first.id,
    ]);
    return row?.status === "RETURNED";
  });
  const { countyPublicationPreview } = await saved.run("county:990102.director", "PreviewSubmission", {
    targetId: targetIds[0],
  });
  expect(countyPublicationPreview).toMatchObject({ version: 2, refusal: null });
  const waits = async () =>
    (await saved.run("county:990102.clerk", "WaitsForUs", { office: "990102" })).countyPublications;
  expect((await waits()).nodes).toMatchObject([
    { id: first.id, isCurrent: true, decisionReason: returned.note, target: { id: targetIds[0] } },
  ]);
  const bare = await other.director.tries("submitTierPublications", { targetIds });
  expect(bare.refusal).toMatchObject({
    ...{ code: "NOTHING_CHANGED", subject: first.id },
    remedy: expect.stringContaining("答复退回的理由"),
  });
  const note = "依据见附件二。（虚构）";
  await other.director.does("submitTierPublications", { targetIds, note });
  expect((await waits()).nodes).toMatchObject([{ id: first.id, isCurrent: false }]);
  const again = await other.director.tries("submitTierPublications", { targetIds, note });
  expect(again.refusal?.code).toBe("NOTHING_CHANGED");
});

test("administrators see the streams and no content, and release a parked one with a reason", async () => {
  const { cityExchangeStreams } = await saved.run(ADMIN, "ExchangeStreams");
  expect(cityExchangeStreams.nodes).toContainEqual(
    expect.objectContaining({ direction: "IN", source: "990101", destination: "9901", state: "OPEN", behind: 0 }),
  );
  expect((await saved.run(CITY, "ExchangeStreams")).cityExchangeStreams.nodes).toEqual([]);
  const [stream] = cityExchangeStreams.nodes.filter(({ direction }: { direction: string }) => direction === "IN");
  const releasing = (person: string, input: object) => platform.as(person).tries("releaseTierStream", input);
  const release = { id: stream.id, action: "RETRY", reason: "已升级（虚构）" };
  expect((await releasing(ADMIN, release)).refusal?.code).toBe("STREAM_NOT_PARKED");
  await platform.sql(
    "city",
    "update inbox_stream set state = 'PARKED', parked_kind = 'X', parked_reason = 'UNKNOWN_KIND', parked_at = now() where id = $1",
    [stream.id],
  );
  expect((await saved.run(ADMIN, "ExchangeStreams", { stopped: true })).cityExchangeStreams.nodes).toMatchObject([
    { id: stream.id, parkedKind: "X", parkedReason: "UNKNOWN_KIND" },
  ]);
  expect((await releasing(ADMIN, { ...release, reason: "" })).refusal?.code).toBe("REASON_REQUIRED");
  for (const person of [CITY, "city:9901.audit"]) {
    expect((await releasing(person, release)).answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
  }
  const [released] = await saved.change(ADMIN, "ReleaseStream", release);
  expect(released).toMatchObject({ id: stream.id, state: "OPEN" });
  const entries = await platform.sql("city", "select body from journal where object_kind = 'Stream'");
  expect(JSON.stringify(entries)).toContain("已升级（虚构）");
});

test("what can't be applied stops one pair of offices, until its administrator leaves it out: both sides keep why", async () => {
  await platform.sql(
    "city",
    `create function refuses() returns trigger language plpgsql as $$ begin
       raise check_violation; end $$;
     create trigger refuses before update on received_publication for each row execute function refuses()`,
  );
  try {
    const { countyPublications } = await saved.run(COUNTY, "Receipts");
    const { id, revision, status } = countyPublications.nodes[0];
    await built.director.does("recallTierPublication", { id, revision, reason: "内容有误（虚构）" });
    const stopped = async () =>
      (await saved.run(ADMIN, "ExchangeStreams", { stopped: true })).cityExchangeStreams.nodes[0];
    const stream = await until("the pair stands", stopped);
    expect(stream).toMatchObject({
      ...{ source: "990101", destination: "9901", state: "PARKED" },
      ...{ parkedKind: "PublicationRecalled", parkedReason: "CONSTRAINT_VIOLATED" },
    });
    // the other office above is none the worse for it
    const above = () => platform.sql("province", "select status from received_publication where id = $1", [id]);
    await until(
      "the province has heard of it",
      async () => ((await above())[0] as { status: string }).status === "RECALLED",
    );
    const reason = "已电话核对（虚构）";
    await saved.change(ADMIN, "ReleaseStream", { id: stream.id, action: "SKIP", reason });
    const kept = () => platform.sql("county", "select skipped_reason from outbox where skipped_reason is not null");
    await until("its source knows", async () => (await kept()).length === 1);
    expect(await kept()).toEqual([{ skipped_reason: reason }]);
    const left = "select outcome, reason from inbox where subject = $1 and kind = 'PublicationRecalled'";
    expect(await platform.sql("city", left, [id])).toEqual([{ outcome: "SKIPPED", reason }]);
    expect(await stopped()).toBeUndefined();
    const [copy] = await platform.sql<{ status: string }>(
      "city",
      "select status from received_publication where id = $1",
      [id],
    );
    expect([status, copy?.status]).toEqual(["ACCEPTED", "ACCEPTED"]);
  } finally {
    await platform.sql("city", "drop trigger refuses on received_publication; drop function refuses");
  }
});

test("a worker opens as many connections as the handbook says", async () => {
  const open = await platform.sql<{ name: string; count: number }>(
    "city",
    `select application_name as name, count(*)::int from pg_stat_activity where datname = current_database()
       and application_name in ('inspection-worker', 'inspection-exchange') group by 1`,
  );
  const of = (name: string) => open.find((each) => each.name === name)?.count;
  expect(of("inspection-worker")).toBe(PASSES);
  expect(of("inspection-exchange")).toBeLessThanOrEqual(SHIPPING);
});

test("an office reads what it had sent and this tier has lost", async () => {
  expect(await saved.run(COUNTY, "ExchangeLosses")).toEqual({
    countyExchangeLosses: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
  });
  expect(RUN_IN_EXCHANGE.filter((name) => saved.unused.has(name))).toEqual([]);
});
