import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { AssignmentMode } from "../../subgraphs/domain/round/round";
import type { Caller, MutationName, Versioned } from "./caller";
import type { TestPlatform } from "./platform";

/** The stages of a round in order, with the calendar date of each. */
const DATES = {
  PREPARING: "2026-02-27",
  AUTHORISED: "2026-03-02",
  ENTERED: "2026-03-09",
  RECORDED: "2026-03-09",
  REPORTED: "2026-04-17",
  HEARD: "2026-04-28",
  FED_BACK: "2026-05-06",
  RECTIFYING: "2026-05-12",
} as const;
type Stage = keyof typeof DATES;
const STAGES = Object.keys(DATES) as Stage[];

/** The people of an office, by their posts. */
interface People {
  clerk: Caller;
  director: Caller;
  approver: Caller;
}

/** What was entered; the versions are those of the last step. */
export interface BuiltRound extends People {
  id: string;
  version: number;
  office: string;
  termId: string;
  units: Versioned[];
  targets: Versioned[];
  /** of all targets, in the order of the targets and of their numbers */
  findings: Versioned[];
  publications: Versioned[];
}

export function peopleOf(platform: TestPlatform, office: string): People {
  const person = (post: string) => platform.as(`${nameOfTier(tierOfOffice(office) as Tier)}:${office}.${post}`);
  return { clerk: person("clerk"), director: person("director"), approver: person("approver") };
}

/** The people of the office above, at work in the book of an office on paper. */
function keepersOf(platform: TestPlatform, superior: string, office: string): People {
  const { clerk, director } = peopleOf(platform, superior);
  const tier = tierOfOffice(office) as Tier;
  return { clerk: clerk.workingIn(tier), director: director.workingIn(tier), approver: director.workingIn(tier) };
}

/** 问题: what a clerk writes into a ledger. All of it is invented and concerns the fictional province. */
export function aFinding(changes: object = {}) {
  const words = { title: "民生项目公示不及时", description: "结算情况未按时公示。（虚构）" };
  return { ...words, focus: "GRASSROOTS_POLICY", category: "工程项目", synthetic: true, ...changes };
}

/** One step of a scene. */
async function build(by: Caller, mutation: MutationName, input: object): Promise<Versioned[]> {
  const [made] = await by.builds([mutation, input]);
  return made as Versioned[];
}

let units = 0;
/** 被巡察党组织: an entry of the register with a code that no other entry of this test file bears. */
export function aUnit(office: string, changes: object = {}) {
  const region = office.length === 6 ? `${office}001001` : office;
  const code = `U-${++units}`;
  return {
    code,
    name: `虚构单位${units}`,
    kind: "VILLAGE",
    region,
    validFrom: "2021-07-01",
    synthetic: true,
    ...changes,
  };
}

export function aRound(office = "990101"): RoundBuilder {
  return new RoundBuilder(office);
}

const terms = new WeakMap<TestPlatform, Map<string, Promise<string>>>();
let rounds = 0;

/** Works a round through the mutations, past the gateway, as its clerk, approver and director. */
class RoundBuilder {
  private targets = 1;
  private unitIds?: readonly string[];
  private mode: AssignmentMode = "OWN_TIER";
  private findings = 1;
  private stage: Stage = "PREPARING";
  private submits = false;
  private superior?: string;
  private words: object = {};

  constructor(private readonly office: string) {}

  withTargets(count: number): this {
    this.targets = count;
    return this;
  }

  /** Of units that are in the register already, in the place of new ones. */
  of(unitIds: readonly string[]): this {
    this.unitIds = unitIds;
    return this;
  }

  /** 提级 and the like: over units that other offices keep in their registers. */
  inMode(mode: AssignmentMode): this {
    this.mode = mode;
    return this;
  }

  /** How many findings each target has. */
  withFindings(count: number): this {
    this.findings = count;
    return this;
  }

  /** What its findings say, beside what every finding says. */
  saying(words: object): this {
    this.words = words;
    return this;
  }

  until(stage: Stage): this {
    this.stage = stage;
    return this;
  }

