import { randomUUID } from "node:crypto";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, signInternalToken } from "../../schema/contract/internalToken";
import type { Role, Standing } from "../../schema/contract/standing";
import { BESIDE_THE_POOL } from "../../subgraphs/storage/connections";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { marksOf } from "../../subgraphs/trust/clue/tierSecret";
import { hearsOfNoOffice } from "../support/absentOffice";
import type { Answer, Caller, Versioned } from "../support/caller";
import {
  aClue,
  CLUE_RECORD,
  CLUE_TEXT,
  CLUES,
  type ClueHands,
  clueHands,
  clueUntil,
  codeOf,
  read,
  recordOf,
  seen,
  withoutJournal,
} from "../support/clueCustody";
import { borrowPlatform, postJson, type TestPlatform } from "../support/platform";
import { TEST_CONNECTIONS } from "../support/runningPlatform";
import { askSubgraph } from "./playClues";

let platform: TestPlatform;
let hands: ClueHands;
let neighbours: ClueHands;

beforeAll(async () => {
  platform = await borrowPlatform();
  hands = await clueHands(platform);
  neighbours = await clueHands(platform, "990102");
});

describe("a step that a rule forbids is refused, and changes nothing", () => {
  let registered: Versioned;
  let approved: Versioned;
  let arrived: Versioned;
  beforeAll(async () => {
    registered = await clueUntil(hands, "REGISTERED");
    approved = await clueUntil(hands, "APPROVED");
    arrived = await clueUntil(hands, "IN_TRANSIT");
  });
  const receipt = (command: string, more: object = {}) => ({ id: arrived.id, version: 1, command, ...more });

  test.each<[string, string, () => ReturnType<Caller["tries"]>]>([
    [
      "the registrant clears the own clue",
      "SOMEBODY_ELSE_REQUIRED",
      () => hands.registrar.tries("moveTierClue", { ...registered, command: "APPROVE" }),
    ],
    [
      "a referral without clearance",
      "ILLEGAL_TRANSITION",
      () => hands.clearing.tries("moveTierClue", { ...registered, command: "REFER" }),
    ],
    [
      "a referral by its registrant",
      "SOMEBODY_ELSE_REQUIRED",
      () => hands.registrar.tries("moveTierClue", { ...approved, command: "REFER" }),
    ],
    [
      "a receiver that does not manage the subject",
      "CLUE_ROUTE_DIFFERS",
      () => hands.clearing.tries("moveTierClue", { ...approved, command: "REFER", receiver: "990101:ORGANISATION" }),
    ],
    [
      "an old version",
      "STALE_VERSION",
      () => hands.clearing.tries("moveTierClue", { ...approved, version: 1, command: "REFER" }),
    ],
    [
      "a seal without a reason",
      "REASON_REQUIRED",
      () => hands.clearing.tries("moveTierClue", { ...registered, command: "SEAL" }),
    ],
    [
      "a step of the sender while the receiver has it",
      "ILLEGAL_TRANSITION",
      () => hands.proposing.tries("moveTierClue", { ...arrived, command: "SEAL", note: "封存。" }),
    ],
    [
      "the receiver's step by the sender",
      "ROLE_REQUIRED",
      () => hands.clearing.tries("moveTierClueReceipt", receipt("RECEIVE")),
    ],
    [
      "a disposal before it was signed for",
      "ILLEGAL_TRANSITION",
      () => hands.proposing.tries("moveTierClueReceipt", receipt("PROPOSE_DISPOSAL", { disposal: "HELD_FOR_REVIEW" })),
    ],
    [
      "a return without a reason",
      "REASON_REQUIRED",
      () => hands.proposing.tries("moveTierClueReceipt", receipt("RETURN")),
    ],
    [
      "a disposal that belongs to another step",
      "BAD_USER_INPUT",
      () => hands.proposing.tries("moveTierClueReceipt", receipt("RECEIVE", { disposal: "HELD_FOR_REVIEW" })),
    ],
    [
      "an outcome that belongs to another step",
      "BAD_USER_INPUT",
      () => hands.proposing.tries("moveTierClueReceipt", receipt("RECEIVE", { outcome: "CLOSED" })),
    ],
    [
      "a receiver that is no custody",
      "BAD_USER_INPUT",
      () => hands.clearing.tries("moveTierClue", { ...approved, command: "REFER", receiver: "990101" }),
    ],
    [
      "a receiver for another step",
      "BAD_USER_INPUT",
      () => hands.clearing.tries("moveTierClue", { ...registered, command: "APPROVE", receiver: "99:DISCIPLINE" }),
    ],
    [
      "a clue without anything in it",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ text: null })),
    ],
    [
      "a clue with text and pointer",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ pointer: "档案室（虚构）" })),
    ],
    [
      "a region that there is not",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { region: "98" } })),
    ],
    [
      "a subject's account that is none",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { accountIds: ["somebody"] } })),
    ],
    [
      "a subject's unit that is none",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { unitId: "U-1" } })),
    ],
    [
      "a subject's workplace that is none",
      "BAD_USER_INPUT",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { workplaces: ["990101"] } })),
    ],
    [
      "a clue about the registrant's own office",
      "CLUE_ABOUT_OWN_OFFICE",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { workplaces: ["990101:INSPECTION"] } })),
    ],
    [
      "a clue about the registrant",
      "CLUE_ABOUT_OWN_OFFICE",
      () => hands.registrar.tries("registerTierClue", aClue({ subject: { accountIds: [hands.registrar.person] } })),
    ],
    [
      "a clue by a director",
      "FORBIDDEN",
      () => platform.as("county:990101.director").tries("registerTierClue", aClue()),
    ],
    ["a clue by the discipline department", "FORBIDDEN", () => hands.proposing.tries("registerTierClue", aClue())],
  ])("%s: %s", async (_, code, attempt) => {
    const before = await withoutJournal(platform);
    expect(await codeOf(attempt())).toBe(code);
    expect(await withoutJournal(platform)).toEqual(before);
  });
});

