import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import type { Tier } from "../../schema/contract/tier";
import { digestOf, type Exchange } from "../../subgraphs/exchange/answers";
import { chain } from "../../subgraphs/exchange/chain";
import { PeerClient } from "../../subgraphs/exchange/peerClient";
import { type Batch, BEGINNING } from "../../subgraphs/exchange/protocol";
import { exchangeHandler } from "../../subgraphs/exchange/server";
import { isAnswer, signEnvelope } from "../../subgraphs/trust/envelope";
import { readPublicKeys, type SigningKey } from "../../subgraphs/trust/keys";
import { signHead } from "../../subgraphs/trust/statements";
import { Party } from "./parties";

const city = new Party("CITY");
/** Speaks for the counties with their key; its own worker does not run. */
const county = new Party("COUNTY");
const AT = "2026-03-01T02:03:04.567Z";

beforeAll(async () => {
  await Promise.all([city.prepare(), county.prepare()]);
  city.start([county]);
});
afterAll(() => Promise.all([city.dispose(), county.dispose()]));

interface Line {
  source: string;
  destination: string;
  epoch: number;
  messages: { header: string; payload: string; hash: string }[];
}

let lines = 0;
/** A stream that nobody has used yet. */
function aLine(): Line {
  lines += 1;
  return { source: `9901${String(lines).padStart(2, "0")}`, destination: "9901", epoch: 1, messages: [] };
}

/** The next message of a line: of a round that is filed, unless it says otherwise. */
function say(line: Line, kind = "RoundFiled", payload: object = aRound(line)): void {
  const { source, destination, epoch } = line;
  const sequence = line.messages.length + 1;
  const subject = String((payload as { id?: string }).id ?? "");
  const text = JSON.stringify(payload);
  const fields = { kind, source, destination, epoch, sequence, journal: sequence, at: AT, subject };
  line.messages.push({ payload: text, ...chain(line.messages.at(-1)?.hash ?? BEGINNING, fields, text) });
}

let rounds = 0;
function aRound(_: Line, more: object = {}): object {
  rounds += 1;
  return {
    ...{ id: `county:${String(rounds).padStart(22, "0")}`, kind: "REGULAR", assignmentMode: "OWN_TIER", ordinal: 1 },
    ...{ title: "虚构", documentNumber: null, authorisedOn: null, startsOn: null, endsOn: null, synthetic: true },
    ...{ targets: [], ...more },
  };
}

const OF_THE_PROVINCE = `province:${"A".repeat(22)}`;
/** A submission without findings. */
function submitted(more: object): object {
  return {
    ...{ id: `county:${"P".repeat(22)}`, roundId: `county:${"R".repeat(22)}`, targetId: `county:${"T".repeat(22)}` },
    ...{ unitId: `county:${"U".repeat(22)}`, unitName: "虚构单位", region: "990101", version: 1, manifestHash: "" },
    ...{ submittedAt: AT, submittedBy: "county:990101.director", note: null, enteredByOffice: null, synthetic: true },
    ...{ findings: [], ...more },
  };
}

/** Messages of a line, from one number to another. */
function batchOf(line: Line, from = 1, to = line.messages.length): Batch {
  const { source, destination, epoch } = line;
  const previous = from === 1 ? BEGINNING : (line.messages[from - 2]?.hash ?? BEGINNING);
  const messages = line.messages.slice(from - 1, to).map(({ header, payload }) => ({ header, payload }));
  return { source, destination, epoch, first: from, previous, messages };
}

const head = () => signHead(county.key, "COUNTY", { number: 1, hash: "a".repeat(64), at: city.now() });

interface Post {
  route?: string;
  key?: SigningKey;
  sender?: Tier;
  spoil?: (body: string) => string;
}

