import { hearsOfNoOffice } from "../support/absentOffice";
import { aFinding, aRound, type BuiltRound, moveFindings, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { untilFed } from "../support/fed";
import { Follower } from "../support/follower";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_WITH_RELEASES, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";
import { writesNothing } from "../support/writesNothing";

// Results go from a city down to a county, from a county to its neighbour and from the province over both, by the workers.

const CITY = "city:9901.director";
const COUNTY = "county:990101.director";
const CLERK = "county:990101.clerk";
const NEIGHBOUR = "county:990102.director";
const PROVINCE = "province:99.director";
const NEXT_MONTH = dayBefore(-30);
const WHY = "通报对象有误。（虚构）";

interface Received extends Versioned {
  revision: number;
  state: string;
  title: string;
  findings: {
    nodes: {
      findingId: string;
      title: string | null;
      status: string | null;
      sealedAt: string | null;
      correctedAt: string | null;
    }[];
  };
}

let platform: TestPlatform;
let saved: SavedOperations;
let heard: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  const round = aRound("9901").withFindings(2).until("HEARD");
  [heard] = await Promise.all([round.on(platform), platform.startWorkers()]);
});

const said = (changes: object = {}) => ({
  ...{ grantees: ["990101"], title: "村级工程问题通报（虚构）", fields: ["TITLE", "CATEGORY", "STATUS"] },
  ...{ expiresOn: NEXT_MONTH, ...changes },
});
const releases = async (person: string, name: string, variables: object = {}) =>
  (Object.values(await saved.run(person, name, variables))[0] as { nodes: Received[] }).nodes;
const released = (person = CITY) => releases(person, person === CITY ? "ReleasesOfCity" : "Releases");
const received = (person: string) => releases(person, "ReleasedToUs");
const untilReceived = (person: string, id: string, state = "ISSUED") =>
  until(`${person} has it ${state}`, async () => {
    const found = (await received(person)).find((each) => each.id === id);
    return found?.state === state && found;
  });
const issue = async (by: Caller, input: object): Promise<Versioned> =>
  (await by.does("releaseTierResults", input))[0] as Versioned;
const refusedTo = async (by: Caller, input: object) => {
  const { refusal, answer } = await writesNothing(platform, by.person, () => by.tries("releaseTierResults", input));
  return refusal?.code ?? answer.errors[0]?.extensions.code;
};
const wrongIn = async (by: Caller, input: object) => {
  const { answer } = await writesNothing(platform, by.person, () => by.tries("releaseTierResults", input));
  return answer.errors[0]?.extensions.fields?.map(({ path }) => path);
};
/** What no command of the platform can bring about: that days pass. */
const onceExpired = async (id: string) => {
  for (const [tier, table] of [
    ["city", "release"],
    ["county", "received_release"],
  ] as const) {
    await platform.sql(tier, "set session_replication_role = replica");
    await platform.sql(tier, `update ${table} set issued_on = '2026-01-01', expires_on = $2 where id = $1`, [
      id,
      dayBefore(1),
    ]);
    await platform.sql(tier, "reset session_replication_role");
  }
};

