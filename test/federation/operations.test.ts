import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Supergraph } from "@apollo/federation-internals";
import { reasonOf } from "../../schema/contract/fieldReasons";
import { anyVariables } from "../support/anyVariables";
import { aFinding, aMeasure, anAction, aTeam, aUnit, toldOnTheDay } from "../support/builders";
import type { AnswerError, Versioned } from "../support/caller";
import { type Ticket, useTicket } from "../support/files";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import {
  generatedOperations,
  RUN_ACROSS_TIERS,
  RUN_AS_CUSTODIAN,
  RUN_AS_UNIT,
  RUN_IN_EXCHANGE,
  RUN_IN_SUPERVISION,
  RUN_LIVE,
  RUN_WHERE_UPGRADED,
  RUN_WITH_ORDERS,
  RUN_WITH_RELEASES,
  RUN_WITH_SECONDMENTS,
  SavedOperations,
} from "../support/savedOperations";
import { few, testWhole } from "../support/whole";
import { aCsv, aLedgerRow } from "../support/workbook";

let platform: TestPlatform;
let saved: SavedOperations;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
});

const CLERK = "county:990101.clerk";
const DIRECTOR = "county:990101.director";
const APPROVER = "county:990101.approver";
const PROVINCE = "province:99.director";

const run = (person: string, name: string, variables: object = {}) => saved.run(person, name, variables);
const change = (person: string, name: string, input: object) => saved.change(person, name, input);
/** Moves a file by the ticket of a saved operation. */
async function moveFile(person: string, name: string, input: object, body?: Buffer | string) {
  const [ticket] = await saved.change<Ticket>(person, name, input);
  return useTicket(platform, ticket, body);
}

const versionOf = ({ id, version }: Versioned) => ({ id, version });