  /** 代录: by the people of the office above, whose director records what the leading group decided on paper. */
  enteredBy(superior: string): this {
    this.superior = superior;
    return this;
  }

  /** Heard at least, and submitted upward. */
  submitted(): this {
    this.submits = true;
    return this.reaches("HEARD") ? this : this.until("HEARD");
  }

  async on(platform: TestPlatform): Promise<BuiltRound> {
    const people = this.superior ? keepersOf(platform, this.superior, this.office) : peopleOf(platform, this.office);
    const termId = await termOf(platform, this.office, people.director);
    const added = Array.from({ length: this.targets }, () => aUnit(this.office));
    const opening = {
      ...{ termId, ordinal: ++rounds, title: `虚构第${rounds}轮` },
      ...{ assignmentMode: this.mode, synthetic: true },
    };
    const open = ["openTierRound", opening] as const;
    const [registered, [round]] = (
      this.unitIds
        ? [this.unitIds.map((id) => ({ id, version: 1 })), ...(await people.clerk.builds(open))]
        : await people.clerk.builds(["registerTierUnits", { units: added, office: this.office }], open)
    ) as [Versioned[], [Versioned]];
    const planned = registered.map(({ id }) => ({ unitId: id, method: "DIRECT_VILLAGE" }));
    const targets = await build(people.clerk, "addTierRoundTargets", { roundId: round.id, targets: planned });
    const built = {
      ...people,
      ...round,
      office: this.office,
      termId,
      units: registered,
      targets,
      findings: [],
      publications: [],
    };
    await this.carryOn(built);
    if (this.reaches("FED_BACK")) await toldOnTheDay(platform, built, tierOfOffice(this.office) as Tier);
    return built;
  }

  private async carryOn(built: BuiltRound): Promise<void> {
    if (this.reaches("AUTHORISED")) await authorise(built);
    if (this.reaches("ENTERED")) await enter(built);
    if (this.reaches("RECORDED")) await this.record(built);
    if (this.reaches("REPORTED")) await report(built);
    const hearing = { body: "领导小组会议（虚构）", documentNumber: `虚听〔2026〕${rounds}号` };
    const afterwards = [
      ["HEARD", "HEAR", { hearing }],
      ["FED_BACK", "FEED_BACK", {}],
      ["RECTIFYING", "START_RECTIFICATION", {}],
    ] as const;
    const moves = afterwards
      .filter(([stage]) => this.reaches(stage))
      .map(([stage, command, more]) => ({ command, on: DATES[stage], ...more }));
    await moveTargetsInTurn(built, moves);
    if (this.submits) {
      const targetIds = built.targets.map(({ id }) => id);
      built.publications = await build(built.director, "submitTierPublications", { targetIds });
    }
  }

  private async record(built: BuiltRound): Promise<void> {
    const findings = Array.from({ length: this.findings }, () => aFinding(this.words));
    if (this.findings === 0) return;
    const recorded = built.targets.map(({ id }) => ["recordTierFindings", { targetId: id, findings }] as const);
    built.findings.push(...(await built.clerk.builds(...recorded)).flat());
  }

  private reaches(stage: Stage): boolean {
    return STAGES.indexOf(this.stage) >= STAGES.indexOf(stage);
  }
}

/** As if the feedback had been entered on the day that it bears: what a test tells of months ago. */
export async function toldOnTheDay(
  platform: TestPlatform,
  { targets }: Pick<BuiltRound, "targets">,
  tier: Tier,
): Promise<void> {
  await platform.sql(
    nameOfTier(tier),
    `update disclosure set issued_at = issued_at - (office_day(issued_at) - issued_on) * interval '1 day'
     where target_id = any ($1)`,
    [targets.map(({ id }) => id)],
  );
}

async function authorise(built: BuiltRound): Promise<void> {
  const { id, version } = built;
  const command = {
    id,
    version,
    command: "AUTHORISE",
    on: DATES.AUTHORISED,
    documentNumber: `虚巡〔2026〕${rounds}号`,
  };
  const [moved] = await build(built.approver, "moveTierRound", command);
  built.version = (moved as Versioned).version;
}

