import {
  aFinding,
  aRound,
  aUnit,
  type BuiltRound,
  findRectification,
  moveTargets,
  peopleOf,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { askTicket, getTicket, useTicket } from "../support/files";
import { borrowPlatform, type TestPlatform } from "../support/platform";

const PAPER = "990103";
const SUPERIOR = "9901";
let platform: TestPlatform;
let built: BuiltRound;
let clerk: Caller;
let director: Caller;
const enrol = (as: string, code = PAPER) =>
  platform.sql("county", "update office set enrolment = $1 where code = $2", [as, code]);

beforeAll(async () => {
  platform = await borrowPlatform();
  await enrol("ON_PAPER");
  const people = peopleOf(platform, SUPERIOR);
  [clerk, director] = [people.clerk.workingIn("COUNTY"), people.director.workingIn("COUNTY")];
  built = await aRound(PAPER).enteredBy(SUPERIOR).withFindings(2).submitted().on(platform);
  await moveTargets(built, "FEED_BACK", "2026-05-06");
  await moveTargets(built, "START_RECTIFICATION", "2026-05-12");
});
afterEach(() => enrol("ON_PAPER"));

const MARKED = ["term", "unit", "round", "authorisation", "round_target", "finding", "finding_text", "publication"];
const LATER = ["disclosure", "rectification", "obligation"];

describe("the book of an office on paper, entered by its superior from the term to the rectification", () => {
  test.each([...MARKED, ...LATER])("each %s is that office's and bears the mark", async (table) => {
    const rows = await platform.sql(
      "county",
      `select distinct office, entered_by_office from ${table} where office = $1`,
      [PAPER],
    );
    expect(rows).toEqual([{ office: PAPER, entered_by_office: SUPERIOR }]);
  });

  test("each entry of the journal says who entered for whom, in the text that is hashed", async () => {
    const rows = await platform.sql<{ event: string; by: string; actor: string }>(
      "county",
      "select event, body::jsonb ->> 'enteredByOffice' as by, actor from journal where office = $1",
      [PAPER],
    );
    expect(new Set(rows.map(({ by }) => by))).toEqual(new Set([SUPERIOR]));
    expect(rows.every(({ actor }) => actor.startsWith("city:9901."))).toBe(true);
    const events = ["TermOpened", "UnitRegistered", "RoundAuthorised", "AuthorisationGiven", "TargetHeard"];
    const more = ["FindingRecorded", "PublicationSubmitted", "DisclosureIssued", "RectificationOpened"];
    expect(rows.map(({ event }) => event)).toEqual(expect.arrayContaining([...events, ...more]));
  });

  const MARKS = `query Marks($round: ID!) { countyRound(id: $round) { enteredByOffice term { enteredByOffice }
    authorisation { enteredByOffice documentNumber } targets { nodes { enteredByOffice unit { ... on CountyUnit { enteredByOffice } }
      publications { enteredByOffice } rectification { enteredByOffice } disclosures { enteredByOffice }
      findings { nodes { enteredByOffice basis texts { enteredByOffice } history { nodes { enteredByOffice } } } } } } } }`;
  const marksIn = (data: object) => JSON.stringify(data).match(/"enteredByOffice":[^,}]*/g) ?? [];

  test("whoever entered it reads the whole of it, and the mark on everything", async () => {
    const { data, errors } = await clerk.ask(MARKS, { round: built.id });
    expect(errors).toEqual([]);
    expect(marksIn(data).length).toBeGreaterThan(20);
    expect(new Set(marksIn(data))).toEqual(new Set([`"enteredByOffice":"${SUPERIOR}"`]));
    expect(data.countyRound.targets.nodes[0].findings.nodes.map(({ basis }: { basis: string }) => basis)).toEqual([
      "BOOK",
      "BOOK",
    ]);
  });

  test("the province reads what was submitted, with the mark, and no more of it than of any other office", async () => {
    const { data } = await platform.as("province:99.director").ask(MARKS, { round: built.id });
    const [target] = data.countyRound.targets.nodes;
    expect(target).toMatchObject({ enteredByOffice: SUPERIOR, rectification: null, disclosures: [] });
    expect(target.findings.nodes).toMatchObject([1, 2].map(() => ({ basis: "PUBLISHED", enteredByOffice: SUPERIOR })));
  });

  test("its list of findings holds the book once, with drafts", async () => {
    const { data } = await clerk.ask("{ countyFindings(first: 50) { nodes { id basis office { code } } } }");
    const kept = data.countyFindings.nodes.filter(({ office }: { office: { code: string } }) => office.code === PAPER);
    expect(kept.map(({ id, basis }: { id: string; basis: string }) => [id, basis]).sort()).toEqual(
      built.findings.map(({ id }) => [id, "BOOK"]).sort(),
    );
  });

  test("what may be done next is said to whoever may do it", async () => {
    const commands = async (by: Caller) => {
      const { data } = await by.ask(`query($id: ID!) { finding(id: $id) { ... on CountyFinding { commands } } }`, {
        id: built.findings[0]?.id,
      });
      return data.finding.commands;
    };
    expect(await commands(clerk)).toEqual(["CLAIM", "OBJECT"]);
    expect(await commands(platform.as("city:9901.approver"))).toEqual([]);
  });
});