test("by the saved operations alone, a county brings a round through and the province reads it", async () => {
  const viewer = await run(CLERK, "Viewer");
  expect(viewer.viewer).toMatchObject({ person: CLERK, officeCode: "990101", roles: ["CLERK"], unit: null });
  expect(viewer.viewer.office.name).toMatch("示例天区");
  expect(viewer.viewer.may).toEqual(expect.arrayContaining(["recordCountyFindings", "registerCountyUnits"]));
  expect(viewer.viewer.may).not.toContain("submitCountyPublications");

  const [term] = await change(DIRECTOR, "OpenTerm", { committee: "虚构一届", ordinal: 1, startsOn: "2021-07-01" });
  const [unit] = await change(CLERK, "RegisterUnits", { units: [aUnit("990101")] });
  const misnamed = {
    ...versionOf(unit),
    command: "CORRECT",
    correction: { cadreLevel: "乡科级" },
    note: "漏填。（虚构）",
  };
  const entries: (Versioned & { corrections?: object[] })[] = await change(CLERK, "MoveUnit", misnamed);
  expect(entries[0]?.corrections).toMatchObject([{ field: "cadreLevel", from: null, to: "乡科级", by: CLERK }]);
  const register = await run(CLERK, "Register", { office: "990101", validOn: "2026-03-01" });
  expect(register).toMatchObject({
    countyUnits: { nodes: [{ id: unit.id }] },
    countyOffice: { terms: [{ id: term.id }] },
  });

  const opening = { termId: term.id, ordinal: 1, title: "虚构第一轮巡察", synthetic: true };
  const [round] = await change(CLERK, "OpenRound", opening);
  const added = [{ unitId: unit.id, method: "DIRECT_VILLAGE" }];
  let targets = await change(CLERK, "AddTargets", { roundId: round.id, targets: added });
  const authorise = { command: "AUTHORISE", documentNumber: "虚巡〔2026〕1号", on: "2026-03-02" };
  await change(APPROVER, "MoveRound", { ...versionOf(round), ...authorise });
  const filed = (await run(DIRECTOR, "RoundInWork", { id: round.id })).countyRound;
  const correction = { command: "PROPOSE_CORRECTION", correction: { endsOn: "2026-05-29" }, note: "漏填。（虚构）" };
  const [proposedRound] = await change(CLERK, "MoveRound", { ...versionOf(filed), ...correction });
  const approving = { ...versionOf(proposedRound), command: "APPROVE_CORRECTION" };
  expect(await change(DIRECTOR, "MoveRound", approving)).toMatchObject([
    { endsOn: "2026-05-29", corrections: [{ field: "endsOn", from: null, by: DIRECTOR }] },
  ]);
  const members = [CLERK, APPROVER, "county:990102.clerk"].map((person, i) => {
    return { person, role: i ? "MEMBER" : "LEADER", validFrom: "2026-03-02" };
  });
  await change(DIRECTOR, "AppointTeam", { targetIds: [targets[0].id], members });

  const waiting = await run(DIRECTOR, "WorkList", { office: "990101", enteredBefore: "2026-03-10" });
  expect(waiting).toMatchObject({ notEntered: { nodes: [{ id: targets[0].id }] }, toBeHeard: { nodes: [] } });
  const ahead = await run(DIRECTOR, "TargetInWork", { id: targets[0].id });
  expect(ahead.countyRoundTarget).toMatchObject({
    status: "PLANNED",
    commands: ["ENTER", "RELEASE"],
    publications: [],
  });
  const whole = await run(DIRECTOR, "OfficeRound", { id: round.id });
  expect(whole.countyRound).toMatchObject({
    authorisation: { body: "领导小组", documentNumber: "虚巡〔2026〕1号", authorisedBy: APPROVER },
    targets: { nodes: [{ commands: ["ENTER", "RELEASE"] }] },
    office: { staff: expect.arrayContaining([CLERK, DIRECTOR]) },
  });
  const asClerk = await run(CLERK, "OfficeRound", { id: round.id });
  expect(asClerk.countyRound.office.staff).toBeNull();
  const helper = whole.countyRound.targets.nodes[0].team.find(
    ({ homeOffice }: { homeOffice: string }) => homeOffice === "990102",
  );
  await change(DIRECTOR, "EndAppointment", { id: helper.id, reason: "另有任务（虚构）" });

  const moveTargets = async (command: string, on: string, more: object = {}) => {
    targets = await change(DIRECTOR, "MoveTargets", { targets: targets.map(versionOf), command, on, ...more });
  };
  await moveTargets("ENTER", "2026-03-09");
  const input = { targetId: targets[0].id, findings: [aFinding(), aFinding()] };
  const [first, second] = await change(CLERK, "RecordFindings", input);
  const { synthetic: _, ...words } = aFinding({ title: "改过的标题" });
  const [revised] = await change(CLERK, "ReviseFinding", { ...versionOf(first), ...words });
  const valid = await run(CLERK, "TaxonomyTerms", { kind: "FOCUS" });
  expect(valid.countyTaxonomyTerms).toContainEqual(expect.objectContaining({ code: "GRASSROOTS_POLICY" }));
  const mapped = await run(CLERK, "MappedTerms", { kind: "CATEGORY", code: "工程项目" });
  expect(mapped.countyMappedTerms).toMatchObject([{ steps: 0, code: "工程项目" }]);
  const sheet = { roundId: round.id };
  const fetched = await moveFile(CLERK, "FetchLedgerTemplate", sheet);
  expect(fetched.status).toBe(200);
  const dry = await moveFile(
    CLERK,
    "BringLedger",
    { ...sheet, dryRun: true },
    aCsv([aLedgerRow(register.countyUnits.nodes[0].name)]),
  );
  expect([dry.status, dry.words]).toEqual([200, expect.objectContaining({ dryRun: true, recorded: 1 })]);
  const attached = await moveFile(CLERK, "AttachFile", { findingId: first.id, name: "底稿.pdf" }, "%PDF-1.7\n%%EOF\n");
  expect(attached.status).toBe(201);
  const { finding: holding } = await run(CLERK, "OneFinding", { id: first.id });
  expect(holding.title).toBe("改过的标题");
  const [file] = await platform.sql<{ id: string }>("county", "select id from attachment where finding_id = $1", [
    first.id,
  ]);
  const mistaken = { id: file?.id, version: 1, reason: "误传（虚构）" };
  expect(await change(CLERK, "RemoveAttachment", mistaken)).toMatchObject([{ id: file?.id }]);
  const repeated = { findings: [aFinding({ targetId: targets[0].id, title: "改过的 标题" })], dryRun: true };
  const tried = await run(CLERK, "RecordLedger", { input: repeated, idempotencyKey: "a-dry-run" });
  expect(tried.recordCountyLedger).toMatchObject({
    recorded: 1,
    possibleDuplicates: [{ place: 0, why: "SAME_TITLE", finding: { id: first.id } }, { place: 0 }],
  });
  const exported = await moveFile(CLERK, "ExportLedger", { format: "CSV" });
  expect(exported.bytes.toString()).toContain("改过的标题");
  const [cleared] = await change(CLERK, "ClearFindingText", { ...versionOf(revised), confirmedNoPerson: true });
  let findings = [cleared, second as Versioned];
  const drafts = { targetId: targets[0].id, status: "DRAFT", command: "AGREE" };
  const blind = { input: { ...drafts, count: 3 }, idempotencyKey: "three-drafts" };
  const others = await saved.try(CLERK, "MoveFindingsOfTarget", blind);
  expect(others.data.moveCountyFindingsOfTarget).toMatchObject({ code: "OTHERS_BY_NOW", subject: targets[0].id });
  const agreed = await change(CLERK, "MoveFindingsOfTarget", { ...drafts, count: 2 });
  findings = findings.map(({ id }) => agreed.find((each: Versioned) => each.id === id) as Versioned);
  for (const command of ["EXCHANGE_FACTS", "REPORT"]) {
    findings = await change(CLERK, "MoveFindings", {
      findings: findings.map(versionOf),
      command,
      note: "单位无异议。（虚构）",
    });
  }
  const proposing = { targetId: targets[0].id, actions: [anAction()], on: "2026-04-01" };
  let actions = await change(CLERK, "ProposeImmediateActions", proposing);
  for (const [person, command, more] of [
    [APPROVER, "AUTHORISE", { documentNumber: "虚立〔2026〕1号" }],
    [
      CLERK,
      "REPORT_DONE",
      { note: "公示照片。（虚构）", result: { recovered: { amount: "40000.00", qualifier: "AT_LEAST" } } },
    ],
    [DIRECTOR, "CONFIRM", {}],
  ] as const) {
    const step = { actions: actions.map(versionOf), command, on: "2026-04-02", ...more };
    actions = await change(person, "MoveImmediateActions", step);
  }
  const atOnce = await run(CLERK, "ImmediateActions", { office: "990101", filter: { status: ["CONFIRMED"] } });
  expect(atOnce.countyOffice).toMatchObject({
    immediateActionFigures: { recovered: { amount: "40000.00", qualifier: "AT_LEAST" }, synthetic: true },
    immediateActions: { nodes: [{ id: actions[0].id, kind: "RECTIFY_AT_ONCE", target: { id: targets[0].id } }] },
  });
  const oneAction = await run(CLERK, "OneImmediateAction", { id: actions[0].id });
  expect(oneAction.countyImmediateAction).toMatchObject({ status: "CONFIRMED", proof: "公示照片。（虚构）" });
  const ofTarget = await run(CLERK, "ImmediateActionsOfTarget", { targetId: targets[0].id });
  expect(ofTarget.countyRoundTarget.immediateActions.nodes).toMatchObject([
    { findings: [], history: { nodes: [{}, {}, {}, {}] } },
  ]);
  await moveTargets("REPORT", "2026-04-17");
  await moveTargets("HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚听〔2026〕1号" } });

  const standing = await run(CLERK, "WhereFindingsStand");
  expect(standing.countyFindings.nodes).toMatchObject([{ liveStatus: "REPORTED" }, { liveStatus: "REPORTED" }]);
  const past = await run(CLERK, "FindingHistory", { id: first.id });
  expect(past.finding.history.nodes.map(({ event }: { event: string }) => event)).toEqual([
    ...["FindingReported", "FindingFactsExchanged", "FindingTeamAgreed", "FindingTextConfirmed"],
    ...["FindingRevised", "FindingRecorded"],
  ]);
  expect(past.finding.texts).toMatchObject([{ version: 2, title: "改过的标题" }, { version: 1 }]);
  const book = await run(CLERK, "Rounds", { office: "990101" });
  expect(book.countyOffice.rounds.nodes).toMatchObject([{ id: round.id, targets: { nodes: [{ id: targets[0].id }] } }]);
  const inWork = await run(DIRECTOR, "RoundInWork", { id: round.id });
  expect(inWork.countyRound).toMatchObject({ status: "RUNNING", targets: { nodes: [{ status: "HEARD" }] } });
  const readers = await run(DIRECTOR, "WhoCanSee", { kind: "TARGET", id: targets[0].id });
  expect(readers.countyReaders.nodes).toContainEqual(
    expect.objectContaining({ rule: "OWN_OFFICE", officeCode: "990101" }),
  );
  const preview = await run(DIRECTOR, "PreviewSubmission", { targetId: targets[0].id });
  expect(preview.countyPublicationPreview).toMatchObject({ version: 1, refusal: null });
  expect(preview.countyPublicationPreview.listed).toHaveLength(2);
  const [publication] = await change(DIRECTOR, "Submit", { targetIds: [targets[0].id] });

  const toTell = await run(DIRECTOR, "PreviewFeedback", { targetId: targets[0].id });
  expect(toTell.countyFeedbackPreview).toMatchObject({ refusal: null, receivers: [{ unitId: unit.id }], withheld: [] });
  await moveTargets("FEED_BACK", "2026-05-06");
  const { disclosures } = (await run(DIRECTOR, "TargetInWork", { id: targets[0].id })).countyRoundTarget;
  const given = await run(DIRECTOR, "GivenFeedback", { id: disclosures[0].id });
  const told = toTell.countyFeedbackPreview.receivers[0].findings;
  expect(given.disclosure.findings.nodes.map(({ focus }: { focus: string }) => focus)).toEqual(
    told.map(({ focus }: { focus: string }) => focus),
  );
  expect(given.disclosure.findings.nodes).toMatchObject([{ textVersion: 1, earlierTexts: [] }, {}]);
  await toldOnTheDay(platform, { targets }, "COUNTY");
  await moveTargets("START_RECTIFICATION", "2026-05-12");
  findings = findings.map(({ id, version }) => ({ id, version: version + 2 }));
  const rowsOf = async (withDeadline: boolean) =>
    (await run(CLERK, "Findings", { filter: { targetId: targets[0].id }, withDeadline })).countyFindings.nodes;
  expect(await rowsOf(true)).toMatchObject([{ deadline: { dueOn: "2026-08-04" } }, {}]);
  expect((await rowsOf(false))[0]).not.toHaveProperty("deadline");
  await change(CLERK, "MoveFindings", { findings: findings.map(versionOf), command: "CLAIM", note: "佐证（虚构）" });
  const { finding: claimed } = await run(CLERK, "FindingPage", { id: findings[0]?.id });
  expect(claimed.deadline).toMatchObject({ clock: "REVIEW_OF_CLAIM", colour: "GREEN", daysLeft: expect.any(Number) });
  const work = await run(CLERK, "DaysOfTheWork", { office: "990101" });
  expect(work).toMatchObject({
    inspections: { nodes: [] },
    hearings: { nodes: [] },
    rectifications: {
      nodes: [{ clock: "PLAN" }, { clock: "CONCENTRATED_RECTIFICATION", days: 90, dueOn: "2026-08-04" }, { days: 120 }],
    },
  });
  const due = await run(CLERK, "DueBefore", { before: "2099-01-01" });
  expect(due.countyDeadlines.nodes).toHaveLength(5);
  // which of them is due first differs from day to day
  const kinds = due.countyObligations.nodes.map(({ kind }: { kind: string }) => kind);
  expect(kinds.sort()).toEqual(["MONTHLY_ASSESSMENT", "QUARTERLY_REPORT", "WEEKLY_URGING"]);
  const claims = await run(CLERK, "Claims", { targetId: targets[0].id });
  expect(claims.countyRoundTarget.findings.nodes).toMatchObject([{ claimReview: { colour: "GREEN" } }, {}]);
  const planned = (await run(CLERK, "Corrections", { targetId: targets[0].id })).countyRoundTarget.rectification;
  const measures = findings.map(({ id }) => aMeasure(id));
  const submitted = { command: "SUBMIT_PLAN", on: "2026-05-20", plan: { text: "整改方案。（虚构）", measures } };
  const [entered] = await change(CLERK, "MoveRectification", { ...versionOf(planned), ...submitted });
  const waits = await run(CLERK, "WaitsForUs", { office: "990101" });
  expect(waits.countyRectifications.nodes).toMatchObject([{ status: "PLAN_SUBMITTED", target: { id: targets[0].id } }]);
  const misdated = { command: "CORRECT", correction: { planSubmittedOn: "2026-05-19" }, note: "误记。（虚构）" };
  const [dated] = await change(DIRECTOR, "MoveRectification", { ...versionOf(entered), ...misdated });
  expect(dated).toMatchObject({ planSubmittedOn: "2026-05-19", corrections: [{ from: "2026-05-20", by: DIRECTOR }] });
  const urging = due.countyObligations.nodes.find(({ kind }: { kind: string }) => kind === "WEEKLY_URGING");
  const done = await change(CLERK, "FulfilObligations", { obligations: [versionOf(urging)], note: "已督促。（虚构）" });
  await change(CLERK, "UndoObligations", { obligations: done.map(versionOf), note: "误记他项。（虚构）" });
  expect((await run(CLERK, "RoundName", { id: round.id })).countyRound.title).toBe(opening.title);
  const { countyRoundTarget: inRound } = await run(CLERK, "TargetName", { id: targets[0].id });
  expect(inRound).toMatchObject({ unitName: expect.stringMatching(/\S/), round: { id: round.id } });
  const listed = await run(CLERK, "FindingsOfTarget", { id: targets[0].id });
  expect(listed.countyRoundTarget.findings.nodes).toMatchObject([{ ordinal: 2 }, { ordinal: 1 }]);
  const owed = await run(CLERK, "ObligationsOfTarget", { id: targets[0].id });
  expect(owed.countyRoundTarget.obligations.nodes).toContainEqual(
    expect.objectContaining({ id: urging.id, status: "SCHEDULED", doneBy: null }),
  );
  const numbered = await run(CLERK, "Findings", { sort: "NUMBER", first: 1 });
  const { endCursor: after } = numbered.countyFindings.pageInfo;
  const nextOne = await run(CLERK, "Findings", { sort: "NUMBER", first: 1, after });
  const ordinals = [...numbered.countyFindings.nodes, ...nextOne.countyFindings.nodes].map(({ ordinal }) => ordinal);
  expect(ordinals).toEqual([1, 2]);
  for (const [sort, filter] of [
    ["DUE", { due: { from: "2026-08-01", until: "2099-01-01" } }],
    ["CHANGED", { unitId: unit.id, fedBack: { from: "2026-05-06", until: "2026-05-06" } }],
    ["NEWEST", { found: { from: dayBefore(1) }, changedSince: "2026-01-01T00:00:00.000000Z" }],
  ] as const) {
    const first = await run(CLERK, "Findings", { sort, filter, first: 1 });
    const rest = await run(CLERK, "Findings", { sort, filter, after: first.countyFindings.pageInfo.endCursor });
    const ids = [...first.countyFindings.nodes, ...rest.countyFindings.nodes].map(({ id }) => id);
    expect([sort, [...new Set(ids)].sort()]).toEqual([sort, findings.map(({ id }) => id).sort()]);
  }
  const otherwise = await saved.try(CLERK, "Findings", { sort: "DUE", after });
  expect(otherwise.errors[0]?.extensions.fields).toMatchObject([{ path: "after", reason: reasonOf("OTHER_SORT") }]);
  const none = { fedBack: { until: "2026-05-05" } };
  expect((await run(CLERK, "Findings", { filter: none })).countyFindings.nodes).toEqual([]);
  expect((await run(PROVINCE, "Findings", { sort: "DUE" })).countyFindings.nodes).toEqual([]);
  const byDue = await run(DIRECTOR, "Rectifications", { sort: "DUE", filter: { due: { until: "2099-01-01" } } });
  expect(byDue.countyRectifications).toMatchObject({ nodes: [{}], pageInfo: { hasNextPage: false } });
  expect((await run(CLERK, "RoundTargets", { id: round.id })).countyRound.targets.nodes).toHaveLength(1);
  const { countyRectifications } = await run(DIRECTOR, "Rectifications", {});
  expect(countyRectifications.nodes).toMatchObject([{ status: "PLAN_SUBMITTED", review: [] }]);
  const opinion = {
    id: countyRectifications.nodes[0].id,
    role: "DIRECTOR",
    evaluation: "QUALIFIED",
    opinion: "同意。（虚构）",
  };
  const early = await saved.try(DIRECTOR, "SignReview", { input: opinion, idempotencyKey: "signed-too-early" });
  expect(early.data.signCountyReview).toMatchObject({ code: "ILLEGAL_TRANSITION", subject: opinion.id });
  const parties = [
    { name: "巡察办", role: "DIRECTOR" },
    { name: "纪委监委", role: "DISCIPLINE" },
  ];
  expect(await change(DIRECTOR, "SetReviewParties", { parties, validFrom: "2099-01-01" })).toMatchObject(parties);
  expect((await run(DIRECTOR, "ReviewParties")).countyReviewParties).toHaveLength(4);
  const policy = { clock: "PLAN", days: 20, unit: "WORKING", warningDays: 5, validFrom: "2099-01-01", source: "虚构" };
  const [own] = await change(DIRECTOR, "SetDeadlinePolicy", policy);
  const policies = await run(PROVINCE, "DeadlinePolicies", { office: "990101", on: "2099-01-01" });
  expect(policies.countyDeadlinePolicies).toContainEqual(expect.objectContaining({ id: own.id, days: 20 }));

  const drillDown = await run(PROVINCE, "DrillDown", { city: "9901" });
  expect(JSON.stringify(drillDown)).toContain("改过的标题");
  const one = await run(PROVINCE, "OneFinding", { id: first.id });
  expect(one.finding).toMatchObject({ title: "改过的标题", basis: "PUBLISHED", publication: { version: 1 } });
  const ledger = await run(PROVINCE, "Findings", { filter: { region: "990101", liveStatus: ["CLAIMED_DONE"] } });
  expect(ledger.countyFindings.nodes).toHaveLength(2);
  const overview = await run(PROVINCE, "Overview", { region: "9901" });
  expect(overview.region).toMatchObject({ name: "示例甲市", countyFigures: { total: 2, open: 2, synthetic: true } });
  const said = await run(PROVINCE, "Search", { text: "改过 标题" });
  expect(said).toMatchObject({
    countyFindings: { nodes: [{ findingId: first.id, finding: { title: "改过的标题" } }] },
    cityFindings: { nodes: [] },
    provinceFindings: { nodes: [] },
  });
  const named = await run(PROVINCE, "Search", { text: "虚构单位" });
  expect(named).toMatchObject({
    countyFindings: { nodes: [{ basis: "PUBLISHED" }, { basis: "PUBLISHED" }] },
    countyUnits: { nodes: [{ id: unit.id }] },
  });
  const explained = await run(PROVINCE, "FiguresExplained", { region: "9901" });
  expect(explained.region.countyFigures).toMatchObject({ total: 2, rounds: 1, units: 1, byFocus: [{ total: 2 }] });
  const topic = await run(PROVINCE, "FindingsByTopic", { filter: { focus: "GRASSROOTS_POLICY" } });
  expect(topic.countyFindings.nodes).toHaveLength(2);
  const overdue = await run(PROVINCE, "Overdue", { region: "99" });
  expect(overdue).toMatchObject({ provinceOverdueOffices: { nodes: [] }, cityOverdueOffices: { nodes: [] } });
  const alerts = await run(PROVINCE, "AlertsOfRegion", { region: "9901" });
  expect(alerts.region).toMatchObject({
    countyFigures: { open: 2, overdue: 0, dueSoon: 0 },
    cityFigures: { total: 0 },
  });
  const gaps = await run(PROVINCE, "OfficesWithGaps", { region: "9902", gaps: ["SILENT"] });
  expect(gaps.cityOfficeSlices.nodes).toMatchObject([{ office: { code: "9902" }, gaps: ["SILENT"] }]);
  const running = await run(PROVINCE, "OfficeSlices", { region: "9901", running: true });
  expect(running.countyOfficeSlices.nodes).toMatchObject([{ office: { code: "990101" }, runningRounds: 1 }]);
  const idle = await run(PROVINCE, "OfficeSlices", { region: "990101", running: false });
  expect(idle.countyOfficeSlices.nodes).toEqual([]);
  expect(await run(PROVINCE, "UnitsNotInspected", { region: "9901" })).toMatchObject({
    countyUnitsNotInspected: { nodes: [] },
  });
  const compared = await run(PROVINCE, "CountyRoundAgainstLast", { office: "990101" });
  expect(compared.countyOffice.rounds.nodes).toMatchObject([{ figures: { total: 2 }, previous: null }]);
  const page = await run(PROVINCE, "FindingPage", { id: first.id });
  expect(page.finding).toMatchObject({ title: "改过的标题", basis: "PUBLISHED", round: { id: round.id } });
  const counted = await run(PROVINCE, "RoundFigures", { office: "990101" });
  expect(counted.countyOffice.rounds.nodes).toMatchObject([{ id: round.id, figures: { total: 2 } }]);
  const lastRounds = await run(PROVINCE, "RoundAgainstLast", { office: "99" });
  expect(lastRounds.provinceOffice).toMatchObject({ rounds: { nodes: [] } });
  const dossier = await run(PROVINCE, "UnitDossier", { id: unit.id });
  expect(dossier.unit.countyInspections).toMatchObject([{ figures: { total: 2 }, categories: [{ returned: false }] }]);
  const never = await run(PROVINCE, "NeverInspected", { region: "9901" });
  expect(never).toMatchObject({ countyUnitsNotInspected: { nodes: [] } });
  expect(await run(PROVINCE, "CommonTopics", { region: "9901" })).toMatchObject({
    countyCommonTopics: { nodes: [], pageInfo: { hasNextPage: false } },
  });
  const ofCity = await run("city:9901.director", "OwnCity", { city: "9901" });
  expect(ofCity.region).toMatchObject({ cityFigures: { total: 0 }, countyFigures: { total: 2 } });
  const behind = await run(PROVINCE, "FiguresOfProvince", { office: "99" });
  expect(behind).toMatchObject({ provinceOffice: { terms: [], rounds: { nodes: [] } } });
  const covered = await run(PROVINCE, "FiguresOfCity", { office: "9901" });
  expect(covered.cityOffice.counties).toContainEqual({
    code: "990101",
    terms: [{ committee: "虚构一届", endsOn: null, coverage: { due: 1, inspected: 1 } }],
  });
  const ofCounty = await run(PROVINCE, "FiguresOfCounty", { office: "990101" });
  expect(ofCounty.countyOffice.rounds.nodes).toMatchObject([{ figures: { total: 2, rectified: 0 } }]);
  const released = await change(DIRECTOR, "ReleaseResults", {
    ...{ grantees: ["990102"], title: "村级工程问题通报（虚构）", roundId: round.id },
    ...{ fields: ["TITLE", "STATUS"], expiresOn: "2999-12-31" },
  });
  expect(released).toMatchObject([{ state: "ISSUED", grantees: [{ officeCode: "990102" }] }]);
  const ended = { ...versionOf(released[0]), command: "WITHDRAW", note: "对象有误。（虚构）" };
  expect(await change(DIRECTOR, "MoveRelease", ended)).toMatchObject([{ state: "WITHDRAWN" }]);
  expect((await run(DIRECTOR, "CopiesToOfficesNotAcknowledged")).countyReleases.nodes).toEqual([]);
  const teams = await run("city:9901.director", "OurTeams", { office: "9901" });
  expect(teams.cityRoundTargets.nodes).toEqual([]);
  const inStead = await run("city:9901.director", "InspectedInStead", { office: "9901" });
  expect(inStead.cityRoundTargets.nodes).toEqual([]);

  expect(await run(CLERK, "RegionNames", { codes: ["9901", "98"] })).toEqual({
    regions: [{ code: "9901", pathName: "虚构省 示例甲市" }, null],
  });
  expect(await run(CLERK, "UnitName", { id: unit.id })).toEqual({
    unit: { id: unit.id, name: expect.stringContaining("虚构") },
  });
  const around = await run(CLERK, "RegionsAround", { code: "990101" });
  expect(around.region.parent.children).toContainEqual({ code: "990102", pathName: "虚构省 示例甲市 示例地县" });
  const below = await run(CLERK, "RegionsBelow", { code: "9901" });
  expect(below.region.children[0]).toMatchObject({ code: "990101", name: "示例天区", children: expect.any(Array) });

  const tiers = await run(PROVINCE, "ThreeTiers", { region: "99" });
  expect(tiers).toMatchObject({ cityFindings: { nodes: [] }, region: { countyFigures: { total: 2 } } });

  const wrong = { id: publication.id, revision: 1, reason: "内容有误（虚构）" };
  await change(DIRECTOR, "Recall", wrong);
  const submissions = await run(PROVINCE, "Submissions", { region: "9901" });
  expect(submissions.countyPublications.nodes).toMatchObject([{ status: "RECALLED", recallReason: wrong.reason }]);
  const recusal = { accountId: CLERK, kind: "KIN", scope: "UNIT", subject: unit.id };
  const [declared] = await change(CLERK, "DeclareRecusal", recusal);
  const inForce = await run(DIRECTOR, "Recusals", { accountId: CLERK });
  expect(inForce.countyRecusals.nodes).toMatchObject([{ id: declared.id, endedOn: null }]);
  await change(DIRECTOR, "EndRecusal", { id: declared.id, reason: "已调离（虚构）" });
  expect(await run(DIRECTOR, "Recusals", {})).toMatchObject({ countyRecusals: { nodes: [] } });

  const auditor = await platform.openAccount("county:990101.auditor", "990101", ["AUDIT_ADMIN"]);
  expect(await run(auditor.person, "SealedTexts", { findingId: first.id })).toEqual({ countySealedTexts: [] });
  const corrected = await run(CLERK, "Corrections", { targetId: targets[0].id });
  expect(corrected.countyRoundTarget).toMatchObject({ enteredOn: "2026-03-09", corrections: [] });

  const again = { ...opening, ordinal: 2, title: "虚构回头看", kind: "LOOK_BACK", predecessorId: round.id };
  const [lookBack] = await change(CLERK, "OpenRound", again);
  targets = await change(CLERK, "AddTargets", { roundId: lookBack.id, targets: added });
  await change(APPROVER, "MoveRound", { ...versionOf(lookBack), ...authorise, on: "2026-08-03" });
  await change(DIRECTOR, "AppointTeam", { targetIds: [targets[0].id], members: aTeam("990101", "2026-08-03") });
  await moveTargets("ENTER", "2026-08-10");
  const verdicts = findings.map(({ id }) => ({ findingId: id, verdict: "PARTLY" }));
  const proposed = await change(CLERK, "ProposeVerdicts", { targetId: targets[0].id, verdicts });
  const judged = await run(CLERK, "LookBack", { id: targets[0].id });
  expect(judged.countyRoundTarget.predecessorFindings.nodes).toHaveLength(2);
  expect(judged.countyRoundTarget.verdicts).toMatchObject([{ commands: ["REVISE"] }, { commands: ["REVISE"] }]);
  const decided = await change(DIRECTOR, "DecideVerdicts", { verdicts: proposed.map(versionOf) });
  expect(decided).toMatchObject([{ status: "DECIDED" }, { status: "DECIDED" }]);
  const history = await run(CLERK, "UnitHistory", { office: "990101" });
  expect(history.countyUnits.nodes).toMatchObject([
    {
      countyInspections: [{ roundTitle: "虚构回头看" }, { roundTitle: "虚构第一轮巡察" }],
      cityInspections: [],
      provinceInspections: [],
    },
  ]);

  const [former] = await change(CLERK, "RegisterUnits", { units: [aUnit("990101")] });
  const { validFrom: _from, synthetic: _synthetic, ...renamed } = aUnit("990101");
  const succession = {
    units: [versionOf(former)],
    on: "2026-02-01",
    successor: renamed,
    documentNumber: "虚编〔2026〕1号",
  };
  const [goesOn] = await change(DIRECTOR, "SucceedUnits", { ...succession, note: "更名。（虚构）" });
  expect(goesOn).toMatchObject({ predecessors: [{ id: former.id }], validFrom: "2026-02-01" });
  const closing = { ...versionOf(goesOn), command: "END", on: "2026-02-02", documentNumber: "虚编〔2026〕2号" };
  await change(DIRECTOR, "MoveUnit", { ...closing, note: "撤销。（虚构）" });

  const elsewhere = [
    ...generatedOperations().map(({ name }) => name),
    ...RUN_AS_UNIT,
    ...RUN_WHERE_UPGRADED,
    ...RUN_AS_CUSTODIAN,
    ...RUN_ACROSS_TIERS,
    ...RUN_IN_EXCHANGE,
    ...RUN_WITH_ORDERS,
    ...RUN_LIVE,
    ...RUN_WITH_RELEASES,
    ...RUN_IN_SUPERVISION,
    ...RUN_WITH_SECONDMENTS,
  ];
  expect([...saved.unused].sort()).toEqual([...new Set(elsewhere)].sort());
});