test("what a city releases reaches the county with exactly the fields that it names, and nobody else", async () => {
  const [issued] = await saved.change<Received>(CITY, "ReleaseResultsOfCity", said({ roundId: heard.id }));
  expect(issued).toMatchObject({ state: "ISSUED", fields: ["TITLE", "CATEGORY", "STATUS"] });
  const there = await untilReceived(CLERK, issued.id);
  const shown = { title: "民生项目公示不及时", category: "工程项目", status: "REPORTED" };
  const hidden = { description: null, focus: null, unitName: null };
  expect(there).toMatchObject({ officeCode: "9901", purpose: "RESULTS", commands: ["ACKNOWLEDGE"] });
  expect(there.findings.nodes).toMatchObject([
    { ...shown, ...hidden },
    { ...shown, ...hidden },
  ]);
  for (const stranger of ["city:9902.director", "county:990201.director", NEIGHBOUR]) {
    const { data } = await platform
      .as(stranger)
      .ask(`{ countyReceivedReleases { nodes { id } } cityReleases { nodes { id } }
      cityReceivedReleases { nodes { id } } provinceReceivedReleases { nodes { id } } }`);
    expect([stranger, JSON.stringify(data).includes(issued.id)]).toEqual([stranger, false]);
  }
  // entitled to the copy alone
  const question = "query ($id: ID!) { finding(id: $id) { title } cityFindings { nodes { id } } }";
  const { data } = await platform.as(CLERK).ask(question, { id: there.findings.nodes[0]?.findingId });
  expect(data).toEqual({ finding: null, cityFindings: { nodes: [] } });
  const [acknowledged] = await saved.change<Received>(CLERK, "AcknowledgeReleases", {
    releases: [{ id: issued.id, revision: there.revision }],
  });
  expect(acknowledged).toMatchObject({ state: "ACKNOWLEDGED", revision: 2 });
  const again = await platform.as(CLERK).tries("acknowledgeTierReleases", {
    releases: [{ id: issued.id, revision: 2 }],
  });
  expect(again.refusal?.code).toBe("ILLEGAL_TRANSITION");
  const [own] = await until("the city knows who has it, and that it was read", async () => {
    const nodes = await released();
    return JSON.stringify(nodes).includes(CLERK) && nodes;
  });
  expect(own).toMatchObject({
    grantees: [{ officeCode: "990101", receivedAt: expect.any(String), acknowledgedBy: CLERK }],
  });
});

test("how a finding stands is told on, where the release shows it", async () => {
  const [showing, silent] = [
    await issue(heard.director, said({ findingIds: [heard.findings[0]?.id] })),
    await issue(heard.director, said({ findingIds: [heard.findings[0]?.id], fields: ["TITLE"] })),
  ];
  await untilReceived(CLERK, silent.id);
  await moveTargets(heard, "FEED_BACK", "2026-05-06");
  await until("the county knows that it was fed back", async () => {
    const found = (await received(CLERK)).find(({ id }) => id === showing.id);
    return found?.findings.nodes[0]?.status === "FED_BACK";
  });
  const told = (await received(CLERK)).find(({ id }) => id === silent.id);
  expect(told?.findings.nodes).toMatchObject([{ title: "民生项目公示不及时", status: null }]);
});

test("whoever was told of a text that is corrected afterwards learns that it was, and reads the words that were released", async () => {
  const round = await aRound("9901").withFindings(1).until("FED_BACK").on(platform);
  const [finding] = round.findings as [Versioned];
  const findingIds = [finding.id];
  const [shown, silent] = [
    await issue(round.director, said({ findingIds, fields: ["TITLE", "STATUS"] })),
    await issue(round.director, said({ findingIds, fields: ["TITLE"] })),
  ];
  await untilReceived(CLERK, silent.id);
  const step = async (by: Caller, of: Versioned, more: object) =>
    (await by.does("moveTierFindings", { findings: [of], ...more }))[0] as Versioned;
  const objected = await step(round.clerk, finding, {
    command: "OBJECT",
    note: "与事实不符。（虚构）",
    on: "2026-05-08",
  });
  const { synthetic: _, ...text } = aFinding({ title: "更正后的标题" });
  await step(round.director, objected, { command: "CORRECT", note: "单位意见成立。（虚构）", text });
  for (const { id } of [shown, silent]) {
    const told = await until("the county knows that it was corrected", async () => {
      const found = (await received(CLERK)).find((each) => each.id === id)?.findings.nodes[0];
      return found?.correctedAt && found;
    });
    expect(told).toMatchObject({ title: "民生项目公示不及时" });
    const own = (await released()).find((each) => each.id === id);
    expect(own?.findings.nodes).toMatchObject([{ title: "民生项目公示不及时", correctedAt: expect.any(String) }]);
  }
  const anew = await issue(round.director, said({ findingIds }));
  const { findings } = await untilReceived(CLERK, anew.id);
  expect(findings.nodes).toMatchObject([{ title: "更正后的标题", correctedAt: null }]);
});

