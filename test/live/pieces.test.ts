import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Duplex, Writable } from "node:stream";
import { pino } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { Allowance, Pace } from "../../gateway/live/pace";
import { FinalAnswer, Patience } from "../../gateway/live/patience";
import { effectiveRights } from "../../gateway/live/rightsKey";
import { someAtATime } from "../../gateway/live/someAtATime";
import { StandingsWatch } from "../../gateway/live/standingsWatch";
import { CLOSE, writeMessage } from "../../gateway/live/wire";
import type { Standing } from "../../schema/contract/standing";
import { TIER_NAMES } from "../../schema/contract/tier";
import { followedOf } from "../../subgraphs/domain/live/events";
import { Cursors } from "../../subgraphs/tier/live/cursor";
import { changedNumbers } from "../../subgraphs/tier/live/figures";
import { NobodyWaits, Sluice } from "../../subgraphs/tier/live/sluice";

const KEY = "a-key-that-only-the-tier-and-the-gateway-know";
const PLACE = { number: 7, mark: "0102030405060708" };

describe("a cursor", () => {
  const cursors = new Cursors(KEY, "COUNTY");

  test("is opened by every process of the tier, says nothing to others, and is equal for equal places", () => {
    const cursor = cursors.seal(PLACE);
    expect(new Cursors(KEY, "COUNTY").open(cursor)).toEqual(PLACE);
    expect(cursors.seal({ ...PLACE })).toBe(cursor);
    expect(cursors.seal({ ...PLACE, number: 8 })).not.toBe(cursor);
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain(PLACE.mark);
    const figures = { region: "990101", numbers: [1, null, 0.5] };
    expect(cursors.open(cursors.seal({ ...PLACE, figures }))).toEqual({ ...PLACE, figures });
    expect(
      cursors.open(cursors.seal({ ...PLACE, figures: { region: "99", numbers: null } }))?.figures?.numbers,
    ).toBeNull();
  });

  test("of another tier, another key, cut, changed in any byte or made up is none", () => {
    const cursor = cursors.seal(PLACE);
    const bytes = Buffer.from(cursor, "base64url");
    const changed = [...bytes].map((byte, i) => Buffer.from(bytes.map((old, j) => (i === j ? byte ^ 1 : old))));
    const forged = [
      ...changed.map((one) => one.toString("base64url")),
      cursor.slice(0, -4),
      "",
      "x",
      "A".repeat(2_000),
    ];
    for (const one of forged) expect(cursors.open(one)).toBeUndefined();
    expect(new Cursors(KEY, "CITY").open(cursor)).toBeUndefined();
    expect(new Cursors(`${KEY}!`, "COUNTY").open(cursor)).toBeUndefined();
  });
});

test("of the journal is followed what moved a finding, a submission or an alert, and nothing else", () => {
  expect(followedOf("Finding", "FindingClosed", undefined)).toEqual({
    kind: "FINDING_STATUS_CHANGED",
    findingStatus: "CLOSED",
  });
  expect(followedOf("Finding", "FindingUpheld", "RECTIFYING")?.findingStatus).toBe("RECTIFYING");
  expect(followedOf("Finding", "FindingUpheld", undefined)).toBeUndefined();
  expect(followedOf("Finding", "FindingTakeBackProposed", undefined)).toBeUndefined();
  for (const step of ["Submitted", "Accepted", "Returned", "Recalled"]) {
    const kind = `PUBLICATION_${step.toUpperCase()}`;
    expect(followedOf("Publication", `Publication${step}`, undefined)).toEqual({ kind });
  }
  expect(followedOf("Alert", "AlertTurnedYellow", undefined)).toEqual({ kind: "ALERT_YELLOW" });
  expect(followedOf("Alert", "AlertTurnedRed", undefined)).toEqual({ kind: "ALERT_RED" });
  expect(followedOf("Order", "OrderIssued", undefined)).toEqual({
    kind: "ORDER_STATUS_CHANGED",
    orderStatus: "ISSUED",
  });
  expect(followedOf("ReceivedOrder", "OrderCopyFollowed", "CLOSED")?.orderStatus).toBe("CLOSED");
  expect(followedOf("ReceivedOrder", "OrderAccepted", "ACCEPTED")?.orderStatus).toBe("ACCEPTED");
  expect(followedOf("Order", "OrderReminded", "ISSUED")).toEqual({ kind: "ORDER_REMINDED" });
  expect(followedOf("Order", "OrderTurnedRed", "ISSUED")).toEqual({ kind: "ALERT_RED" });
  expect(followedOf("Supervision", "SupervisionOpened", undefined)).toEqual({ kind: "SUPERVISION_CHANGED" });
  expect(followedOf("ReceivedSupervision", "SupervisionStated", "OPEN")).toEqual({ kind: "SUPERVISION_CHANGED" });
  expect(followedOf("ReceivedRelease", "ReleaseReceived", undefined)).toEqual({ kind: "RELEASE_RECEIVED" });
  expect(followedOf("ReceivedRelease", "ReleaseAcknowledged", undefined)).toBeUndefined();
  expect(followedOf("Clue", "ClueRegistered", undefined)).toBeUndefined();
});