async function post(question: object, { route = "batches", key = county.key, sender = "COUNTY", spoil }: Post = {}) {
  const body = JSON.stringify(question);
  const envelope = { route, sender, receiver: "CITY" as const, body };
  const signed = signEnvelope(key, envelope);
  const response = await fetch(`${city.url}/exchange/v1/${route}`, {
    method: "POST",
    headers: { "x-exchange-key": signed.key, "x-exchange-signature": signed.signature },
    body: spoil ? spoil(body) : body,
  });
  const text = await response.text();
  if (response.status !== 200) return { status: response.status, text, answer: undefined };
  const given = {
    key: String(response.headers.get("x-exchange-key")),
    signature: String(response.headers.get("x-exchange-signature")),
  };
  const keys = { CITY: readPublicKeys(city.pair.publicKey) };
  expect(isAnswer(keys, envelope, signed, { body: text, signed: given })).toBe(true);
  return { status: 200, text, answer: JSON.parse(text) };
}

/** @returns what the city says it has of the one stream */
async function send(...batches: Batch[]) {
  const { answer } = await post({ journal: head(), batches });
  return answer.receipts[0];
}

const hello = (...streams: Line[]) =>
  post(
    {
      ...{ tier: "COUNTY", kinds: [], journal: head() },
      streams: streams.map(({ messages, ...pair }) => {
        return { ...pair, sequence: messages.length, hash: messages.at(-1)?.hash ?? BEGINNING };
      }),
    },
    { route: "hello" },
  );

async function stored({ source }: Line) {
  const rows = await city.sql<{ epoch: number; sequence: number; outcome: string }>(
    "select epoch, sequence, outcome from inbox where source = $1 order by epoch, sequence",
    [source],
  );
  return rows.map(({ epoch, sequence, outcome }) => `${epoch}.${sequence} ${outcome}`);
}

async function alarmsOf({ source }: Line): Promise<string[]> {
  const rows = await city.sql<{ what: string }>("select what from exchange_alarm where source = $1 order by what", [
    source,
  ]);
  return rows.map(({ what }) => what);
}

function lineOf(...kinds: (string | [string, object])[]): Line {
  const line = aLine();
  for (const kind of kinds) {
    if (typeof kind === "string") say(line, kind);
    else say(line, ...kind);
  }
  return line;
}

