import { randomBytes } from "node:crypto";
import { mkdtempSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Custody } from "../../subgraphs/domain/clue/custody";
import { keyBinding } from "../../subgraphs/tier/clue/clue.keys";
import { partBinding } from "../../subgraphs/tier/clue/clue.opening";
import { type CustodyEntry, stateCustody } from "../../subgraphs/trust/clue/chain";
import { newest, type PublicGeneration, unwrappingKey, wrappingKey } from "../../subgraphs/trust/clue/custodyKeys";
import { hashOfSealed, newKey, seal, unwrap, wrap } from "../../subgraphs/trust/clue/envelope";
import {
  openParcel,
  type ParcelRoute,
  type ReadParcel,
  readParcel,
  sealParcel,
} from "../../subgraphs/trust/clue/parcel";
import { aClue } from "../support/clueCustody";
import { until } from "../support/until";
import { few, testWhole } from "../support/whole";
import { aCityClue, ClueOffice, keysFor } from "./clueBooks";
import { Party, untilShipped } from "./parties";

// What the custodians of two tiers have told each other outlasts that one of them, or the other, is set back to an older copy.

const parties = { county: new Party("COUNTY"), city: new Party("CITY") };
const all = Object.values(parties);
let county: ClueOffice;
let city: ClueOffice;
let registrar: ReturnType<ClueOffice["person"]>;
let clearing: typeof registrar;
let proposing: typeof registrar;
let deciding: typeof registrar;

beforeAll(async () => {
  await Promise.all(all.map((party) => party.prepare()));
  const keys = keysFor(
    ["99", "9901", "990101"],
    mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "clue-keys-")),
  );
  county = new ClueOffice(parties.county, "990101", keys);
  city = new ClueOffice(parties.city, "9901", keys);
  [registrar, clearing] = [county.person("custodian-a", "CUSTODIAN"), county.person("custodian-b", "CUSTODIAN")];
  [proposing, deciding] = [city.person("discipline-a", "DISCIPLINE"), city.person("discipline-b", "DISCIPLINE")];
});
beforeEach(startAll);
afterEach(stopAll);
afterAll(async () => {
  await Promise.all([county.rest(), city.rest()]);
  await Promise.all(all.map((party) => party.dispose()));
});

function startAll(): void {
  for (const party of all) party.start(all.filter((other) => other !== party));
}
async function stopAll(): Promise<void> {
  await Promise.all(all.map((party) => party.stop()));
  await Promise.all([county.rest(), city.rest()]);
}

/** Everything that was said arrives. */
async function ship(): Promise<void> {
  for (const party of all) await party.work();
  for (const party of all) await untilShipped(party);
}

async function refer(clue: object = aCityClue()): Promise<string> {
  const [registered] = await county.does(registrar, "registerTierClue", clue);
  const id = registered?.id as string;
  await county.does(clearing, "moveTierClue", { id, version: 1, command: "APPROVE" });
  await county.does(clearing, "moveTierClue", { id, version: 2, command: "REFER" });
  return id;
}
const step = (by: typeof registrar, id: string, version: number, command: string, more: object = {}) =>
  city.does(by, "moveTierClueReceipt", { id, version, command, ...more });
const propose = { disposal: "PRELIMINARY_VERIFICATION", note: "拟初步核实。（虚构）" };

/** Keeps a tier as it is, and later comes back to it. */
async function copyOf(party: Party): Promise<() => Promise<void>> {
  await stopAll();
  const back = await party.copy();
  startAll();
  return async () => {
    await stopAll();
    await back();
    startAll();
  };
}

testWhole?.(
  "a receiver that is set back gets the clue again, and what it had said of it comes back and opens",
  async () => {
    const comeBack = await copyOf(parties.city);
    const id = await refer();
    await ship();
    await step(proposing, id, 1, "RECEIVE");
    await step(proposing, id, 2, "PROPOSE_DISPOSAL", propose);
    await step(deciding, id, 3, "DECIDE_DISPOSAL");
    await ship();
    expect(await county.sees(registrar, id)).toMatchObject({ status: "IN_DISPOSAL", chainHolds: true });
    const before = await city.sees(proposing, id);

    await comeBack();
    expect(await city.sees(proposing, id)).toBeUndefined();
    await until("it is here again", async () => {
      await ship();
      return (await city.sees(proposing, id))?.status === "IN_DISPOSAL";
    });
    expect({ ...(await city.sees(proposing, id)), version: 0 }).toEqual({ ...before, version: 0 });
    expect(await city.text(deciding, id)).toBe(aClue().text);
    // and goes on: the county hears the end of it, once
    await step(deciding, id, 4, "CONCLUDE", { outcome: "CLOSED", note: "了结。（虚构）" });
    await ship();
    expect(await county.sees(registrar, id)).toMatchObject({
      ...{ status: "CONCLUDED", chainHolds: true },
      receipts: [{ status: "CONCLUDED", version: 5, outcome: "CLOSED" }],
    });
    const ways = await parties.city.sql<{ way: string; n: number }>(
      "select way, count(*)::int as n from sealed_parcel where settled_at is not null group by 1 order by 1",
    );
    expect(ways).toEqual([
      { way: "BACK", n: 3 },
      { way: "IN", n: 1 },
    ]);
    // the list of losses tells nobody of the office that there was a clue
    expect(await parties.city.sql("select kind from exchange_loss order by sequence")).toHaveLength(3);
  },
);