test("it is withdrawn with a reason: the content is gone, a tombstone stays; whoever it came to hears of both live", async () => {
  const text = `subscription ($region: ID!) { countyEvents(region: $region) { cursor kind receivedRelease { id title state } } }`;
  const follow = (person: string) => Follower.over(platform, person, text, { region: "9901" });
  await untilFed(platform);
  const [followed, neighbour] = await Promise.all([follow(CLERK), follow(NEIGHBOUR)]);
  await Promise.all([followed.has(1), neighbour.has(1)]);
  const { id, version } = await issue(heard.director, said({ targetIds: [heard.targets[0]?.id] }));
  const { revision } = await untilReceived(CLERK, id);
  expect((await followed.has(2))[1]).toMatchObject({
    kind: "RELEASE_RECEIVED",
    receivedRelease: { id, state: "ISSUED" },
  });
  const withdraw = { id, version, command: "WITHDRAW", note: WHY };
  const refused = async (by: Caller, input: object) =>
    (await by.tries("moveTierRelease", input)).refusal?.code ?? "NONE";
  expect(await refused(heard.director, { ...withdraw, note: undefined })).toBe("REASON_REQUIRED");
  expect(await refused(heard.director, { ...withdraw, version: 9 })).toBe("STALE_VERSION");
  expect(await refused(heard.clerk, withdraw)).toBe("ROLE_REQUIRED");
  const [gone] = await saved.change<Received>(CITY, "MoveReleaseOfCity", withdraw);
  expect(gone).toMatchObject({ state: "WITHDRAWN", withdrawalReason: WHY });
  const tombstone = await untilReceived(CLERK, id, "WITHDRAWN");
  expect(tombstone).toMatchObject({ withdrawalReason: WHY, findings: { nodes: [] }, commands: [] });
  const late = await platform
    .as(CLERK)
    .tries("acknowledgeTierReleases", { releases: [{ id, revision: revision + 1 }] });
  expect(late.refusal?.code).toBe("ILLEGAL_TRANSITION");
  expect((await followed.has(3))[2]).toMatchObject({ kind: "RELEASE_WITHDRAWN", receivedRelease: { id } });
  expect(neighbour.kinds).toEqual(["STARTED"]);
});

test("it expires by itself, at both ends", async () => {
  const { id } = await issue(heard.director, said({ findingIds: [heard.findings[1]?.id] }));
  const { revision } = await untilReceived(CLERK, id);
  await onceExpired(id);
  const expired = await untilReceived(CLERK, id, "EXPIRED");
  expect(expired).toMatchObject({ findings: { nodes: [] }, commands: [] });
  expect((await released()).find((each) => each.id === id)?.state).toBe("EXPIRED");
  const late = await platform.as(CLERK).tries("acknowledgeTierReleases", { releases: [{ id, revision }] });
  expect(late.refusal?.code).toBe("RELEASE_EXPIRED");
  const standing = await releases(CLERK, "ReleasedToUs", { standing: true });
  expect(standing.map((each) => each.id)).not.toContain(id);
});

