import { UnsecuredJWT } from "jose";
import { newId } from "../../schema/contract/ids";
import { aFinding, aRound, aUnit, type BuiltRound } from "../support/builders";
import type { Answer, MutationName, Outcome } from "../support/caller";
import { AUDIENCE, startFakeIssuer } from "../support/fakeIssuer";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

const CLERK = "county:990101.clerk";
const SECRET = "不应回显";

let platform: TestPlatform;
let round: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound().withFindings(2).until("RECORDED").on(platform);
});

function faults({ errors }: Answer): unknown[] {
  return errors.map(({ extensions: { code, fields } }) => [code, ...(fields ?? []).map(({ path }) => path)]);
}

describe("a bad argument of a query is named by its path", () => {
  test.each([
    ["an unknown region", `{ region(code: "999999") { name } }`, ["NOT_FOUND"]],
    ["an office of an unknown region", `{ countyOffice(code: "999999") { name } }`, ["NOT_FOUND", "code"]],
    ["an office of another tier's region", `{ countyOffice(code: "9901") { name } }`, ["NOT_FOUND", "code"]],
    ["a malformed code", `{ countyOffice(code: "99x101") { name } }`, ["BAD_USER_INPUT", "code"]],
    ["a code with an empty level", `{ region(code: "990001") { name } }`, ["BAD_USER_INPUT", "code"]],
    [
      "a malformed code of a filter",
      `{ countyFindings(filter: { region: "9" }) { nodes { id } } }`,
      ["BAD_USER_INPUT", "filter.region"],
    ],
    ["a malformed code of a register", `{ countyUnits(office: "1") { nodes { id } } }`, ["BAD_USER_INPUT", "office"]],
    ["a malformed id", `{ countyRound(id: "county:short") { id } }`, ["BAD_USER_INPUT", "id"]],
    ["a malformed id for the directory", `{ finding(id: "nothing") { id } }`, ["BAD_USER_INPUT", "id"]],
    ["another tier's id", `{ countyRound(id: "${newId("CITY")}") { id } }`, ["NOT_FOUND", "id"]],
    ["an id that nobody has", `{ countyRoundTarget(id: "${newId("COUNTY")}") { id } }`, ["NOT_FOUND", "id"]],
    [
      "a filter with a zero character",
      `{ countyFindings(filter: { focus: "\\u0000" }) { nodes { id } } }`,
      ["BAD_USER_INPUT", "filter.focus"],
    ],
    ["a bad cursor", `{ countyFindings(after: "bm8") { nodes { id } } }`, ["BAD_USER_INPUT", "after"]],
    ["a page of none", `{ countyFindings(first: 0) { nodes { id } } }`, ["BAD_USER_INPUT", "first"]],
    [
      "a page of too many",
      `{ countyOffice(code: "990101") { rounds(first: 101) { nodes { id } } } }`,
      ["BAD_USER_INPUT", "first"],
    ],
    ["an unknown enum", `{ countyPublications(status: BLESSED) { nodes { id } } }`, ["BAD_USER_INPUT"]],
    [
      "a day that does not exist",
      `{ countyUnits(office: "990101", validOn: "2026-02-30") { nodes { id } } }`,
      ["BAD_USER_INPUT"],
    ],
  ])("%s", async (_, query, expected) => {
    const answer = await platform.as(CLERK).ask(query);
    expect(faults(answer)).toEqual([expected]);
  });

  test("a value is never sent back", async () => {
    const query = `query ($after: String) { countyFindings(after: $after) { nodes { id } } countyRound(id: "${SECRET}") { id } }`;
    const answer = await platform.as(CLERK).ask(query, { after: SECRET });
    expect(faults(answer)).toHaveLength(2);
    expect(answer.text).not.toContain(SECRET);
  });
});

test("a bad argument beside reads that still run keeps no connection of the tier", async () => {
  const reads = "terms { id } region { code countyFigures { total } }";
  for (let turn = 0; turn < 12; turn++) {
    const answer = await platform
      .as(CLERK)
      .ask(`{ countyOffice(code: "990101") { rounds(first: 101) { nodes { id } } ${reads} } }`);
    expect(faults(answer)).toContainEqual(["BAD_USER_INPUT", "first"]);
  }
  await until("no connection is kept", async () => {
    const open = await platform.sql(
      "county",
      `select query from pg_stat_activity
       where datname = current_database() and usename = 'county_subgraph' and state like 'idle in transaction%'`,
    );
    return open.length === 0;
  });
});

