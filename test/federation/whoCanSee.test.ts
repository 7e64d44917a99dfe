import { aRound, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

const ASK = `query WhoCanSee($kind: ReadableKind!, $id: ID!, $first: Int! = 100, $after: String) {
  countyReaders(kind: $kind, id: $id, first: $first, after: $after) {
    nodes { rule officeCode person unitId role since } pageInfo { hasNextPage endCursor } } }`;
interface Reader {
  rule: string;
  officeCode: string | null;
  person: string | null;
  unitId: string | null;
  role: string | null;
  since: string | null;
}

let platform: TestPlatform;
let drafted: BuiltRound;
let known: BuiltRound;
let clerk: Caller;
let auditor: Caller;

const ask = (by: Caller, kind: string, id: string, page: object = {}) => by.ask(ASK, { kind, id, ...page });
/** Rule and reader, in the words of the answer. */
const readersOf = async (by: Caller, kind: string, id: string): Promise<string[]> => {
  const { data, errors } = await ask(by, kind, id);
  expect(errors).toEqual([]);
  return data.countyReaders.nodes.map(said).sort();
};
const said = ({ rule, officeCode, person, unitId, role }: Reader) =>
  [rule, officeCode, person, unitId, role].filter((part) => part !== null).join(" ");
const codeOf = async (by: Caller, kind: string, id: string) =>
  (await ask(by, kind, id)).errors.map(({ extensions }) => extensions.code);

beforeAll(async () => {
  platform = await borrowPlatform();
  drafted = await aRound("990101").until("RECORDED").on(platform);
  known = await aRound("990101").submitted().until("RECTIFYING").on(platform);
  clerk = drafted.clerk;
  auditor = await platform.openAccount("county:990101.auditor", "990101", ["AUDIT_ADMIN"]);
  const members = ["county:990102.clerk", "city:9901.clerk"].map((person, i) => {
    return { person, role: i ? "MEMBER" : "DEPUTY", validFrom: "2026-03-02" };
  });
  await drafted.director.does("appointTierTeam", { targetIds: [first(drafted.targets).id], members });
});

function first(items: Versioned[]): Versioned {
  return items[0] as Versioned;
}

test("a draft is seen by its office and its team", async () => {
  expect(await readersOf(clerk, "FINDING", first(drafted.findings).id)).toEqual([
    "OWN_OFFICE 990101",
    "TEAM city:9901.clerk",
    "TEAM county:990101.clerk",
    "TEAM county:990101.director",
    "TEAM county:990102.clerk",
  ]);
});

test("what was submitted and fed back is seen by the offices above and by the unit, each since the day of it", async () => {
  const unit = first(known.units).id;
  const { data } = await ask(clerk, "FINDING", first(known.findings).id);
  const readers: Reader[] = data.countyReaders.nodes;
  expect(readers.map(said).sort()).toEqual([
    `ANSWERS ${unit}`,
    `DISCLOSED ${unit}`,
    "OWN_OFFICE 990101",
    "SUBMITTED 99",
    "SUBMITTED 9901",
  ]);
  const [publication] = await platform.sql<{ at: Date }>(
    "county",
    "select submitted_at as at from publication where id = $1",
    [first(known.publications).id],
  );
  const submitted = readers.filter(({ rule }) => rule === "SUBMITTED").map(({ since }) => Date.parse(since as string));
  expect(submitted).toEqual([publication?.at.getTime(), publication?.at.getTime()]);
  expect(readers.find(({ rule }) => rule === "OWN_OFFICE")?.since).toBeNull();
});

test("of a target and a round it says who reads the headers too", async () => {
  const unit = first(known.units).id;
  expect(await readersOf(clerk, "TARGET", first(known.targets).id)).toEqual([
    `ANSWERS ${unit}`,
    `DISCLOSED ${unit}`,
    "FILED 99",
    "FILED 9901",
    "INSPECTED 990101",
    "OWN_OFFICE 990101",
    "SUBMITTED 99",
    "SUBMITTED 9901",
  ]);
  expect(await readersOf(clerk, "ROUND", known.id)).toEqual([
    "FILED 99",
    "FILED 9901",
    "INSPECTED 990101",
    "OWN_OFFICE 990101",
  ]);
});

test("a superior that enters for an office on paper is named by its own rule, and asks in that office's stead", async () => {
  await platform.sql("county", "update office set enrolment = 'ON_PAPER' where code = '990103'");
  const paper = await aRound("990103").enteredBy("9901").until("RECORDED").on(platform);
  const id = first(paper.findings).id;
  expect(await readersOf(platform.as("city:9901.clerk"), "FINDING", id)).toEqual([
    "ENTERED_FOR 9901",
    "OWN_OFFICE 990103",
    "TEAM county:990103.clerk",
    "TEAM county:990103.director",
  ]);
  await platform.sql("county", "update office set enrolment = 'ENROLLED' where code = '990103'");
  expect(await codeOf(platform.as("city:9901.clerk"), "FINDING", id)).toEqual(["NOT_FOUND"]);
});

test.each(["ROUND", "TARGET", "FINDING"])(
  "the audit administrator is told of a %s what the office is told, and reads nothing else",
  async (kind) => {
    for (const built of [drafted, known]) {
      const id = { ROUND: built.id, TARGET: first(built.targets).id, FINDING: first(built.findings).id }[
        kind
      ] as string;
      expect(await readersOf(auditor, kind, id)).toEqual(await readersOf(clerk, kind, id));
      const { data } = await auditor.ask(
        `query($id: ID!) { finding(id: $id) { ... on CountyFinding { title } } countyFindings { nodes { id } } }`,
        { id: first(built.findings).id },
      );
      expect(data).toEqual({ finding: null, countyFindings: { nodes: [] } });
    }
  },
);

test("each time that it is asked is in the journal, under the name of whoever asked", async () => {
  const id = first(known.findings).id;
  const asked = () =>
    platform.sql<{ actor: string; event: string }>(
      "county",
      "select actor, event from journal where object_kind = 'Readers' and object_id = $1 order by entry",
      [id],
    );
  const before = await asked();
  await readersOf(clerk, "FINDING", id);
  await readersOf(auditor, "FINDING", id);
  await codeOf(platform.as("city:9901.director"), "FINDING", id);
  expect((await asked()).slice(before.length)).toEqual(
    [clerk, auditor].map(({ person }) => ({ actor: person, event: "ReadersAsked" })),
  );
});

test("it comes in pages that miss nobody and name nobody twice", async () => {
  const id = first(known.targets).id;
  const all: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 9; pages++) {
    const { data } = await ask(clerk, "TARGET", id, { first: 3, after });
    all.push(...data.countyReaders.nodes.map(said));
    after = data.countyReaders.pageInfo.endCursor;
    if (!data.countyReaders.pageInfo.hasNextPage) break;
  }
  expect(all.sort()).toEqual(await readersOf(clerk, "TARGET", id));
});