describe("a county releases to its neighbour", () => {
  let own: BuiltRound;
  let sideways: Versioned;
  beforeAll(async () => {
    own = await aRound("990101").withFindings(1).until("HEARD").on(platform);
    sideways = await issue(own.director, said({ grantees: ["990102"], roundId: own.id }));
    await untilReceived(NEIGHBOUR, sideways.id);
  });

  test("who can see a finding names the grantee, until when, and no longer once it has ended", async () => {
    const readers = async () => {
      const { countyReaders } = await saved.run(COUNTY, "WhoCanSee", { kind: "FINDING", id: own.findings[0]?.id });
      return countyReaders.nodes.filter(({ rule }: { rule: string }) => rule === "RELEASED");
    };
    expect(await readers()).toMatchObject([{ officeCode: "990102", since: expect.any(String), until: NEXT_MONTH }]);
    const brief = await issue(own.director, said({ grantees: ["990103"], findingIds: [own.findings[0]?.id] }));
    expect((await readers()).map(({ officeCode }: { officeCode: string }) => officeCode)).toEqual(["990103", "990102"]);
    await own.director.does("moveTierRelease", { ...brief, command: "WITHDRAW", note: WHY });
    expect((await readers()).map(({ officeCode }: { officeCode: string }) => officeCode)).toEqual(["990102"]);
  });

  test("who must stay out of the unit does not learn of the release, and nobody reads it on", async () => {
    const recused = await platform.openAccount("county:990102.kin", "990102", ["CLERK"]);
    await platform.as(NEIGHBOUR).does("declareTierRecusal", {
      accountId: recused.person,
      kind: "KIN",
      scope: "UNIT",
      subject: own.units[0]?.id,
    });
    await until("the recusal binds", async () => (await received(recused.person)).length === 0);
    const theirs = platform.as(NEIGHBOUR);
    const on = said({ grantees: ["990103"], findingIds: [own.findings[0]?.id] });
    expect(await refusedTo(theirs, on)).toBe("RELEASED_TO_US");
  });

  test("what named somebody is sealed where it was released", async () => {
    const named = await aRound("990101").withFindings(1).until("HEARD").on(platform);
    const [finding] = named.findings as [Versioned];
    const words = "驻村干部张某某优亲厚友。（虚构）";
    await platform.sql("county", "update finding set description = $2 where id = $1", [finding.id, words]);
    const confirmed = await named.clerk.does("clearTierFindingText", { ...finding, confirmedNoPerson: true });
    const fields = ["TITLE", "DESCRIPTION"];
    const { id } = await issue(named.director, said({ grantees: ["990102"], findingIds: [finding.id], fields }));
    expect(JSON.stringify(await untilReceived(NEIGHBOUR, id))).toContain(words);
    await named.clerk.does("clearTierFindingText", { ...confirmed[0], confirmedNoPerson: false });
    const sealed = await until("it is sealed next door", async () => {
      const found = (await received(NEIGHBOUR)).find((each) => each.id === id);
      return found?.findings.nodes[0]?.sealedAt ? found : undefined;
    });
    expect(sealed.findings.nodes).toMatchObject([{ title: "", description: "" }]);
    expect(JSON.stringify(await released(COUNTY))).not.toContain("张某某");
    await theAuditorsAloneRead({ findingId: finding.id, releaseId: id, unitId: named.units[0]?.id as string }, words);
  });
});

/** What a seal took is kept at both ends, for the audit role and no other, and to have read it is on record. */
async function theAuditorsAloneRead(
  { findingId, releaseId, unitId }: { findingId: string; releaseId: string; unitId: string },
  words: string,
): Promise<void> {
  for (const office of ["990101", "990102"]) {
    const { person } = await platform.openAccount(`county:${office}.audit`, office, ["AUDIT_ADMIN"]);
    const { countySealedCopies } = await saved.run(person, "SealedCopies", { findingId });
    expect(countySealedCopies).toMatchObject([
      { kind: "RELEASE", sourceId: releaseId, officeCode: "990101", description: words, sealedAt: expect.any(String) },
    ]);
  }
  const read = await platform.sql(
    "county",
    "select office, actor from journal where event = 'SealedCopiesRead' order by 1",
  );
  expect(read).toEqual(["990101", "990102"].map((office) => ({ office, actor: `county:${office}.audit` })));
  const codeFor = async (person: string) => {
    const query = "query ($id: ID!) { countySealedCopies(findingId: $id) { title } }";
    const { errors } = await platform.as(person).ask(query, { id: findingId });
    return errors[0]?.extensions.code;
  };
  expect(await codeFor(COUNTY)).toBe("FORBIDDEN");
  expect(await codeFor((await platform.openAccount("county:990103.audit", "990103", ["AUDIT_ADMIN"])).person)).toBe(
    "NOT_FOUND",
  );
  const kin = await platform.openAccount("county:990102.audit-kin", "990102", ["AUDIT_ADMIN"]);
  await kin.does("declareTierRecusal", { accountId: kin.person, kind: "KIN", scope: "UNIT", subject: unitId });
  await until("the recusal binds", async () => (await codeFor(kin.person)) === "NOT_FOUND");
}