describe("where a clue goes follows from its subject alone", () => {
  const referring = async (subject: object, receiver?: string) => {
    const approved = await clueUntil(hands, "APPROVED", aClue({ subject }));
    return hands.clearing.tries("moveTierClue", { ...approved, command: "REFER", receiver });
  };

  test("a subject who works in the receiver's region is not decided about there", async () => {
    const there = { workplaces: ["990101:DISCIPLINE"] };
    expect(await codeOf(referring(there, "990101:DISCIPLINE"))).toBe("CLUE_TO_SUBJECTS_OFFICE");
    // the way leads one region up, which is another tier
    expect((await referring(there)).items).toHaveLength(1);
    const everywhere = { workplaces: ["990101:DISCIPLINE", "9901:INSPECTION", "99:DISCIPLINE"] };
    expect(await codeOf(referring(everywhere))).toBe("CLUE_HAS_NO_ROUTE");
  });

  test("whoever manages the subject in another province is not reached", async () => {
    const subject = { region: "530102", cadreLevel: "CITY" };
    expect((await referring(subject)).refusal).toMatchObject({
      code: "RECEIVER_NOT_REACHED",
      subject: "5301:DISCIPLINE",
    });
  });

  test("to a region whose tier has said that it has no office there nothing goes", async () => {
    const hear = await hearsOfNoOffice(platform, "county", "9901");
    const { refusal } = await referring({ region: "990101", cadreLevel: "CITY" });
    await hear();
    expect(refusal).toMatchObject({ code: "NO_OFFICE_IN_REGION", subject: "9901" });
  });

  test("where nobody on the platform may have it, the clue stays", async () => {
    expect(await codeOf(referring({ region: "99", cadreLevel: "COUNTY" }))).toBe("CLUE_HAS_NO_ROUTE");
  });
});