/** 双人: the director leads and the clerk is a member, each of the office itself. */
export function aTeam(office: string, validFrom: string = DATES.PREPARING) {
  const tier = nameOfTier(tierOfOffice(office) as Tier);
  return ["director", "clerk"].map((post, i) => {
    return { person: `${tier}:${office}.${post}`, role: i ? "MEMBER" : "LEADER", validFrom };
  });
}

/** Appoints the office's own team to all targets of the round: without one nobody enters. */
export async function appointTeam(built: BuiltRound, validFrom?: string): Promise<void> {
  const targetIds = built.targets.map(({ id }) => id);
  await build(built.director, "appointTierTeam", { targetIds, members: aTeam(built.office, validFrom) });
}

interface Move {
  command: string;
  on: string;
}

/** Moves all targets of the round, as its director; the findings that follow a target get their next version. */
export async function moveTargets(built: BuiltRound, command: string, on: string, more: object = {}): Promise<void> {
  await moveTargetsInTurn(built, [{ command, on, ...more }]);
}

async function moveTargetsInTurn(built: BuiltRound, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const steps = moves.map((move, i) => {
    return ["moveTierRoundTargets", { targets: after(i, built.targets), ...move }] as const;
  });
  built.targets = (await built.director.builds(...steps)).at(-1) as Versioned[];
  const follow = moves.filter(({ command }) => command === "FEED_BACK" || command === "START_RECTIFICATION");
  built.findings = after(follow.length, built.findings);
}

/** Everything moves to its next version with each step. */
function after(steps: number, items: readonly Versioned[]): Versioned[] {
  return items.map(({ id, version }) => ({ id, version: version + steps }));
}

/** With a team: without one nobody enters. */
async function enter(built: BuiltRound): Promise<void> {
  const targetIds = built.targets.map(({ id }) => id);
  const [, entered] = await built.director.builds(
    ["appointTierTeam", { targetIds, members: aTeam(built.office) }],
    ["moveTierRoundTargets", { targets: built.targets, command: "ENTER", on: DATES.ENTERED }],
  );
  built.targets = entered as Versioned[];
}

/** What was found, after the unit was heard on the facts, and with it the targets. */
async function report(built: BuiltRound): Promise<void> {
  const { director, findings } = built;
  if (findings.length === 0) return moveTargets(built, "REPORT", DATES.REPORTED);
  const [, , reported, targets] = await director.builds(
    ["moveTierFindings", { findings, command: "AGREE" }],
    [
      "moveTierFindings",
      { findings: after(1, findings), command: "EXCHANGE_FACTS", note: "单位对事实无异议。（虚构）" },
    ],
    ["moveTierFindings", { findings: after(2, findings), command: "REPORT" }],
    ["moveTierRoundTargets", { targets: built.targets, command: "REPORT", on: DATES.REPORTED }],
  );
  built.findings = reported as Versioned[];
  built.targets = targets as Versioned[];
}

/** Moves all findings of the round, as its director. */
export async function moveFindings(built: BuiltRound, command: string, note?: string): Promise<void> {
  if (built.findings.length === 0) return;
  built.findings = await build(built.director, "moveTierFindings", { findings: built.findings, command, note });
}

/** 立行立改: what a team proposes to put right at once. All of it is invented. */
export function anAction(changes: object = {}) {
  return { kind: "RECTIFY_AT_ONCE", description: "现场公示结算情况。（虚构）", synthetic: true, ...changes };
}

/** Takes an immediate action of the round's first target from its proposal to a status: the clerk proposes and reports it
 * done, the director authorises and confirms. */