testWhole?.(
  "an owner that is set back gets its own clue back from the receiver, but the reporter who never left",
  async () => {
    const comeBack = await copyOf(parties.county);
    const id = await refer();
    await ship();
    await step(proposing, id, 1, "RECEIVE");
    await ship();
    expect(await county.sees(registrar, id)).toMatchObject({ status: "RECEIVED" });

    await comeBack();
    expect(await county.sees(registrar, id)).toBeUndefined();
    await until("it is known again", async () => {
      await ship();
      return (await county.sees(registrar, id))?.status === "RECEIVED";
    });
    expect(await county.text(clearing, id)).toBe(aClue().text);
    expect(await parties.county.sql("select 1 from clue_reporter where clue_id = $1", [id])).toEqual([]);
    await step(proposing, id, 2, "RETURN", { note: "不属本级。（虚构）" });
    await ship();
    const returned = await county.sees(registrar, id);
    expect(returned).toMatchObject({ status: "RETURNED", chainHolds: true });
    expect(await city.text(proposing, id)).toBeUndefined();
    // and is referred once more
    const [approved] = await county.does(clearing, "moveTierClue", {
      id,
      version: returned.version,
      command: "APPROVE",
    });
    await county.does(clearing, "moveTierClue", { ...approved, command: "REFER" });
    await ship();
    expect(await city.sees(proposing, id)).toMatchObject({ status: "IN_TRANSIT", chainHolds: true });
    expect(await city.text(proposing, id)).toBe(aClue().text);
  },
);

test("a tier that was cut off catches up: every step arrives once, in its order", async () => {
  await parties.city.stop();
  const ids = [await refer(), await refer(), await refer()];
  await parties.county.work();
  expect(await city.sees(proposing, ids[0] as string)).toBeUndefined();
  parties.city.start([parties.county]);
  await ship();
  for (const id of ids) expect(await city.sees(proposing, id)).toMatchObject({ status: "IN_TRANSIT" });
  const arrived = await parties.city.sql<{ body: string }>(
    "select body from sealed_parcel where way = 'IN' order by number desc limit 3",
  );
  const sent = await parties.county.sql<{ id: string }>(
    "select id from sealed_parcel where way = 'OUT' order by number desc limit 3",
  );
  expect(arrived.map(({ body }) => readParcel(body)?.said.parcel)).toEqual(sent.map(({ id }) => id));
});