test("a disposal is decided by another person, and comes to an outcome that it may have", async () => {
  const { proposing, deciding } = hands;
  const { id } = await clueUntil(hands, "RECEIVED");
  const step = (by: Caller, version: number, command: string, more: object = {}) =>
    by.tries("moveTierClueReceipt", { id, version, command, ...more });
  expect(await codeOf(step(proposing, 2, "PROPOSE_DISPOSAL"))).toBe("DISPOSAL_REQUIRED");
  await step(proposing, 2, "PROPOSE_DISPOSAL", { disposal: "HELD_FOR_REVIEW" });
  expect(await codeOf(step(proposing, 3, "DECIDE_DISPOSAL"))).toBe("SOMEBODY_ELSE_REQUIRED");
  expect(await codeOf(step(proposing, 3, "REJECT_DISPOSAL", { note: "不妥。" }))).toBe("SOMEBODY_ELSE_REQUIRED");
  await step(deciding, 3, "DECIDE_DISPOSAL");
  const held = await step(deciding, 4, "CONCLUDE", { note: "了结。", outcome: "CLOSED" });
  expect(held.refusal).toMatchObject({ code: "OUTCOME_REQUIRED", allowed: [] });
  await step(proposing, 4, "PROPOSE_DISPOSAL", { disposal: "TALK_OR_WRITTEN_INQUIRY" });
  expect(await codeOf(step(deciding, 5, "REJECT_DISPOSAL"))).toBe("REASON_REQUIRED");
  await step(deciding, 5, "REJECT_DISPOSAL", { note: "理由不足。" });
  await step(proposing, 6, "PROPOSE_DISPOSAL", { disposal: "TALK_OR_WRITTEN_INQUIRY" });
  await step(deciding, 7, "DECIDE_DISPOSAL");
  const filed = await step(deciding, 8, "CONCLUDE", { note: "立案。", outcome: "CASE_FILED" });
  expect(filed.refusal).toMatchObject({
    code: "OUTCOME_REQUIRED",
    allowed: ["MEASURES_TAKEN", "NOT_SUBSTANTIATED", "CLOSED"],
  });
  const [concluded] = await deciding.does("moveTierClueReceipt", {
    ...{ id, version: 8, command: "CONCLUDE", note: "查无实据。", outcome: "NOT_SUBSTANTIATED" },
  });
  expect((await seen(hands.registrar, id)).version).toBe(concluded?.version);
});

test("a retry changes nothing, and a key that comes with another text is refused; the database keeps no hash of it", async () => {
  const key = randomUUID();
  const [first] = await hands.registrar.does("registerTierClue", aClue(), { key });
  expect(await hands.registrar.does("registerTierClue", aClue(), { key })).toEqual([first]);
  const other = hands.registrar.tries("registerTierClue", aClue({ text: "另一内容。（虚构）" }), { key });
  expect(await codeOf(other)).toBe("IDEMPOTENCY_KEY_REUSED");
});