describe("nobody else is told", () => {
  test.each([
    ["the superior that reads the finding", "city:9901.director"],
    ["the province", "province:99.director"],
    ["a neighbour", "county:990102.director"],
    ["a member of its team from another office", "county:990102.clerk"],
  ])("not %s", async (_, person) => {
    for (const built of [drafted, known])
      expect(await codeOf(platform.as(person), "FINDING", first(built.findings).id)).toEqual(["NOT_FOUND"]);
  });

  test.each([
    ["a custodian", ["CUSTODIAN"]],
    ["a custodian who is a clerk too", ["CLERK", "CUSTODIAN"]],
    ["a wall screen", ["DISPLAY"]],
    ["the system administrator", ["SYSTEM_ADMIN"]],
    ["the security administrator", ["SECURITY_ADMIN"]],
    ["a department", ["DISCIPLINE"]],
  ] as const)("never %s", async (name, roles) => {
    const person = await platform.openAccount(`county:990101.q22-${name.replaceAll(" ", "-")}`, "990101", [...roles]);
    expect(await codeOf(person, "FINDING", first(known.findings).id)).toEqual(["FORBIDDEN"]);
  });

  test("not the audit administrator of another office", async () => {
    const other = await platform.openAccount("county:990102.auditor", "990102", ["AUDIT_ADMIN"]);
    for (const [kind, id] of [
      ["ROUND", known.id],
      ["TARGET", first(known.targets).id],
      ["FINDING", first(known.findings).id],
    ] as const) {
      expect([kind, await codeOf(other, kind, id)]).toEqual([kind, ["NOT_FOUND"]]);
    }
  });

  test.each([
    ["CLERK", "UNIT"],
    ["CLERK", "FINDING"],
    ["AUDIT_ADMIN", "UNIT"],
    ["AUDIT_ADMIN", "FINDING"],
    ["AUDIT_ADMIN", "ROUND"],
  ] as const)("not kin: a %s who is recused from the %s", async (role, scope) => {
    const subject = { UNIT: first(known.units).id, FINDING: first(known.findings).id, ROUND: known.id }[scope];
    const kin = await platform.openAccount(
      `county:990101.kin-${role}-${scope}`.toLowerCase().replaceAll("_", "-"),
      "990101",
      [role],
    );
    await kin.does("declareTierRecusal", {
      accountId: kin.person,
      kind: "KIN",
      scope,
      subject,
      since: "2026-01-01",
    });
    const told = () => codeOf(kin, "FINDING", first(known.findings).id);
    await until("the recusal binds", async () => (await told()).join() === "NOT_FOUND");
  });

  test("and of what there is not, nobody", async () => {
    expect(await codeOf(clerk, "FINDING", known.id)).toEqual(["NOT_FOUND"]);
    expect(await codeOf(auditor, "ROUND", first(known.findings).id)).toEqual(["NOT_FOUND"]);
  });
});