testWhole?.("what was said after what a receiver lost waits until that is back, and no signature is lost", async () => {
  const comeBack = await copyOf(parties.city);
  const id = await refer();
  await ship();
  await step(proposing, id, 1, "RETURN", { note: "不属本级。（虚构）" });
  await ship();
  await county.does(clearing, "moveTierClue", { id, version: 4, command: "APPROVE" }); // signs for what came back
  await ship();
  interface Sent {
    id: string;
    kind: string;
    from: string;
    to: string;
    body: string;
  }
  const sent = (party: Party) =>
    party.sql<Sent>(
      `select id, kind, from_custody as from, to_custody as to, body from sealed_parcel where way = 'OUT' order by number`,
    );
  const [referral, signature] = (await sent(parties.county)).slice(-2) as [Sent, Sent];
  const [given] = (await sent(parties.city)).slice(-1) as [Sent];
  expect([referral, signature, given].map(({ kind }) => kind)).toEqual([
    "ClueReferred",
    "ClueReceived",
    "ClueReturned",
  ]);
  await comeBack();
  await stopAll();
  const bring = async (way: "IN" | "BACK", parcel: Sent) => {
    await parties.city.sql(
      `insert into sealed_parcel (id, office, way, kind, from_custody, to_custody, body, at) values ($1, '9901', $2, $3, $4, $5, $6, now())`,
      [parcel.id, way, parcel.kind, parcel.from, parcel.to, parcel.body],
    );
    return city.sees(proposing, id);
  };
  expect(await bring("IN", signature)).toBeUndefined(); // before the clue that it speaks of
  expect(await bring("IN", referral)).toMatchObject({ status: "IN_TRANSIT" });
  // and before what this custody had handed over itself
  expect(await city.sees(proposing, id)).toMatchObject({ status: "IN_TRANSIT", chain: [{}, {}] });
  expect(await bring("BACK", given)).toBeUndefined();
  // a chain that can't be held against its signatures is not called broken: what it came with waits
  const file = join(city.keys.path, "public", "9901.DISCIPLINE.json");
  renameSync(file, `${file}.away`);
  await city.sees(proposing, id);
  renameSync(`${file}.away`, file);
  const waiting = "select kind from sealed_parcel where way = 'IN' and outcome is null";
  expect(await parties.city.sql(waiting)).toEqual([{ kind: "ClueReceived" }]);
  await city.sees(proposing, id);
  const chain = await parties.city.sql(
    "select event, to_signature is not null as signed from clue_custody where clue_id = $1 order by sequence",
    [id],
  );
  expect(chain).toEqual([
    { event: "REGISTERED", signed: false },
    { event: "REFERRED", signed: true },
    { event: "RETURNED", signed: true },
  ]);
  expect(await parties.city.sql("select 1 from sealed_parcel where way <> 'OUT' and outcome is null")).toEqual([]);
});