describe("whoever does not hold a clue", () => {
  let clue: Versioned;
  let others: [string, Caller][];
  beforeAll(async () => {
    clue = await clueUntil(hands, "RECEIVED");
    const open = (name: string, office: string, role: Role, tier = "county") =>
      platform.openAccount(`${tier}:${office}.${name}`, office, [role]);
    others = [
      ...["director", "clerk", "approver", "display", "security"].map((post): [string, Caller] => [
        `${post} of the office`,
        platform.as(`county:990101.${post}`),
      ]),
      ["auditor", await open("auditor", "990101", "AUDIT_ADMIN")],
      ["system administrator", await open("system", "990101", "SYSTEM_ADMIN")],
      ["coordinator", await open("coordinator", "990101", "COORDINATOR")],
      ["organisation department", await open("organisation-x", "990101", "ORGANISATION")],
      ["director of the city", platform.as("city:9901.director")],
      ["custodian of the city", await open("custodian", "9901", "CUSTODIAN", "city")],
      ["discipline department of the city", await open("discipline", "9901", "DISCIPLINE", "city")],
      ["custodian of the province", await open("custodian", "99", "CUSTODIAN", "province")],
      ["custodian of the neighbour", neighbours.registrar],
      ["discipline department of the neighbour", neighbours.proposing],
    ];
  });
  const ABSENT = "county:AAAAAAAAAAAAAAAAAAAAAA";

  /** Every way to ask, of a clue that is there and of one that is not. */
  const WAYS: Record<string, (by: Caller, id: string) => Promise<Answer>> = {
    text: (by, id) => by.ask(CLUE_TEXT, { id }),
    list: (by) => by.ask(CLUES),
    record: (by, id) => by.ask(CLUE_RECORD, { id }),
    reporter: (by, id) => by.ask("query R($id: ID!) { countyClueReporter(id: $id) { __typename } }", { id }),
    alerts: (by) => by.ask("{ countyClueAlerts { nodes { clueId } } }"),
    months: (by) => by.ask('{ countyClueReconciliation(month: "2026-11-01") { counterpart } }'),
    node: (by, id) =>
      by.ask("query F($id: ID!) { finding(id: $id) { id } round(id: $id) { id } unit(id: $id) { id } }", { id }),
    move: async (by, id) =>
      (await by.tries("moveTierClue", { id, version: 1, command: "SEAL", note: "x" }, { tier: "COUNTY" })).answer,
    receive: async (by, id) =>
      (await by.tries("moveTierClueReceipt", { id, version: 1, command: "RECEIVE" }, { tier: "COUNTY" })).answer,
  };

  test.each(Object.keys(WAYS))("is answered by %s exactly as if there were none", async (way) => {
    const before = await withoutJournal(platform);
    for (const [who, by] of others) {
      const ask = WAYS[way] as (by: Caller, id: string) => Promise<Answer>;
      const [there, absent] = [await ask(by, clue.id), await ask(by, ABSENT)];
      const said = ({ status, text }: Answer) =>
        `${who} ${status} ${text.replaceAll(clue.id, ABSENT).replace(/"asOf":"[^"]+"/g, "")}`;
      expect(said(there)).toBe(said(absent));
      expect(there.text).not.toMatch(/990101:|RECEIVED|INSPECTION/);
    }
    expect(await withoutJournal(platform)).toEqual(before);
  });

  test("gets nothing directly at the subgraph, with a valid token of the own, nor by a reference of another subgraph", async () => {
    const askDirectly = async (standing: Standing, query: string, variables: object) => {
      const body = JSON.stringify({ query, variables });
      const claims = { audience: "county", expiresAt: Math.floor(Date.now() / 1000) + 30, requestId: "x", standing };
      const token = signInternalToken(claims as InternalClaims, body, platform.tiers.county.key);
      return postJson(`${platform.tiers.county.url}/graphql`, body, { [INTERNAL_TOKEN_HEADER]: token });
    };
    const whole: Standing = {
      person: "county:990101.x",
      tier: "COUNTY",
      office: "990101",
      roles: [],
      recusals: [],
      rightsEpoch: 1,
    };
    const persons: Standing[] = [
      { ...whole, roles: ["DIRECTOR", "CLERK", "APPROVER", "COORDINATOR"] },
      { ...whole, roles: ["SYSTEM_ADMIN"] },
      { ...whole, person: "city:9901.x", tier: "CITY", office: "9901", roles: ["CUSTODIAN", "DISCIPLINE"] },
      // a token that says one tier and another one's office
      { ...whole, person: "county:990102.x", office: "990102", roles: ["CUSTODIAN", "DISCIPLINE", "ORGANISATION"] },
    ];
    for (const standing of persons) {
      expect((await askDirectly(standing, CLUE_TEXT, { id: clue.id })).data.countyClueText).toBeNull();
      expect((await askDirectly(standing, CLUES, {})).data.countyClues.nodes).toEqual([]);
    }
    const custodian: Standing = { ...whole, person: hands.registrar.person, roles: ["CUSTODIAN"] };
    for (const standing of [...persons, custodian]) {
      const reference = [{ __typename: "CountyClue", id: clue.id }];
      const query = "query E($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
      const answer = await askDirectly(standing, query, { r: reference });
      expect(answer.data?._entities?.[0] ?? null).toBeNull();
      expect(answer.text).not.toContain("990101:INSPECTION");
    }
    expect((await askDirectly(custodian, CLUE_TEXT, { id: clue.id })).data.countyClueText.text).toBe(aClue().text);
  });
});

test("more people than there are connections look at a clue and read something else in one request: all are answered", async () => {
  const { id } = await clueUntil(hands, "REGISTERED");
  const query =
    "query Both($id: ID!) { countyClueText(id: $id) { __typename } countyFindings(first: 1) { nodes { id } } }";
  const body = JSON.stringify({ query, variables: { id } });
  const standing: Standing = {
    ...{ person: hands.registrar.person, tier: "COUNTY", office: "990101", roles: ["CUSTODIAN"] },
    ...{ recusals: [], rightsEpoch: 1 },
  };
  const asking = Array.from({ length: 2 * TEST_CONNECTIONS }, () => askSubgraph(platform, "county", standing, body));
  for (const { data, errors } of await Promise.all(asking)) {
    expect([data?.countyClueText?.__typename, errors]).toEqual(["CountyClueText", []]);
  }
  // and no more were opened than the handbook tells whoever sizes the server
  const [open] = await platform.sql<{ count: number }>(
    "county",
    `select count(*)::int from pg_stat_activity where datname = current_database() and application_name like 'inspection-tier%'`,
  );
  expect(open?.count).toBeGreaterThan(TEST_CONNECTIONS);
  expect(open?.count).toBeLessThanOrEqual(TEST_CONNECTIONS + BESIDE_THE_POOL);
});