test("the copy of a feedback goes to an office, waits for its receipt, and ends with the feedback", async () => {
  const { director, approver } = heard;
  const copy = said({
    purpose: "FEEDBACK_COPY",
    targetIds: [heard.targets[0]?.id],
    documentNumber: "虚反馈〔2026〕1号",
  });
  const { id } = await issue(director, copy);
  await untilReceived(CLERK, id);
  const open = await saved.run(CITY, "CopiesToOfficesNotAcknowledgedOfCity");
  expect(open.cityReleases.nodes).toMatchObject([{ id, grantees: [{ officeCode: "990101", acknowledgedAt: null }] }]);
  const move = async (by: Caller, command: string, more: object = {}) => {
    heard.targets = await by.does("moveTierRoundTargets", { targets: heard.targets, command, ...more });
  };
  await move(director, "PROPOSE_WITHDRAWAL", { note: "文件有误。（虚构）" });
  await move(approver, "WITHDRAW_FEEDBACK");
  const tombstone = await untilReceived(CLERK, id, "WITHDRAWN");
  expect(tombstone).toMatchObject({ withdrawalReason: "文件有误。（虚构）", findings: { nodes: [] } });
  expect((await saved.run(CITY, "CopiesToOfficesNotAcknowledgedOfCity")).cityReleases.nodes).toEqual([]);
});

test("the province releases to a city and a county at once; each has its own copy", async () => {
  const top = await aRound("99").withFindings(1).until("HEARD").on(platform);
  const { id } = await issue(top.director, said({ grantees: ["9901", "990201"], roundId: top.id }));
  await untilReceived("county:990201.director", id);
  const there = await until("the city has it", async () => (await releases(CITY, "ReleasedToUsOfCity"))[0]);
  expect(there).toMatchObject({ id, officeCode: "99", findings: { nodes: [{ status: "REPORTED" }] } });
  await saved.change(CITY, "AcknowledgeReleasesOfCity", { releases: [{ id, revision: there.revision }] });
  const read = await until("the province knows of one receipt", async () => {
    const [own] = await releases(PROVINCE, "ReleasesOfProvince", { unacknowledged: true });
    return JSON.stringify(own).includes(CITY) && own;
  });
  expect(read).toMatchObject({ grantees: [{ officeCode: "9901" }, { officeCode: "990201", acknowledgedAt: null }] });
  const { version } = read;
  const [gone] = await saved.change<Received>(PROVINCE, "MoveReleaseOfProvince", {
    ...{ id, version, command: "WITHDRAW", note: WHY },
  });
  expect(gone.state).toBe("WITHDRAWN");
});

test("to an office that takes no part nothing goes: in the own tier it is refused, from another it comes back", async () => {
  const own = await aRound("990102").withFindings(1).until("HEARD").on(platform);
  const absent = (enrolment: string) =>
    platform.sql("county", "update office set enrolment = $1 where code = '990103'", [enrolment]);
  await absent("NOT_ENROLLED");
  const sideways = { grantees: ["990103"], findingIds: [own.findings[0]?.id] };
  expect(await refusedTo(own.director, said(sideways))).toBe("OFFICE_TAKES_NO_PART");
  const { id } = await issue(
    heard.director,
    said({ grantees: ["990101", "990103"], findingIds: [heard.findings[0]?.id] }),
  );
  const grantees = await until("the city knows that nobody has it there", async () => {
    const { data } = await platform
      .as(CITY)
      .ask("{ cityReleases { nodes { id grantees { officeCode receivedAt undeliverableAt } } } }");
    const known = data.cityReleases.nodes.find((each: Versioned) => each.id === id).grantees;
    // its tier says first that it has arrived there, and then that nobody reads it
    const [present, away] = ["990101", "990103"].map((code) =>
      known.find((each: Record<string, string>) => each.officeCode === code),
    );
    return present.receivedAt && away.undeliverableAt && known;
  });
  expect(grantees).toEqual([
    { officeCode: "990101", receivedAt: expect.any(String), undeliverableAt: null },
    { officeCode: "990103", receivedAt: null, undeliverableAt: expect.any(String) },
  ]);
  expect(await platform.sql("county", "select office from received_release where id = $1", [id])).toEqual([
    { office: "990101" },
  ]);
  await absent("ENROLLED");
  expect(await issue(own.director, said(sideways))).toBeDefined();
});