test("rights are equal whoever has them, and others where an office, a role, a recusal or the tier is another", () => {
  const standing: Standing = {
    ...{ person: "county:990101.a", tier: "COUNTY", office: "990101", roles: ["CLERK", "DIRECTOR"] },
    ...{ recusals: [], rightsEpoch: 3 },
  };
  const keyOf = (changes: Partial<Standing>, personal = false) =>
    effectiveRights({ ...standing, ...changes }, personal).key;
  const key = keyOf({});
  expect(keyOf({ person: "county:990101.b", rightsEpoch: 9, roles: ["DIRECTOR", "CLERK"] })).toBe(key);
  const others: Partial<Standing>[] = [
    { office: "990102" },
    { roles: ["CLERK"] },
    { recusals: [{ scope: "ROUND", subject: "r" }] },
    { tier: "CITY" },
    { unit: "u" },
    { roles: ["CUSTODIAN"] },
  ];
  expect(new Set([key, ...others.map((changes) => keyOf(changes))]).size).toBe(others.length + 1);
  expect(effectiveRights(standing, false).standing.person).toBe("county:~");
  expect(effectiveRights(standing, true).standing.person).toBe(standing.person);
  expect(effectiveRights({ ...standing, roles: ["CUSTODIAN"] }, false).standing.person).toBe(standing.person);
});

test("however often silent tiers are asked, the log has a line when one falls silent and one when nothing is open", async () => {
  const said: string[] = [];
  const log = pino(new Writable({ write: (line, _, done) => done(void said.push(JSON.parse(line).msg)) }));
  const patience = new Patience({ silent: "silent", answers: "answers" }, log);
  const { signal } = new AbortController();
  const after = (tries: number) => async () => {
    if (tries-- > 0) throw new Error("no answer");
    return "said";
  };
  const asked = [1, 2, 3].map((tries) => patience.insist("county", signal, after(tries)));
  // another question has its answer meanwhile: the tier is no less silent to the others
  await expect(patience.insist("county", signal, after(0))).resolves.toBe("said");
  expect(said).toEqual(["silent"]);
  expect(await Promise.all(asked)).toEqual(["said", "said", "said"]);
  expect(said).toEqual(["silent", "answers"]);
  const refused = patience.insist("county", signal, () => Promise.reject(new FinalAnswer("no")));
  await expect(refused).rejects.toThrow("no");
  const gone = AbortSignal.timeout(20);
  await expect(patience.insist("city", gone, () => Promise.reject(new Error("no answer")))).rejects.toThrow();
  expect(said).toEqual(["silent", "answers", "silent"]);
});

test("whoever a tier speaks of as before, word for word, is the same, and whoever has changed is another", async () => {
  const standing = (person: string, rightsEpoch: number) => ({
    ...{ person, tier: "COUNTY", office: "990101", roles: ["CLERK"], recusals: [], rightsEpoch },
  });
  let epoch = 1;
  const said: string[] = [];
  const post = async (_path: string, body: string) => {
    said.push(body);
    const standings = [standing("county:990101.a", 1), standing("county:990101.b", epoch)];
    return { status: 200, text: JSON.stringify({ standings }) };
  };
  const replicas = [{ isWell: true, post }];
  const tiers = Object.fromEntries(TIER_NAMES.map((tier) => [tier, { tier, replicas }]));
  const watch = new StandingsWatch(tiers as never, pino({ enabled: false }));
  const people = ["county:990101.a", "county:990101.b", "nobody at all"];
  const [first, second] = [await watch.confirm(people), await watch.confirm(people)];
  expect([...first.keys()]).toEqual(people.slice(0, 2));
  for (const person of first.keys()) expect(second.get(person)).toBe(first.get(person));
  epoch = 2;
  const third = await watch.confirm(people);
  expect(third.get("county:990101.b")?.rightsEpoch).toBe(2);
  expect(third.get("county:990101.b")).not.toBe(first.get("county:990101.b"));
  expect(said).toHaveLength(3);
  watch.close();
});