export async function actAtOnce(
  { clerk, director, targets }: BuiltRound,
  until: "PROPOSED" | "AUTHORISED" | "DONE" | "CONFIRMED",
  action: object = {},
  result?: object,
): Promise<Versioned> {
  const proposal = { targetId: targets[0]?.id, actions: [anAction(action)], on: "2026-03-12" };
  let [now] = (await build(clerk, "proposeTierImmediateActions", proposal)) as [Versioned];
  const step = async (by: Caller, command: string, more: object) => {
    [now] = (await build(by, "moveTierImmediateActions", { actions: [now], command, ...more })) as [Versioned];
  };
  if (until === "PROPOSED") return now;
  await step(director, "AUTHORISE", { documentNumber: "虚立〔2026〕1号", on: "2026-03-13" });
  if (until === "AUTHORISED") return now;
  await step(clerk, "REPORT_DONE", { note: "公示照片。（虚构）", on: "2026-03-20", result });
  if (until === "CONFIRMED") await step(director, "CONFIRM", { on: "2026-03-21" });
  return now;
}

/** Takes the rectification of a county's target to its evaluation, by the clerk in the unit's stead and all parties.
 * @returns the target, which is evaluated with it */
export async function evaluate(platform: TestPlatform, built: BuiltRound, target: Versioned): Promise<Versioned> {
  const office = built.director.person.slice("county:".length, "county:990101".length);
  const now = await openReview(built, target);
  for (const role of ["DISCIPLINE", "ORGANISATION"] as const) {
    const signer = await platform.openAccount(`county:${office}.${role.toLowerCase()}`, office, [role]);
    await build(signer, "signTierReview", { id: now.id, role, evaluation, opinion: "同意。（虚构）" });
  }
  await built.director.builds(
    ["signTierReview", { id: now.id, role: "DIRECTOR", evaluation, opinion: "同意。（虚构）" }],
    ["moveTierRectification", { ...now, command: "EVALUATE" }],
  );
  return { id: target.id, version: target.version + 1 };
}

const evaluation = "QUALIFIED";

/** Takes the rectification of a county's target to its joint review, by the clerk in the unit's stead. */
export async function openReview({ clerk, director }: BuiltRound, target: Versioned): Promise<Versioned> {
  const { rectification, measures } = await findRectification(director, target.id);
  let now = rectification;
  const step = async (by: Caller, command: string, more: object = {}) => {
    [now] = (await build(by, "moveTierRectification", { ...now, command, ...more })) as [Versioned];
  };
  await step(clerk, "SUBMIT_PLAN", { plan: { text: "整改方案。（虚构）", measures } });
  await step(director, "REVIEW_PLAN");
  await step(clerk, "CONCENTRATE");
  await step(clerk, "REPORT", { report: "整改报告。（虚构）" });
  await step(director, "OPEN_REVIEW", { evaluation });
  return now;
}

/** The rectification of a target, and a measure for each finding that was fed back to its unit. */
export async function findRectification(by: Caller, targetId: string) {
  const { data } = await by.ask(
    `query Rectification($id: ID!) { roundTarget(id: $id) { ... on CountyRoundTarget { rectification { id version }
      disclosures { purpose findings(first: 100) { nodes { findingId } } } } } }`,
    { id: targetId },
  );
  const { rectification, disclosures } = data.roundTarget;
  const feedback = disclosures.find(({ purpose }: { purpose: string }) => purpose === "FEEDBACK");
  const measures = feedback.findings.nodes.map(({ findingId }: { findingId: string }) => aMeasure(findingId));
  return { rectification: rectification as Versioned, measures: measures as ReturnType<typeof aMeasure>[] };
}

/** 整改措施 of the fictional province. */
export function aMeasure(findingId: string) {
  return { findingId, text: "立即公示并建立台账。（虚构）", responsible: "党支部书记", dueOn: "2999-07-31" };
}

function termOf(platform: TestPlatform, office: string, director: Caller): Promise<string> {
  const known = terms.get(platform) ?? new Map<string, Promise<string>>();
  terms.set(platform, known);
  const term = known.get(office) ?? openTerm(office, director);
  known.set(office, term);
  return term;
}

async function openTerm(office: string, director: Caller): Promise<string> {
  const term = { office, committee: "虚构一届", ordinal: 1, startsOn: "2021-07-01" };
  const [opened] = await build(director, "openTierTerm", term);
  return (opened as Versioned).id;
}