describe("what the rules forbid is refused, and changes nothing", () => {
  let draft: BuiltRound;
  let empty: BuiltRound;
  beforeAll(async () => {
    draft = await aRound("990101").withFindings(1).until("RECORDED").on(platform);
    empty = await aRound("990101").withFindings(0).until("HEARD").on(platform);
  });

  test("to oneself, upward, and to offices that are neither below nor beside", async () => {
    const by = empty.director;
    const refused = (grantee: string) => refusedTo(platform.as(CITY), said({ grantees: [grantee], roundId: heard.id }));
    expect(await refused("9901")).toBe("RELEASE_TO_ONESELF");
    expect(await refused("99")).toBe("RELEASE_UPWARD");
    expect(await refused("990201")).toBe("RELEASE_OUT_OF_REACH");
    expect(await refused("530102")).toBe("RELEASE_OUT_OF_REACH");
    expect(await refusedTo(by, said({ grantees: ["990102"], roundId: empty.id }))).toBe("NOTHING_TO_RELEASE");
    const hear = await hearsOfNoOffice(platform, "city", "990103");
    const absent = await refused("990103");
    await hear();
    expect(absent).toBe("NO_OFFICE_IN_REGION");
  });

  test("what was not heard, not fed back, not in the report, or names somebody", async () => {
    const by = draft.director;
    const sideways = (more: object) => refusedTo(by, said({ grantees: ["990102"], ...more }));
    expect(await sideways({ roundId: draft.id })).toBe("TARGET_NOT_HEARD");
    expect(await sideways({ targetIds: [draft.targets[0]?.id] })).toBe("TARGET_NOT_HEARD");
    expect(await sideways({ findingIds: [draft.findings[0]?.id] })).toBe("TARGET_NOT_HEARD");
    const copy = { purpose: "FEEDBACK_COPY", targetIds: [empty.targets[0]?.id] };
    expect(await sideways(copy)).toBe("FEEDBACK_NOT_GIVEN");
    const one = await aRound("990101").withFindings(1).until("HEARD").on(platform);
    const findingIds = [one.findings[0]?.id];
    expect(await refusedTo(draft.clerk, said({ grantees: ["990102"], findingIds }))).toBe("ROLE_REQUIRED");
    await platform.sql("county", "update finding set title = '干部张某某优亲厚友' where id = any ($1)", [findingIds]);
    expect(await sideways({ findingIds })).toBe("TEXT_NAMES_PERSON");
    await moveFindings(one, "DISMISS", "重复。（虚构）");
    expect(await sideways({ findingIds })).toBe("FINDING_NOT_RELEASABLE");
  });

  test("never a clue, nothing of another office, and nothing that is not there", async () => {
    const ids = ["county:AAAAAAAAAAAAAAAAAAAAAA", heard.findings[0]?.id, heard.id];
    for (const id of ids) {
      expect(await refusedTo(platform.as(NEIGHBOUR), said({ grantees: ["990103"], findingIds: [id] }))).toBe(
        "NOT_FOUND",
      );
    }
  });

  test("a bad argument is named by its path", async () => {
    const by = platform.as(CITY);
    const roundId = heard.id;
    expect(await wrongIn(by, said())).toEqual(["input"]);
    expect(await wrongIn(by, said({ roundId, findingIds: [heard.findings[0]?.id] }))).toEqual(["input"]);
    expect(await wrongIn(by, said({ roundId, purpose: "FEEDBACK_COPY" }))).toEqual(["input.roundId"]);
    expect(await wrongIn(by, said({ roundId, expiresOn: dayBefore(0) }))).toEqual(["input.expiresOn"]);
    expect(await wrongIn(by, said({ roundId, grantees: ["990101", "990101000000"] }))).toEqual(["input.grantees.1"]);
    expect(await wrongIn(by, said({ roundId, grantees: ["990101001"] }))).toEqual(["input.grantees.0"]);
    expect(await wrongIn(by, said({ roundId, grantees: ["999999"] }))).toEqual(["input.grantees.0"]);
    expect(await wrongIn(by, said({ roundId, fields: [] }))).toEqual(["input.fields"]);
    expect(await wrongIn(by, said({ roundId, title: "联系人 13800000000" }))).toEqual(["input.title"]);
    const twice = {
      releases: [
        { id: heard.id, revision: 1 },
        { id: heard.id, revision: 1 },
      ],
    };
    const { answer } = await platform.as(CLERK).tries("acknowledgeTierReleases", twice);
    expect(answer.errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual(["input.releases.1.id"]);
  });
});

test("every saved operation of releases is run here", () => {
  expect(RUN_WITH_RELEASES.filter((name) => saved.unused.has(name))).toEqual([]);
});