describe("a parcel that is not what its custody sealed", () => {
  interface Content {
    clue: string;
    chain: CustodyEntry[];
    parts: object[];
    receipt: object;
    referred: { sealedHash: string; keys: { wrapped: string }[] };
  }
  const keysOf = (custody: Custody) => (custody.startsWith("990101:") ? county : city).keys;
  const [OWNER, RECEIVER, OTHER] = ["990101:INSPECTION", "9901:DISCIPLINE", "990101:DISCIPLINE"] as const;

  /** Puts a parcel where the worker of the city puts what has come. */
  async function brings(body: string, { kind = "ClueReferred", from = OWNER as Custody, parcel = "" } = {}) {
    await parties.city.sql(
      `insert into sealed_parcel (id, office, way, kind, from_custody, to_custody, body, at) values ($1, '9901', 'IN', $2, $3, $4, $5, now())`,
      [parcel, kind, from, RECEIVER, body],
    );
    const before = await clueRows();
    expect(await city.sees(proposing, "nothing")).toBeUndefined();
    const [{ outcome, reason }] = (await parties.city.sql<{ outcome: string; reason: string }>(
      "select outcome, reason from sealed_parcel where id = $1",
      [parcel],
    )) as [{ outcome: string; reason: string }];
    expect([outcome, await clueRows()]).toEqual(["SET_ASIDE", before]);
    return reason;
  }
  const clueRows = async () => {
    const tables = ["clue", "clue_part", "clue_key", "clue_custody", "clue_receipt", "clue_subject"];
    const counts = tables.map(
      (table) => `(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${table} t)`,
    );
    return parties.city.sql(`select ${counts.join(" || ")} as all`);
  };
  const freshId = () => `county:${randomBytes(16).toString("base64url")}`;

  /** What the county's custody has really sent of a clue. */
  async function contentOf(id: string): Promise<Content> {
    const rows = await parties.county.sql<{ body: string }>(
      "select body from sealed_parcel where way = 'OUT' order by number desc",
    );
    for (const { body } of rows) {
      const text = openParcel(readParcel(body) as ReadParcel, "from", county.keys.keysOf(OWNER));
      const content = JSON.parse(text ?? "{}");
      if (content.clue === id) return content;
    }
    throw new Error("nothing was sent of it");
  }
  function sealedBy(from: Custody, content: object | string, more: Partial<ParcelRoute> = {}) {
    const route = { parcel: freshId(), kind: "ClueReferred" as const, from, to: RECEIVER, ...more };
    const own = { sender: keysOf(from).keysOf(from), known: keysOf(from).publicKeysOf(from) };
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return { parcel: route.parcel, body: sealParcel(route, text, own, city.keys.publicKeysOf(RECEIVER)) };
  }

  let id: string;
  let content: Content;
  beforeAll(async () => {
    startAll();
    id = await refer();
    await ship();
    expect(await city.sees(proposing, id)).toMatchObject({ status: "IN_TRANSIT" });
    content = await contentOf(id);
    await stopAll();
  });

  test.each<[string, string, () => Promise<string>]>(
    few(5, [
      [
        "signed by another custody than it names",
        "NOT_AUTHENTIC",
        async () => {
          const { parcel, body } = sealedBy(OTHER, content);
          return brings(body, { parcel });
        },
      ],
      [
        "changed on its way",
        "NOT_AUTHENTIC",
        async () => {
          const { parcel, body } = sealedBy(OWNER, content);
          const { said, ...rest } = JSON.parse(body);
          const changed = JSON.parse(said);
          const sealed = Buffer.from(changed.sealed, "base64url");
          sealed[40] = (sealed[40] as number) ^ 1;
          const text = JSON.stringify({ ...changed, sealed: sealed.toString("base64url") });
          return brings(JSON.stringify({ said: text, ...rest }), { parcel });
        },
      ],
      [
        "under another number",
        "NOT_AUTHENTIC",
        async () => brings(sealedBy(OWNER, content).body, { parcel: freshId() }),
      ],
      [
        "sealed for another custody",
        "NOT_AUTHENTIC",
        async () => {
          const { parcel, body } = sealedBy(OWNER, content, { to: "9901:ORGANISATION" });
          return brings(body, { parcel });
        },
      ],
      ["nothing readable", "UNREADABLE", async () => brings2("{")],
      ["of something else", "UNREADABLE", async () => brings2({ ...content, chain: [] })],
      ["here before, in another parcel", "OVERTAKEN", async () => brings2(content)],
      [
        "a chain that lost its beginning",
        "CHAIN_BROKEN",
        async () => brings2({ ...content, chain: content.chain.slice(1) }),
      ],
      [
        "the chain of another clue",
        "CHAIN_BROKEN",
        async () => {
          const parts = content.parts.map((part) => ({ ...part, id: freshId() }));
          return brings2({ ...content, parts, clue: freshId(), receipt: { ...content.receipt, id: freshId() } });
        },
      ],
      [
        "a receipt that the owner makes up",
        "IMPOSSIBLE",
        async () => brings2({ ...content, receipt: { ...content.receipt, status: "CONCLUDED", version: 5 } }),
      ],
      [
        "a step by whom the clue was never given",
        "UNREADABLE",
        async () => {
          const said = {
            ...content,
            referred: undefined,
            step: "RECEIVE",
            receipt: { ...content.receipt, version: 2 },
          };
          const { parcel, body } = sealedBy(OTHER, said, { kind: "ClueReceived" });
          return brings(body, { parcel, kind: "ClueReceived", from: OTHER });
        },
      ],
    ]),
  )("%s is set aside as %s, and changes nothing", async (_, reason, attempt) => {
    expect(await attempt()).toBe(reason);
  });

  /** A clue that the county's custody makes up, signed and sealed as it should be: of whatever content. */
  function madeUp(text: string) {
    const clue = { id: freshId(), owner: OWNER };
    const [own, theirs, key] = [newest(county.keys.keysOf(OWNER)), newest(city.keys.publicKeysOf(RECEIVER)), newKey()];
    const sealed = seal(text, key, partBinding(clue, 1, "CONTENT"));
    const sealedHash = hashOfSealed(sealed);
    const wrapFor = (holder: Custody, generation: PublicGeneration) => {
      const wrapped = wrap(key, wrappingKey(generation), keyBinding({ ...clue, sealedHash }, holder));
      return { holder, generation: generation.id, wrapped: wrapped.toString("base64url") };
    };
    const said = { clue: clue.id, from: OWNER, sealed: sealedHash, at: "2026-03-01T00:00:00.000Z" };
    const first = stateCustody({ ...said, sequence: 1, event: "REGISTERED", to: OWNER, previous: "" }, own);
    const second = stateCustody({ ...said, sequence: 2, event: "REFERRED", to: RECEIVER, previous: first.hash }, own);
    const part = { ...content.parts[0], id: freshId(), sealed: sealed.toString("base64url") };
    return {
      ...{ ...content, clue: clue.id, parts: [part], receipt: { ...content.receipt, id: freshId() } },
      chain: [first, second].map((entry) => ({ ...entry, countersignedAt: null })),
      referred: { ...content.referred, sealedHash, keys: [wrapFor(OWNER, own), wrapFor(RECEIVER, theirs)] },
    };
  }
  const subject = { ...aCityClue().subject, accountIds: [], unitId: null, workplaces: [] };

  test.each<[string, string, string]>(
    few(2, [
      ["no clue at all", "CHAIN_BROKEN", "{"],
      ["something else", "CHAIN_BROKEN", "[1]"],
      [
        "a subject in no region",
        "CHAIN_BROKEN",
        JSON.stringify({ text: "", pointer: null, subject: { ...subject, region: "x" } }),
      ],
      [
        "a workplace that is none",
        "CHAIN_BROKEN",
        JSON.stringify({ text: "", pointer: null, subject: { ...subject, workplaces: ["9901"] } }),
      ],
      [
        "a subject of the receiver's own office",
        "TO_SUBJECTS_OFFICE",
        JSON.stringify({ text: "", pointer: null, subject: { ...subject, workplaces: ["9901:ORGANISATION"] } }),
      ],
    ]),
  )(
    "%s, rightly signed and sealed by a custody that should know better: %s, and its people go on",
    async (_, reason, text) => {
      expect(await brings2(madeUp(text))).toBe(reason);
    },
  );

  async function brings2(said: object | string): Promise<string> {
    const { parcel, body } = sealedBy(OWNER, said);
    return brings(body, { parcel });
  }

  test("a clue on somebody of the receiver's own region is set aside there too, whatever its owner's platform allows", async () => {
    const other = await refer(aCityClue({ workplaces: ["9901:ORGANISATION"] }));
    const [sent] = await parties.county.sql("select to_custody from sealed_parcel order by number desc limit 1");
    expect(sent).toEqual({ to_custody: "99:DISCIPLINE" });
    // the owner seals it for the city nevertheless
    const honest = await contentOf(other);
    const clue = { id: other, owner: OWNER, sealedHash: honest.referred.sealedHash };
    const [mine] = honest.referred.keys;
    const own = newest(county.keys.keysOf(OWNER));
    const key = unwrap(Buffer.from(mine?.wrapped as string, "base64url"), unwrappingKey(own), keyBinding(clue, OWNER));
    const theirs = newest(city.keys.publicKeysOf(RECEIVER));
    const wrapped = wrap(key, wrappingKey(theirs), keyBinding(clue, RECEIVER)).toString("base64url");
    const [first, second] = honest.chain as [CustodyEntry, CustodyEntry];
    const said = { ...JSON.parse(second.statement), to: RECEIVER };
    const forged = {
      ...honest,
      chain: [first, { ...stateCustody(said, own), countersignedAt: null }],
      referred: { ...honest.referred, keys: [mine, { holder: RECEIVER, generation: theirs.id, wrapped }] },
    };
    expect(await brings2(forged)).toBe("TO_SUBJECTS_OFFICE");
  });

  test("the receiver's word is taken in its order, and only where a step leads there", async () => {
    await step(proposing, id, 1, "RECEIVE");
    const [row] = await parties.city.sql<{ body: string }>(
      "select body from sealed_parcel where way = 'OUT' order by number desc limit 1",
    );
    const text = openParcel(readParcel(row?.body as string) as ReadParcel, "from", city.keys.keysOf(RECEIVER));
    const said = JSON.parse(text as string);
    const bring = async (change: object, clue = id) => {
      const parcel = `city:${randomBytes(16).toString("base64url")}`;
      const route = { parcel, kind: "ClueReceived" as const, from: RECEIVER, to: OWNER };
      const own = { sender: city.keys.keysOf(RECEIVER), known: city.keys.publicKeysOf(RECEIVER) };
      const receipt = { ...said.receipt, ...change };
      const body = sealParcel(route, JSON.stringify({ ...said, clue, receipt }), own, county.keys.publicKeysOf(OWNER));
      await parties.county.sql(
        `insert into sealed_parcel (id, office, way, kind, from_custody, to_custody, body, at) values ($1, '990101', 'IN', $2, $3, $4, $5, now())`,
        [parcel, "ClueReceived", RECEIVER, OWNER, body],
      );
      const { status } = await county.sees(registrar, id);
      const [settled] = await parties.county.sql("select reason from sealed_parcel where id = $1", [parcel]);
      return [settled, status];
    };
    // what is not known here waits, and holds up nothing
    expect(await bring({}, freshId())).toEqual([{ reason: null }, "IN_TRANSIT"]);
    const waiting = "select 1 from sealed_parcel where settled_at is null and way = 'IN'";
    expect(await parties.county.sql(waiting)).toHaveLength(1);
    expect(await bring({ status: "CONCLUDED" })).toEqual([{ reason: "IMPOSSIBLE" }, "IN_TRANSIT"]);
    expect(await bring({ status: "NOTHING" })).toEqual([{ reason: "UNREADABLE" }, "IN_TRANSIT"]);
    expect(await bring({})).toEqual([{ reason: null }, "RECEIVED"]);
    expect(await bring({})).toEqual([{ reason: "OVERTAKEN" }, "RECEIVED"]);
  });
});