describe("a batch of a known sender", () => {
  test("next in sequence: it is applied, and the receipt says up to where", async () => {
    const line = lineOf("RoundFiled", "RoundFiled", "RoundFiled");
    expect(await send(batchOf(line, 1, 2))).toMatchObject({
      epoch: 1,
      sequence: 2,
      hash: line.messages[1]?.hash,
      state: "OPEN",
    });
    expect(await send(batchOf(line, 3))).toMatchObject({ sequence: 3, hash: line.messages[2]?.hash, state: "OPEN" });
    expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 APPLIED", "1.3 APPLIED"]);
    expect(await city.sql("select 1 from received_round where source = $1", [line.source])).toHaveLength(3);
  });

  test("again, whole or in part: a duplicate changes nothing, and what is new behind it is taken", async () => {
    const line = lineOf("RoundFiled", "RoundFiled");
    await send(batchOf(line));
    expect(await send(batchOf(line))).toMatchObject({ sequence: 2, state: "OPEN" });
    say(line);
    expect(await send(batchOf(line, 2))).toMatchObject({ sequence: 3, state: "OPEN" });
    expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 APPLIED", "1.3 APPLIED"]);
    expect(await alarmsOf(line)).toEqual([]);
  });

  test("another message in a place that is taken: it is kept apart, and nothing more is applied", async () => {
    const line = lineOf("RoundFiled", "RoundFiled");
    await send(batchOf(line));
    const forged = { ...line, messages: line.messages.slice(0, 1) };
    say(forged);
    say(forged);
    expect(await send(batchOf(forged, 2))).toMatchObject({
      sequence: 2,
      hash: line.messages[1]?.hash,
      state: "DIVERGED",
    });
    say(line);
    expect(await send(batchOf(line, 3))).toMatchObject({ sequence: 2, state: "DIVERGED" });
    expect(await stored(line)).toHaveLength(2);
    expect(await city.sql("select sequence from exchange_quarantine where source = $1", [line.source])).toEqual([
      { sequence: 2 },
    ]);
    expect(await alarmsOf(line)).toEqual(["DIVERGED"]);
  });

  test("a gap: nothing, and the sender hears what is here", async () => {
    const line = lineOf("RoundFiled", "RoundFiled", "RoundFiled");
    expect(await send(batchOf(line, 2))).toMatchObject({ sequence: 0, state: "OPEN" });
    await send(batchOf(line, 1, 1));
    expect(await send(batchOf(line, 3))).toMatchObject({ sequence: 1, state: "OPEN" });
    expect(await stored(line)).toEqual(["1.1 APPLIED"]);
  });

  test("a later epoch only once a hello has announced it; an earlier one no more", async () => {
    const line = lineOf("RoundFiled", "RoundFiled");
    await send(batchOf(line));
    const anew: Line = { ...line, epoch: 2, messages: [] };
    say(anew, "Reconciled", { common: { epoch: 1, sequence: 2 }, lost: [] });
    expect(await send(batchOf(anew))).toMatchObject({ epoch: 1, sequence: 2, state: "OPEN" });
    await hello(anew);
    expect(await send(batchOf(anew))).toMatchObject({ epoch: 2, sequence: 1, state: "OPEN" });
    expect(await send(batchOf(line))).toMatchObject({ epoch: 2, sequence: 1, state: "SUPERSEDED" });
    expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 APPLIED", "2.1 APPLIED"]);
    expect(await city.sql("select epoch, ended_sequence from inbox_epoch where source = $1", [line.source])).toEqual([
      { epoch: 1, ended_sequence: 2 },
    ]);
    expect(await alarmsOf(line)).toEqual(["SOURCE_SET_BACK"]);
  });

  test.each([
    ["an unknown kind", "KindOfTomorrow", {}, "UNKNOWN_KIND"],
    ["what its kind can't read", "RoundFiled", { id: 7 }, "UNREADABLE"],
    ["what the database can't hold", "RoundFiled", { ...aRound(aLine()), ordinal: 1e12 }, "UNREADABLE"],
    [
      "a decision of a lower office",
      "PublicationAccepted",
      { id: "county:x", version: 1, reason: null },
      "NOT_BETWEEN_THESE",
    ],
    ["a round of another tier", "RoundFiled", { ...aRound(aLine()), id: OF_THE_PROVINCE }, "NOT_ITS_OWN"],
    [
      "a submission for another tier's target",
      "PublicationSubmitted",
      submitted({ targetId: OF_THE_PROVINCE }),
      "NOT_ITS_OWN",
    ],
    ["a submission under another tier's id", "PublicationSubmitted", submitted({ id: OF_THE_PROVINCE }), "NOT_ITS_OWN"],
  ])("%s parks its stream behind what came before it, and no other stream", async (_, kind, payload, reason) => {
    const line = lineOf("RoundFiled", [kind, payload], "RoundFiled");
    const other = lineOf("RoundFiled");
    const { answer } = await post({ journal: head(), batches: [batchOf(line), batchOf(other)] });
    expect(answer.receipts).toMatchObject([
      { sequence: 1, state: "PARKED" },
      { sequence: 1, state: "OPEN" },
    ]);
    expect(await stored(line)).toEqual(["1.1 APPLIED"]);
    const parked = await city.sql("select state, parked_kind, parked_reason from inbox_stream where source = $1", [
      line.source,
    ]);
    expect(parked).toEqual([{ state: "PARKED", parked_kind: kind, parked_reason: reason }]);
    expect(await send(batchOf(line, 2))).toMatchObject({ sequence: 1, state: "PARKED" });
    expect(await alarmsOf(line)).toEqual(["PARKED"]);
  });

  test("released to be left out, the one message stays marked in the inbox and what follows is applied", async () => {
    const line = lineOf("RoundFiled", ["KindOfTomorrow", {}], "RoundFiled");
    await send(batchOf(line));
    await city.sql(
      `update inbox_stream set state = 'OPEN', skip_epoch = 1, skip_sequence = 2, skip_reason = '已核对（虚构）' where source = $1`,
      [line.source],
    );
    const receipt = await send(batchOf(line, 2));
    expect(receipt).toMatchObject({ sequence: 3, state: "OPEN", skipped: [{ sequence: 2, reason: "已核对（虚构）" }] });
    expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 SKIPPED", "1.3 APPLIED"]);
  });

  test("released to be tried again, a message that is still impossible parks its stream again", async () => {
    const line = lineOf(["KindOfTomorrow", {}]);
    await send(batchOf(line));
    await city.sql("update inbox_stream set state = 'OPEN' where source = $1", [line.source]);
    expect(await send(batchOf(line))).toMatchObject({ sequence: 0, state: "PARKED" });
  });

  test.each([
    ["a source of another tier", { source: "9902" }],
    ["a destination of somebody else", { destination: "99" }],
    ["a destination that does not exist", { destination: "9999" }],
  ])("%s is refused", async (_, change) => {
    const line = { ...aLine(), ...change };
    say(line);
    expect(await send(batchOf(line))).toMatchObject({ state: "REFUSED" });
    expect(await stored(line)).toEqual([]);
    const alarms = await city.sql("select what from exchange_alarm where source = $1 and destination = $2", [
      line.source,
      line.destination,
    ]);
    expect(alarms).toEqual([{ what: "FOREIGN_PAIR" }]);
  });

  test.each<[string, (batch: Batch) => Batch]>([
    ["messages in another order", (batch) => ({ ...batch, messages: [...batch.messages].reverse() })],
    [
      "another payload",
      (batch) => ({ ...batch, messages: batch.messages.map((each) => ({ ...each, payload: "{}" })) }),
    ],
    ["a message that was cut out", (batch) => ({ ...batch, messages: batch.messages.filter((_, i) => i !== 1) })],
    ["a header that says nothing", (batch) => ({ ...batch, messages: [{ header: "{}", payload: "{}" }] })],
    ["another stream's messages", (batch) => ({ ...batch, messages: batchOf(lineOf("RoundFiled")).messages })],
    ["an epoch that begins after something", (batch) => ({ ...batch, previous: "b".repeat(64) })],
  ])("%s: the batch is refused as a whole, and the true one is taken afterwards", async (_, spoil) => {
    const line = lineOf("RoundFiled", "RoundFiled", "RoundFiled");
    expect(await send(spoil(batchOf(line)))).toMatchObject({ sequence: 0, state: "REFUSED" });
    expect(await stored(line)).toEqual([]);
    expect(await alarmsOf(line)).toEqual(["BROKEN_CHAIN"]);
    expect(await send(batchOf(line))).toMatchObject({ sequence: 3, state: "OPEN" });
  });

  test("a truncated batch is taken as far as it goes", async () => {
    const line = lineOf("RoundFiled", "RoundFiled");
    expect(await send(batchOf(line, 1, 1))).toMatchObject({ sequence: 1, state: "OPEN" });
  });

  test("a replay of a whole request changes nothing", async () => {
    const line = lineOf("RoundFiled");
    const question = { journal: head(), batches: [batchOf(line)] };
    for (let i = 0; i < 3; i++)
      expect((await post(question)).answer.receipts[0]).toMatchObject({ sequence: 1, state: "OPEN" });
    expect(await stored(line)).toEqual(["1.1 APPLIED"]);
  });

  test("what is overtaken is set aside with the reason, and holds up nothing", async () => {
    const line = lineOf(["RoundWithdrawn", { id: "county:unknown", reason: "" }], "RoundFiled");
    expect(await send(batchOf(line))).toMatchObject({ sequence: 2, state: "OPEN" });
    expect(
      await city.sql("select outcome, reason from inbox where source = $1 order by sequence", [line.source]),
    ).toEqual([
      { outcome: "SET_ASIDE", reason: "UNKNOWN_ROUND" },
      { outcome: "APPLIED", reason: null },
    ]);
  });

  test("two requests at once with the same messages: each message once", async () => {
    const line = lineOf("RoundFiled", "RoundFiled");
    const question = { journal: head(), batches: [batchOf(line)] };
    const answers = await Promise.all([post(question), post(question), post(question)]);
    for (const { answer } of answers) expect(answer.receipts[0]).toMatchObject({ sequence: 2, state: "OPEN" });
    expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 APPLIED"]);
  });
});