describe("a bad argument of a mutation is named by its path, and nothing is written", () => {
  const ledger = (findings: object[], more: object = {}): [MutationName, object] => [
    "recordTierFindings",
    { targetId: round.targets[0]?.id, findings, ...more },
  ];
  const unit = (changes: object): [MutationName, object] => [
    "registerTierUnits",
    { units: [aUnit("990101", changes)] },
  ];
  const appoint = (member: object): [MutationName, object] => [
    "appointTierTeam",
    { targetIds: [round.targets[0]?.id], members: [{ role: "MEMBER", validFrom: "2026-03-02", ...member }] },
  ];
  const opening = (changes: object): [MutationName, object] => [
    "openTierRound",
    { termId: round.termId, ordinal: 700, title: "虚构轮次", ...changes },
  ];
  const recusal = (scope: string): [MutationName, object] => [
    "declareTierRecusal",
    { accountId: CLERK, kind: "KIN", scope, subject: newId("COUNTY") },
  ];
  const text = (length: number) => SECRET.padEnd(length, "长");

  test.each<[string, () => [MutationName, object], ...unknown[]]>([
    ["a title that is too long", () => ledger([aFinding(), aFinding({ title: text(201) })]), "input.findings.1.title"],
    [
      "two texts that are too long",
      () => ledger([aFinding({ description: text(10_001), focus: text(101) })]),
      "input.findings.0.description",
      "input.findings.0.focus",
    ],
    ["an empty title", () => ledger([aFinding({ title: "" })]), "input.findings.0.title"],
    [
      "a text with a character that nobody sees",
      () => ledger([aFinding({ title: "张\u200b某某" })]),
      "input.findings.0.title",
    ],
    ["a text with a zero character", () => ledger([aFinding({ title: `${SECRET}\u0000` })]), "input.findings.0.title"],
    ["half of a character", () => ledger([aFinding({ title: `${SECRET}\ud842` })]), "input.findings.0.title"],
    ["501 findings", () => ledger(Array.from({ length: 501 }, () => aFinding())), "input.findings"],
    ["no finding at all", () => ledger([]), "input.findings"],
    ["a malformed id", () => ledger([aFinding()], { targetId: SECRET }), "input.targetId"],
    [
      "a finding that is named twice",
      () => ["moveTierFindings", { findings: [round.findings[0], round.findings[0]], command: "AGREE" }],
      "input.findings.1.id",
    ],
    [
      "a code that is named twice",
      () => ["registerTierUnits", { units: [aUnit("990101", { code: "twice" }), aUnit("990101", { code: "twice" })] }],
      "input.units.1.code",
    ],
    ["a region that does not exist", () => unit({ region: "990101999" }), "input.units.0.region"],
    ["a region of another county", () => unit({ region: "990102001" }), "input.units.0.region"],
    ["a malformed region", () => unit({ region: SECRET }), "input.units.0.region"],
    ["a superior body that is too long", () => unit({ superiorBody: text(201) }), "input.units.0.superiorBody"],
    ["a superior body in no register", () => unit({ superiorUnitId: newId("COUNTY") }), "input.units.0.superiorUnitId"],
    ["a cadre level that is too long", () => unit({ cadreLevel: text(101) }), "input.units.0.cadreLevel"],
    ["a round number out of bounds", () => opening({ ordinal: 0 }), "input.ordinal"],
    ["a term that does not exist", () => opening({ termId: newId("COUNTY") }), "input.termId"],
    ["a member who has no account id", () => appoint({ person: SECRET }), "input.members.0.person"],
    [
      "a recusal from nothing",
      () => ["declareTierRecusal", { accountId: CLERK, kind: "KIN", scope: "FINDING", subject: SECRET }],
      "input.subject",
    ],
    ["a recusal from a finding that does not exist", () => recusal("FINDING"), "input.subject"],
    ["a recusal from a round that does not exist", () => recusal("ROUND"), "input.subject"],
  ])("%s", async (_, make, ...paths) => {
    const before = await platform.fingerprint();
    const { answer } = await round.director.tries(...make());
    expect(await platform.fingerprint()).toEqual(before);
    expect(faults(answer)).toEqual([["BAD_USER_INPUT", ...paths]]);
    expect(answer.text).not.toContain(SECRET);
  });

  test("an unknown command, with those that there are", async () => {
    const { answer } = await round.director.tries("moveTierRound", { id: round.id, version: 1, command: SECRET });
    const [{ path, reason } = {}] = answer.errors[0]?.extensions.fields ?? [];
    expect([path, reason]).toEqual([
      "input.command",
      expect.stringMatching(/应为：(AUTHORISE|WITHDRAW), .*are (AUTHORISE|WITHDRAW)/),
    ]);
    expect(answer.text).not.toContain(SECRET);
  });

  test.each<[string, () => [MutationName, object], string]>([
    ["a day that does not exist", () => unit({ validFrom: "2026-02-30" }), "input.units.0.validFrom"],
    ["an unknown command", () => ["moveTierFindings", { findings: round.findings, command: SECRET }], "input.command"],
    [
      "a version that is no number",
      () => ["moveTierFindings", { findings: [{ id: "x", version: SECRET }], command: "AGREE" }],
      "input.findings.0.version",
    ],
    ["a field that does not exist", () => ledger([aFinding({ clue: SECRET })]), "input.findings.0.clue"],
  ])("%s", async (_, make, path) => {
    const before = await platform.fingerprint();
    const { answer } = await round.director.tries(...make());
    expect(await platform.fingerprint()).toEqual(before);
    expect(faults(answer)).toEqual([["BAD_USER_INPUT", path]]);
    expect(answer.text).not.toContain(SECRET);
  });

  test.each([
    ["too short", "short"],
    ["with a space", "has a space in it"],
    ["too long", "k".repeat(201)],
  ])("an idempotency key that is %s", async (_, key) => {
    const { answer } = await round.clerk.tries(...ledger([aFinding()]), { key });
    expect(faults(answer)).toEqual([["BAD_USER_INPUT", "idempotencyKey"]]);
  });

  test("a role that never has the operation is told so, for the whole of it", async () => {
    for (const [by, mutation, input] of [
      ["county:990101.display", ...opening({})],
      ["county:990101.clerk", "openTierTerm", { committee: "虚构", ordinal: 9, startsOn: "2026-01-01" }],
      [
        "county:990101.clerk",
        "declareTierRecusal",
        { accountId: "county:990101.director", kind: "KIN", scope: "REGION", subject: "99" },
      ],
    ] as [string, MutationName, object][]) {
      const { answer } = await platform.as(by).tries(mutation, input);
      expect(faults(answer)).toEqual([["FORBIDDEN"]]);
    }
    const elsewhere = await platform.as("city:9901.clerk").tries(...unit({}), { tier: "COUNTY" });
    expect(faults(elsewhere.answer)).toEqual([["FORBIDDEN"]]);
  });

  test("another office's target, another tier's target and none at all are not found alike", async () => {
    const clerk = platform.as("county:990102.clerk");
    const outcomes: Outcome[] = [];
    for (const targetId of [round.targets[0]?.id, newId("CITY"), newId("COUNTY")]) {
      outcomes.push(await clerk.tries("recordTierFindings", { targetId, findings: [aFinding()] }));
    }
    // all but the moment of the answer
    const texts = outcomes.map(({ answer }) => answer.text.replace(/"asOf":"[^"]*"/g, ""));
    expect(faults((outcomes[0] as Outcome).answer)).toEqual([["NOT_FOUND", "input.targetId"]]);
    expect(new Set(texts).size).toBe(1);
  });

  test("a query that is no GraphQL, or asks for what is not there, is the caller's fault", async () => {
    for (const query of [
      "{ countyFindings {",
      "{ nothing }",
      "{ _service { sdl } }",
      "{ _entities(representations: []) { __typename } }",
    ]) {
      const answer = await platform.as(CLERK).ask(query);
      expect(faults(answer)).toEqual([["BAD_USER_INPUT"]]);
      expect(answer.data).toBeUndefined();
    }
  });
});

describe("who has no valid token gets no data", () => {
  const query = JSON.stringify({ query: "{ viewer { person } countyFindings { nodes { id } } }" });
  const past = Math.floor(Date.now() / 1000) - 600;

  test.each<[string, () => Promise<string | undefined>]>([
    ["no token", async () => undefined],
    ["no bearer token", async () => "Basic Y291bnR5Og=="],
    ["an expired token", async () => `Bearer ${await platform.issuer.tokenOf(CLERK, { iat: past, exp: past + 300 })}`],
    [
      "a token for another platform",
      async () => `Bearer ${await platform.issuer.tokenOf(CLERK, { aud: "elsewhere" })}`,
    ],
    [
      "a token of another issuer",
      async () => `Bearer ${await platform.issuer.tokenOf(CLERK, { iss: "http://127.0.0.1:9" })}`,
    ],
    ["a token without an account", async () => `Bearer ${await platform.issuer.tokenOf("nobody")}`],
    [
      "a token of an account that is not open",
      async () => `Bearer ${await platform.issuer.tokenOf("county:990101.ghost")}`,
    ],
    ["a forged token", forged],
    ["alg: none", unsigned],
    ["a token whose payload was changed", tampered],
  ])("%s", async (_, make) => {
    const authorization = await make();
    const answer = await platform.post(query, authorization ? { authorization } : {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(faults(answer)).toEqual([["UNAUTHENTICATED"]]);
    expect(answer.data).toBeUndefined();
  });

  test("an identity that a caller claims in a header is nobody's", async () => {
    const answer = await platform.post(query, { "x-platform-internal-token": "a.b", "x-platform-person": CLERK });
    expect(faults(answer)).toEqual([["UNAUTHENTICATED"]]);
  });

  async function forged(): Promise<string> {
    const other = await startFakeIssuer();
    try {
      return `Bearer ${await other.tokenOf(CLERK, { iss: platform.issuer.url })}`;
    } finally {
      await other.close();
    }
  }

  async function unsigned(): Promise<string> {
    const claims = new UnsecuredJWT({}).setIssuer(platform.issuer.url).setAudience(AUDIENCE).setSubject(CLERK);
    return `Bearer ${claims.setIssuedAt().setExpirationTime("5m").encode()}`;
  }

  async function tampered(): Promise<string> {
    const [header, payload, signature] = (await platform.issuer.tokenOf(CLERK)).split(".");
    const claims = JSON.parse(Buffer.from(payload as string, "base64url").toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: "county:990101.director" })).toString("base64url");
    return `Bearer ${header}.${changed}.${signature}`;
  }
});

test("an account that was closed is out within a second", async () => {
  const clerk = await platform.openAccount("county:990103.leaver", "990103", ["CLERK"]);
  expect((await clerk.ask("{ viewer { person } }")).data.viewer.person).toBe(clerk.person);
  await platform.sql("county", "update account set active = false where id = $1", [clerk.person]);
  const closedAt = performance.now();
  const answer = await until("it is out, or a second is over", async () => {
    const askedAt = performance.now();
    const answer = await clerk.ask("{ viewer { person } }");
    return (answer.status !== 200 || askedAt - closedAt > 1_000) && answer;
  });
  expect(faults(answer)).toEqual([["UNAUTHENTICATED"]]);
  await platform.sql("county", "delete from account_role where account_id = $1", [clerk.person]);
  await platform.sql("county", "delete from account where id = $1", [clerk.person]);
});

test("what a command does not take is refused by name", async () => {
  const thing = { id: newId("COUNTY"), version: 1 };
  const foreign: [MutationName, object, string][] = [
    ["moveTierRound", { ...thing, command: "WITHDRAW", note: "x", body: SECRET }, "input.body"],
    [
      "moveTierImmediateActions",
      { actions: [thing], command: "CANCEL", note: "x", documentNumber: SECRET },
      "input.documentNumber",
    ],
    ["moveTierDisclosure", { ...thing, command: "ACKNOWLEDGE", note: SECRET }, "input.note"],
  ];
  for (const [mutation, input, path] of foreign) {
    expect(faults((await round.director.tries(mutation, input)).answer)).toEqual([["BAD_USER_INPUT", path]]);
  }
});