testWhole?.("by what is generated for its tier, a city brings a round of its own to the rectification", async () => {
  const [clerk, director, approver] = ["clerk", "director", "approver"].map((name) => `city:9901.${name}`) as [
    string,
    string,
    string,
  ];
  const ofCity = (person: string, name: string, input: object) => change(person, `${name}OfCity`, input);
  const [term] = await ofCity(director, "OpenTerm", { committee: "虚构一届", ordinal: 1, startsOn: "2021-07-01" });
  const [unit] = await ofCity(clerk, "RegisterUnits", { units: [aUnit("9901")] });
  const opening = { termId: term.id, ordinal: 1, title: "虚构市级第一轮", synthetic: true };
  const [round] = await ofCity(clerk, "OpenRound", opening);
  let targets = await ofCity(clerk, "AddTargets", {
    roundId: round.id,
    targets: [{ unitId: unit.id, method: "SPOT" }],
  });
  const authorise = { command: "AUTHORISE", documentNumber: "虚市巡〔2026〕1号", on: "2026-03-02" };
  await ofCity(approver, "MoveRound", { ...versionOf(round), ...authorise });
  const move = async (command: string, on: string, more: object = {}) => {
    targets = await ofCity(director, "MoveTargets", { targets: targets.map(versionOf), command, on, ...more });
  };
  await ofCity(director, "AppointTeam", { targetIds: [targets[0].id], members: aTeam("9901") });
  await move("ENTER", "2026-03-09");
  let findings = await ofCity(clerk, "RecordFindings", { targetId: targets[0].id, findings: [aFinding()] });
  for (const command of ["AGREE", "EXCHANGE_FACTS", "REPORT"]) {
    const step = { findings: findings.map(versionOf), command, note: "单位无异议。（虚构）" };
    findings = await ofCity(clerk, "MoveFindings", step);
  }
  await move("REPORT", "2026-04-17");
  await move("HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚市听〔2026〕1号" } });
  const [publication] = await ofCity(director, "Submit", { targetIds: [targets[0].id] });
  expect(publication.id).toMatch(/^city:/);
  await move("FEED_BACK", "2026-05-06");
  await move("START_RECTIFICATION", "2026-05-12");
  const book = await run(clerk, "RoundsOfCity", { office: "9901" });
  expect(book.cityOffice.rounds.nodes).toMatchObject([
    { id: round.id, targets: { nodes: [{ status: "RECTIFYING" }] } },
  ]);
  const { cityRectifications } = await run(director, "RectificationsOfCity");
  expect(cityRectifications.nodes).toMatchObject([{ status: "PLAN_DUE" }]);
});

/** They are those of another tier under other names: some of them, and all in `npm run whole`. */
const ALL_GENERATED = generatedOperations();

test("each operation that is generated for another tier reaches that tier", async () => {
  const supergraph = readFileSync(join(__dirname, "../../../schema/supergraph.graphql"), "utf8");
  const schema = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema();
  const people = { PROVINCE: "province:99.director", CITY: "city:9901.director", COUNTY: "county:990101.director" };
  const offices = { PROVINCE: "99", CITY: "9901", COUNTY: "990101" };
  const faults: string[] = [];
  for (const { name, tier, document } of few(9, ALL_GENERATED)) {
    const values = anyVariables(schema, document, { tier, office: offices[tier] });
    const { errors } = await saved.try(people[tier], name, values);
    // what a rule or a right says no to has come to the tier as well; anything else is a fault of the operation
    const isAnswer = ({ path, extensions: { code } }: AnswerError) =>
      path !== undefined && ["NOT_FOUND", "FORBIDDEN", "BAD_USER_INPUT"].includes(code);
    faults.push(...errors.filter((error) => !isAnswer(error)).map((error) => `${name}: ${JSON.stringify(error)}`));
  }
  expect(ALL_GENERATED.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});