test("what a thousand sockets are told is copied for none of them, and goes out in one write with its head", async () => {
  const written: Uint8Array[][] = [];
  const below = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      written.push([chunk]);
      done();
    },
    writev: (chunks, done) => {
      written.push(chunks.map(({ chunk }) => chunk));
      done();
    },
  });
  const headers = {
    upgrade: "websocket",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
  };
  const ws = await new Promise<WebSocket>((resolve) => {
    const server = new WebSocketServer({ noServer: true });
    server.handleUpgrade({ method: "GET", headers } as never, below, Buffer.alloc(0), resolve);
  });
  written.length = 0;
  const body = Buffer.from('{"data":null}');
  writeMessage(ws, below, Buffer.from('{"id":"1","type":"next","payload":'), body);
  expect(written).toHaveLength(1);
  expect(written[0]).toContain(body);
  ws.terminate();
});

test("every close code is in the protocol's description, and no other", () => {
  const table = readFileSync(join(__dirname, "../../../docs/LIVE.md"), "utf8").split("| Close code |")[1] as string;
  const described = [...(table.split("\n\n")[0] as string).matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) =>
    Number(code),
  );
  // some are the frames' own, and the reason of 4409 names the id
  const used = [...Object.values(CLOSE).map(([code]) => code), 1002, 1007, 1009, 4409];
  expect(described).toEqual(used.sort((a, b) => a - b));
});

test("a herd is let in at its pace, and who would wait too long is sent away", () => {
  const pace = new Pace(100, 1_000);
  const waits = Array.from({ length: 200 }, () => pace.take(5_000));
  expect(waits[0]).toBe(0);
  expect(waits[51]).toBeCloseTo(500, 3);
  expect(waits.filter((wait) => wait === undefined).length).toBeGreaterThan(90);
  expect(pace.take(60_000)).toBe(0);
});

test("what is taken beyond a share has to be waited for, all of it", () => {
  const allowance = new Allowance({ most: 3, perSecond: 1e-3 });
  for (let i = 0; i < 3; i++) allowance.take();
  expect(allowance.restMs).toBe(0);
  for (let i = 0; i < 2; i++) allowance.take();
  expect(allowance.restMs).toBeGreaterThan(1_900_000);
  expect(allowance.restMs).toBeLessThanOrEqual(2_000_000);
});

test("numbers that did not change are not told again, and one that is new is", () => {
  const all = [3, 1, 2, 0, 3, 0.5, 0, 0, 1, 1, 0];
  expect(changedNumbers(all)).toHaveLength(11);
  expect(changedNumbers(all, all)).toEqual([]);
  expect(changedNumbers([4, ...all.slice(1)], all)).toEqual([{ name: "total", value: 4 }]);
  expect(changedNumbers(all, all.slice(0, 10))).toEqual([{ name: "dueSoon", value: 0 }]);
});

test("a sluice lets so many through at once and everybody in their turn, also behind one that fails", async () => {
  const sluice = new Sluice(2);
  let [inside, most] = [0, 0];
  const done: number[] = [];
  const work = (i: number) =>
    sluice.through(async () => {
      most = Math.max(most, ++inside);
      await new Promise(setImmediate);
      inside--;
      if (i === 1) throw new Error("fails");
      done.push(i);
    }, new AbortController().signal);
  const outcomes = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect([most, done]).toEqual([2, [0, 2, 3, 4]]);
});

test("whoever is gone when its turn comes is let through to nothing, and keeps nobody from the own turn", async () => {
  const sluice = new Sluice(1);
  const [stays, goes] = [new AbortController(), new AbortController()];
  let goOn = () => {};
  const slow = () =>
    new Promise<void>((resolve) => {
      goOn = resolve;
    });
  const first = sluice.through(slow, stays.signal);
  let worked = 0;
  const work = async () => ++worked;
  const [gone, next] = [sluice.through(work, goes.signal), sluice.through(work, stays.signal)];
  goes.abort();
  goOn();
  await expect(gone).rejects.toThrow(NobodyWaits);
  expect([await first, await next, worked]).toEqual([undefined, 1, 1]);
});

test("of many things so many are worked on at once, in their order, and none any more once nobody waits", async () => {
  const gone = new AbortController();
  let [inside, most] = [0, 0];
  const work = async (i: number) => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
    if (i === 50) gone.abort();
    return 2 * i;
  };
  const things = Array.from({ length: 40 }, (_, i) => i);
  expect(await someAtATime(things, 8, gone.signal, work)).toEqual(things.map((i) => 2 * i));
  expect([most, await someAtATime([], 8, gone.signal, work)]).toEqual([8, []]);
  await expect(someAtATime([50, 51, 52], 1, gone.signal, work)).rejects.toThrow(/abort/);
});