describe("what the superior records and what it may not", () => {
  test("a file is attached, fetched and taken off again, each with the mark; and no ticket outlives the paper", async () => {
    const findingId = built.findings[0]?.id as string;
    const put = () => getTicket(clerk, "uploadTierAttachment", { findingId, name: "底稿.pdf" }, { tier: "COUNTY" });
    const pdf = "%PDF-1.7\n% 虚构\n%%EOF\n";
    const { words } = await useTicket(platform, await put(), pdf);
    const late = await put();
    const fetched = await getTicket(director, "downloadTierAttachment", { id: words.id }, { tier: "COUNTY" });
    expect((await useTicket(platform, fetched)).bytes.toString()).toBe(pdf);
    const files = `query($id: ID!) { finding(id: $id) { ... on CountyFinding { attachments { id version addedBy enteredByOffice } } } }`;
    const { data } = await clerk.ask(files, { id: findingId });
    expect(data.finding.attachments).toEqual([
      { id: words.id, version: 1, addedBy: clerk.person, enteredByOffice: SUPERIOR },
    ]);
    const told = await platform.sql<{ event: string; by: string }>(
      "county",
      "select event, body::jsonb ->> 'enteredByOffice' as by from journal where event like 'FileTicket%' or object_id = $1",
      [words.id],
    );
    expect(told.map(({ event, by }) => `${event} ${by}`).sort()).toEqual([
      `AttachmentAdded ${SUPERIOR}`,
      ...Array(3).fill(`FileTicketIssued ${SUPERIOR}`),
    ]);
    await enrol("ENROLLED");
    expect((await useTicket(platform, late, pdf)).status).toBe(410);
    expect((await useTicket(platform, fetched)).status).toBe(410);
    const refused = await askTicket(clerk, "uploadTierAttachment", { findingId, name: "x.pdf" }, { tier: "COUNTY" });
    expect(refused.refusal?.code).toBe("ROLE_REQUIRED");
    await enrol("ON_PAPER");
    await director.does("removeTierAttachment", { id: words.id, version: 1, reason: "重复。（虚构）" });
  });

  test("the days of its clocks are set by the superior's director, for that office and with the mark", async () => {
    const days = { clock: "PLAN", days: 12, unit: "WORKING", warningDays: 3, source: "虚发〔2026〕8号" };
    const policy = { office: PAPER, validFrom: "2099-01-01", ...days };
    expect((await clerk.tries("setTierDeadlinePolicy", policy)).answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
    await director.does("setTierDeadlinePolicy", policy);
    expect((await director.tries("setTierDeadlinePolicy", policy)).refusal?.code).toBe("PERIOD_TAKEN");
    const started = { ...policy, clock: "HEARING", validFrom: "2026-04-01" };
    expect((await director.tries("setTierDeadlinePolicy", started)).refusal?.code).toBe("CLOCK_ALREADY_STARTED");
    const { data } = await director.ask(
      `{ countyDeadlinePolicies(office: "${PAPER}", on: "2099-01-01") { clock days enteredByOffice } }`,
    );
    expect(data.countyDeadlinePolicies).toContainEqual({ clock: "PLAN", days: 12, enteredByOffice: SUPERIOR });
    await enrol("ENROLLED");
    const refused = await director.tries("setTierDeadlinePolicy", { ...policy, validFrom: "2100-01-01" });
    expect(refused.refusal?.code).toBe("OFFICE_KEEPS_OWN_BOOK");
  });

  test("a joint review is completed from paper by the director, each party with its document and the mark", async () => {
    const { rectification, measures } = await findRectification(director, built.targets[0]?.id as string);
    let now: Versioned = rectification;
    for (const [by, command, more] of [
      [clerk, "SUBMIT_PLAN", { plan: { text: "整改方案。（虚构）", measures } }],
      [director, "REVIEW_PLAN", {}],
      [clerk, "CONCENTRATE", {}],
      [clerk, "REPORT", { report: "整改报告。（虚构）" }],
      [director, "OPEN_REVIEW", { evaluation: "QUALIFIED" }],
    ] as const) {
      [now] = (await by.does("moveTierRectification", { ...now, command, ...more })) as [Versioned];
    }
    const sign = async (by: Caller, role: string, documentNumber?: string) => {
      const signature = { id: now.id, role, evaluation: "QUALIFIED", opinion: "同意。（虚构）", documentNumber };
      const { refusal, answer } = await by.tries("signTierReview", signature);
      return refusal?.code ?? answer.errors[0]?.extensions.fields?.[0]?.reason.split("。")[0];
    };
    const paper = "虚审〔2026〕2号";
    expect(await sign(clerk, "DISCIPLINE", paper)).toBe("ROLE_REQUIRED");
    expect(await sign(director, "DISCIPLINE")).toBe("DOCUMENT_REQUIRED");
    expect(await sign(director, "DISCIPLINE", paper)).toBeUndefined();
    expect(await sign(director, "DISCIPLINE", paper)).toBe("SIGNED_ALREADY");
    expect(await sign(director, "DIRECTOR")).toBeUndefined();
    await enrol("ENROLLED");
    expect(await sign(platform.as(`county:${PAPER}.director`), "ORGANISATION", paper)).toBe("仅用于代录");
    await enrol("ON_PAPER");
    expect(await sign(director, "ORGANISATION", paper)).toBeUndefined();
    const { data } = await director.ask(
      `query($id: ID!) { rectification(id: $id) { ... on CountyRectification { commands
        review { role signedBy paperDocument enteredByOffice } } } }`,
      { id: now.id },
    );
    const signed = { signedBy: director.person, enteredByOffice: SUPERIOR };
    expect(data.rectification.review).toEqual([
      { role: "DIRECTOR", paperDocument: null, ...signed },
      { role: "DISCIPLINE", paperDocument: paper, ...signed },
      { role: "ORGANISATION", paperDocument: paper, ...signed },
    ]);
    expect(data.rectification.commands).toContain("EVALUATE");
  });

  test("the leading group's decision is recorded by the director, and by nobody else of the superior", async () => {
    const round = await aRound(PAPER).enteredBy(SUPERIOR).on(platform);
    const authorise = { id: round.id, version: round.version, command: "AUTHORISE", documentNumber: "虚巡〔2026〕9号" };
    expect((await clerk.tries("moveTierRound", authorise)).refusal).toMatchObject({
      code: "ROLE_REQUIRED",
      allowed: ["APPROVER"],
    });
    const approver = platform.as("city:9901.approver").workingIn("COUNTY");
    expect((await approver.tries("moveTierRound", authorise)).answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
    const [authorised] = (await director.does("moveTierRound", authorise)) as [Versioned];
    const withdraw = { ...authorised, command: "WITHDRAW", note: "对象调整。（虚构）" };
    expect((await director.tries("moveTierRound", withdraw)).refusal?.code).toBe("DOCUMENT_REQUIRED");
    await director.does("moveTierRound", { ...withdraw, documentNumber: "虚巡〔2026〕10号" });
  });

  test("an immediate action is proposed and authorised by two people of the superior, and bears the mark", async () => {
    const round = await aRound(PAPER).enteredBy(SUPERIOR).until("ENTERED").on(platform);
    const [target] = round.targets as [Versioned];
    const action = {
      kind: "ON_SITE_ASSIGNMENT",
      description: "水泵当日修复。（虚构）",
      findingIds: [],
      synthetic: true,
    };
    const proposal = { targetId: target.id, actions: [action], on: "2026-03-10" };
    const [proposed] = (await clerk.does("proposeTierImmediateActions", proposal)) as [Versioned];
    const step = { actions: [proposed], command: "AUTHORISE", documentNumber: "虚授〔2026〕1号", on: "2026-03-10" };
    await director.does("moveTierImmediateActions", step);
    const { data } = await clerk.ask(
      "query($id: ID!) { countyImmediateAction(id: $id) { status enteredByOffice authorisedBy commands } }",
      { id: proposed.id },
    );
    expect(data.countyImmediateAction).toEqual({
      status: "AUTHORISED",
      enteredByOffice: SUPERIOR,
      authorisedBy: director.person,
      commands: ["REPORT_DONE"],
    });
  });

  test("whoever is recused stays so, entering for another office too", async () => {
    const recused = await platform.openAccount("city:9901.recused-clerk", SUPERIOR, ["CLERK"]);
    await platform.as("city:9901.director").does("declareTierRecusal", {
      accountId: recused.person,
      kind: "KIN",
      scope: "UNIT",
      subject: built.units[0]?.id,
      since: "2026-01-01",
    });
    const [target] = built.targets as [Versioned];
    const { answer } = await recused
      .workingIn("COUNTY")
      .tries("recordTierFindings", { targetId: target.id, findings: [aFinding()] });
    expect(answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  });

  test("the submission is the superior's entry, and recalled by it with a reason", async () => {
    const round = await aRound(PAPER).enteredBy(SUPERIOR).submitted().on(platform);
    const [{ id, version: revision }] = round.publications as [Versioned];
    await director.does("recallTierPublication", { id, revision, reason: "录入有误。（虚构）" });
    const { data } = await director.ask(
      `query($id: ID!) { publication(id: $id) { ... on CountyPublication { status findingCount } } }`,
      { id },
    );
    expect(data.publication).toEqual({ status: "RECALLED", findingCount: 1 });
  });
});

describe("an office that is enrolled keeps its own book", () => {
  test("the right ends with the enrolment, in the middle of a round", async () => {
    const round = await aRound(PAPER).enteredBy(SUPERIOR).until("ENTERED").on(platform);
    const [target] = round.targets as [Versioned];
    await enrol("ENROLLED");
    const before = await platform.fingerprint();
    const step = { targets: round.targets, command: "REPORT", on: "2026-04-17" };
    expect((await director.tries("moveTierRoundTargets", step)).refusal?.code).toBe("ROLE_REQUIRED");
    expect(
      (await clerk.tries("recordTierFindings", { targetId: target.id, findings: [aFinding()] })).refusal?.code,
    ).toBe("OFFICE_KEEPS_OWN_BOOK");
    const opening = { termId: round.termId, ordinal: 77, title: "虚构", synthetic: true };
    expect((await clerk.tries("openTierRound", opening)).refusal?.code).toBe("OFFICE_KEEPS_OWN_BOOK");
    const term = { office: PAPER, committee: "虚构二届", ordinal: 2, startsOn: "2026-07-01" };
    expect((await director.tries("openTierTerm", term)).refusal?.code).toBe("OFFICE_KEEPS_OWN_BOOK");
    const units = { office: PAPER, units: [aUnit(PAPER)] };
    expect((await clerk.tries("registerTierUnits", units)).refusal?.code).toBe("OFFICE_KEEPS_OWN_BOOK");
    expect(await platform.fingerprint()).toEqual(before);
    const { data } = await clerk.ask("query($id: ID!) { finding(id: $id) { id } }", { id: built.findings[0]?.id });
    expect(data.finding).not.toBeNull();
  });

  test("and goes on with it itself; the mark of what was entered stays, and its own steps bear none", async () => {
    const round = await aRound(PAPER).enteredBy(SUPERIOR).until("RECORDED").on(platform);
    await enrol("ENROLLED");
    const own = peopleOf(platform, PAPER);
    const [finding] = round.findings as [Versioned];
    await own.clerk.does("moveTierFindings", { findings: [finding], command: "AGREE" });
    const { data } = await own.clerk.ask(
      "query($id: ID!) { finding(id: $id) { ... on CountyFinding { enteredByOffice history { nodes { event enteredByOffice } } } } }",
      { id: finding.id },
    );
    expect(data.finding).toEqual({
      enteredByOffice: SUPERIOR,
      history: {
        nodes: [
          { event: "FindingTeamAgreed", enteredByOffice: null },
          { event: "FindingRecorded", enteredByOffice: SUPERIOR },
        ],
      },
    });
  });

  test.each([
    ["the province, which is not directly above", "province:99.director", "FORBIDDEN"],
    ["another city", "city:9902.director", "FORBIDDEN"],
    ["a neighbour", "county:990101.director", "BAD_USER_INPUT"],
    ["the superior's leading group", "city:9901.approver", "FORBIDDEN"],
  ])("nothing is opened for it by %s", async (_, person, code) => {
    const term = { office: PAPER, committee: "虚构二届", ordinal: 3, startsOn: "2026-07-01" };
    const { answer } = await platform.as(person).workingIn("COUNTY").tries("openTierTerm", term);
    expect(answer.errors[0]?.extensions.code).toBe(code);
  });
});