describe("whoever is not a known sender, or does not keep to the protocol,", () => {
  const nothing = { batches: [] };
  const stranger = new Party("COUNTY");
  test.each<[string, object, Post, number]>([
    ["a stranger's key", nothing, { key: stranger.key }, 401],
    ["a tier's key for another tier's name", nothing, { sender: "PROVINCE" }, 401],
    ["a body that was changed on the way", nothing, { spoil: (body) => body.replace("[]", "[ ]") }, 401],
    ["a body that was cut off", nothing, { spoil: (body) => body.slice(0, -1) }, 401],
    ["a signed body of another form", nothing, {}, 400],
    ["an unknown route", nothing, { route: "everything" }, 503],
  ])("%s: learns nothing", async (_, question, how, status) => {
    const before = await city.sql("select count(*)::int as n from inbox");
    expect(await post(question, how)).toMatchObject({ status, text: "" });
    expect(await city.sql("select count(*)::int as n from inbox")).toEqual(before);
  });

  test("a head that its tier did not sign is refused", async () => {
    const forged = { ...head(), number: 9 };
    expect(await post({ journal: forged, batches: [] })).toMatchObject({ status: 400, text: "" });
  });

  test("without a key or a signature there is no answer, and none to another method", async () => {
    const url = `${city.url}/exchange/v1/batches`;
    expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
    expect((await fetch(url)).status).toBe(401);
  });

  test("a body that comes drop by drop is broken off, whoever names a key, and leaves its place", async () => {
    const known = { tier: "CITY", peers: { COUNTY: readPublicKeys(county.pair.publicKey) } };
    const serve = exchangeHandler(known as Exchange, pino({ level: "silent" }), 300);
    const server = createServer((question, answer) => void serve(question, answer));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const headers = { "x-exchange-key": county.key.id, "x-exchange-signature": "x" };
    const options = { port, path: "/exchange/v1/batches", method: "POST", headers };
    const slow = Array.from({ length: 8 }, () => {
      const asked = request({ ...options, headers: { ...headers, "content-length": 1_000 } });
      const drops = setInterval(() => asked.write("x"), 20);
      asked.write("x");
      return once(asked, "close").finally(() => clearInterval(drops));
    });
    const ended = await Promise.allSettled(slow);
    expect(ended.map(({ status }) => status)).toEqual(Array(8).fill("rejected"));
    const answer = await fetch(`http://127.0.0.1:${port}/exchange/v1/batches`, { method: "POST", headers, body: "{}" });
    expect(answer.status).toBe(401);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  test("more than a request may hold is not read", async () => {
    const headers = { "x-exchange-key": county.key.id, "x-exchange-signature": "x" };
    const body = Buffer.alloc(33 * 1024 * 1024);
    expect((await fetch(`${city.url}/exchange/v1/batches`, { method: "POST", headers, body })).status).toBe(413);
  });
});

test("the city keeps each head that the counties sign, and gives it back to them alone", async () => {
  await post({ journal: head(), batches: [] });
  const { answer } = await post({ from: 0, most: 10 }, { route: "heads" });
  expect(answer.heads).toMatchObject([{ number: 1, hash: "a".repeat(64), key: county.key.id }]);
});

test("what a peer says of itself counts where it is later than all before: a greeting that was kept tells nothing of today", async () => {
  const heard = async () => {
    const [peer] = await city.sql("select kinds, heard_at, said_at from exchange_peer where peer = 'COUNTY'");
    return peer;
  };
  const hello = (at: string, kinds: string[]) => {
    const journal = signHead(county.key, "COUNTY", { number: 1, hash: "a".repeat(64), at });
    return { tier: "COUNTY", kinds, journal, streams: [] };
  };
  const kept = hello(city.now(), ["RoundFiled"]);
  await post(kept, { route: "hello" });
  await post(hello(new Date(Date.now() + 5).toISOString(), ["RoundFiled", "TargetMoved"]), { route: "hello" });
  const before = await heard();
  expect(before).toMatchObject({ kinds: ["RoundFiled", "TargetMoved"] });
  for (let i = 0; i < 2; i++) expect((await post(kept, { route: "hello" })).status).toBe(200);
  expect(await heard()).toEqual(before);
});

test("who greets and knows other offices than there are is told which there are, and nobody else", async () => {
  const greets = async (offices?: string) => {
    const { answer } = await post(
      { tier: "COUNTY", kinds: [], journal: head(), streams: [], offices },
      { route: "hello" },
    );
    return answer.offices;
  };
  expect(await greets()).toBeUndefined(); // a peer that does not know of it yet
  expect(await greets(digestOf([]))).toEqual(["9901", "9902"]);
  expect(await greets(digestOf(["9901", "9902"]))).toBeUndefined();
});

test("no message speaks of a place outside of its source's area", async () => {
  const outside = { region: "990202001", unitId: `county:${"U".repeat(22)}`, unitName: "虚构单位", method: null };
  for (const [kind, payload] of [
    ["RoundFiled", aRound(aLine(), { targets: [{ ...outside, id: `county:${"T".repeat(22)}`, released: false }] })],
    ["PublicationSubmitted", submitted({ region: "990202" })],
  ] as const) {
    const line = aLine();
    say(line, kind, payload);
    expect(await send(batchOf(line))).toMatchObject({ state: "PARKED", sequence: 0 });
    const rows = await city.sql("select parked_reason from inbox_stream where source = $1", [line.source]);
    expect(rows).toEqual([{ parked_reason: "NOT_ITS_AREA" }]);
  }
});

test("a clock that goes wrong changes no order and no day of receipt", async () => {
  const line = lineOf("RoundFiled");
  city.clockMs = -3 * 86_400_000;
  try {
    await send(batchOf(line));
  } finally {
    city.clockMs = 0;
  }
  say(line, "RoundWithdrawn", {
    id: (JSON.parse(line.messages[0]?.payload ?? "{}") as { id: string }).id,
    reason: "（虚构）",
  });
  expect(await send(batchOf(line, 2))).toMatchObject({ sequence: 2, state: "OPEN" });
  expect(await stored(line)).toEqual(["1.1 APPLIED", "1.2 APPLIED"]);
});

test("a peer that does not answer is waited for twice as long each time, and as short as ever once it has answered", async () => {
  let silent = true;
  const server = createServer((_, response) => {
    if (!silent) response.writeHead(503).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new PeerClient({ tier: "COUNTY", key: county.key, peers: {} }, "CITY", url, { first: 60, most: 150 });
  const waited = async () => {
    const started = performance.now();
    const word = await client.ask("heads", {}).catch((cause: Error) => cause.message);
    return { word, ms: performance.now() - started };
  };
  for (const least of [60, 120, 150]) {
    const { word, ms } = await waited();
    expect([word, ms > least - 5]).toEqual(["UNREACHABLE", true]);
  }
  silent = false;
  expect((await waited()).word).toBe("BUSY");
  silent = true;
  expect((await waited()).ms).toBeGreaterThan(55);
  client.close();
  server.closeAllConnections();
  server.close();
});