test("a clue from before regions had marks is denied to whoever is recused from its region as it is opened, and has them then", async () => {
  const { id } = await clueUntil(hands, "RECEIVED");
  const regions = ["990101001001", "990101001", "990101", "9901", "99"];
  const marks = marksOf(new KeyFolder(platform.tiers.county.keysDir).tierSecret(), { regions });
  const gone = "delete from clue_subject where clue_id = $1 and mark = any ($2) returning 1";
  expect(await platform.sql("county", gone, [id, marks])).toHaveLength(regions.length);
  const recusals = [{ scope: "REGION", subject: "990101001" }] satisfies Standing["recusals"];
  const asks = async (role: Role, of: Standing["recusals"]) => {
    const { person } = role === "CUSTODIAN" ? hands.clearing : hands.deciding;
    const standing: Standing = {
      person,
      tier: "COUNTY",
      office: "990101",
      roles: [role],
      recusals: of,
      rightsEpoch: 1,
    };
    const body = JSON.stringify({ query: CLUE_TEXT, variables: { id } });
    return (await askSubgraph(platform, "county", standing, body)).data.countyClueText;
  };
  const denied = { code: "PERSON_RECUSED", subject: hands.deciding.person };
  // whoever received it adds nothing to another custody's marks
  for (const _ of [1, 2]) expect(await asks("DISCIPLINE", recusals)).toMatchObject(denied);
  expect(await asks("CUSTODIAN", recusals)).toMatchObject({ ...denied, subject: hands.clearing.person });
  for (const role of ["CUSTODIAN", "DISCIPLINE"] as const) {
    expect(await asks(role, recusals)).toBeNull();
    expect((await asks(role, [])).text).toBe(aClue().text);
  }
});

describe("whom a clue concerns", () => {
  test("is denied as everybody, with the people below, and raises an alert that nobody can read in the database", async () => {
    const subject = await platform.openAccount("county:990101.head-of-x", "990101", ["CLERK"]);
    const unitId = `county:${"U".repeat(22)}`;
    const { id } = await clueUntil(hands, "RECEIVED", aClue({ subject: { accountIds: [subject.person] } }));
    const stranger = platform.as("county:990101.clerk");
    for (const by of [subject, stranger]) expect(await read(by, id)).toBeNull();
    const alerts = await hands.registrar.ask("{ countyClueAlerts { nodes { clueId person at } } }");
    expect(alerts.data.countyClueAlerts.nodes.filter((alert: { clueId: string }) => alert.clueId === id)).toMatchObject(
      [{ clueId: id, person: subject.person }],
    );
    const rows = await platform.sql(
      "county",
      "select a::text as row from clue_alert a union all select s::text from clue_subject s",
    );
    expect(JSON.stringify(rows)).not.toContain("head-of-x");
    expect(JSON.stringify(rows)).not.toContain(unitId);
    expect((await subject.ask("{ countyClueAlerts { nodes { clueId } } }")).data.countyClueAlerts.nodes).toEqual([]);
  });

  test("does not read it as a custodian either, and a colleague in the same department does not", async () => {
    const inside = await platform.openAccount("county:990101.discipline-subject", "990101", ["DISCIPLINE"]);
    const { id } = await clueUntil(hands, "RECEIVED", aClue({ subject: { accountIds: [inside.person] } }));
    expect(await read(inside, id)).toBeNull();
    expect(await seen(inside, id)).toBeUndefined();
    const attempt = inside.tries("moveTierClueReceipt", {
      id,
      version: 2,
      command: "PROPOSE_DISPOSAL",
      disposal: "CLOSED_WITHOUT_ACTION",
    });
    expect(await codeOf(attempt)).toBe("NOT_FOUND");
    expect((await read(hands.proposing, id)).text).toBe(aClue().text);
    expect(await recordOf(hands.registrar, id)).toContain(`ClueDenied ${inside.person}`);
  });
});

describe("who reported it", () => {
  test("is shown apart, to the custody that registered it, and never with the clue", async () => {
    const { id } = await clueUntil(hands, "RECEIVED", aClue({ reporter: "来信人（虚构）" }));
    const ask = (by: Caller) =>
      by.ask("query R($id: ID!) { countyClueReporter(id: $id) { ... on CountyClueReporter { identity } } }", { id });
    expect((await ask(hands.registrar)).data.countyClueReporter).toEqual({ identity: "来信人（虚构）" });
    expect((await ask(hands.proposing)).data.countyClueReporter).toBeNull();
    expect(JSON.stringify(await read(hands.registrar, id))).not.toContain("来信人");
    expect((await recordOf(hands.registrar, id)).slice(0, 3)).toContain(`ClueReporterRead ${hands.registrar.person}`);
  });
});
