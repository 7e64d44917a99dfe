import type { Numbering } from "./numbering";
import { walkTo } from "./path";
import { type BookPlan, findingsOf, type RoundPlan, type TargetPlan } from "./plan";

/** A book as the rows that the writer hands to the database, each list for one statement. */
export interface BookRows {
  units: object[];
  rounds: RoundRows[];
  /** declared counts of rounds that have one */
  clues: object[];
  targets: object[];
  appointments: object[];
  rectifications: object[];
  actions: object[];
  /** of those targets that have any, or that submit that they have none */
  findings: TargetFindings[];
}

export interface RoundRows {
  id: string;
  office: string;
  /** known when the term is open */
  termId: string;
  targets: number;
  findings: number;
  submitted: number;
  [column: string]: unknown;
}

export interface TargetFindings {
  office: string;
  target: string;
  /** number of the first finding, in the ids and in the titles */
  first: number;
  count: number;
  publication: string | null;
  submittedOn: string | null;
  mix: object[];
}

export function noRows(): BookRows {
  return {
    units: [],
    rounds: [],
    clues: [],
    targets: [],
    appointments: [],
    rectifications: [],
    actions: [],
    findings: [],
  };
}

export function rowsOf({ office, units, rounds }: BookPlan, numbers: Numbering): BookRows {
  const rows = noRows();
  for (const unit of units) rows.units.push({ ...unit, id: numbers.nameUnit(office, unit.code), office });
  for (const round of rounds) addRound(rows, office, round, numbers);
  return rows;
}

function addRound(rows: BookRows, office: string, round: RoundPlan, numbers: Numbering): void {
  const { targets, clues, ...header } = round;
  const id = numbers.next("round");
  rows.rounds.push({
    ...header,
    id,
    office,
    termId: "",
    mode: round.mode ?? "OWN_TIER",
    version: { PREPARING: 1, AUTHORISED: 2, RUNNING: 3, CLOSED: 4, WITHDRAWN: 2 }[round.status],
    authorisation: numbers.next("authorisation"),
    targets: targets.length,
    findings: targets.reduce((sum, target) => sum + findingsOf(target), 0),
    submitted: targets.filter(({ submittedOn }) => submittedOn).length,
  });
  if (clues !== undefined) {
    const heardOn = targets.map(({ dates }) => dates.heardOn ?? dates.enteredOn).sort();
    rows.clues.push({ id, office, declared: clues, targets: targets.length, declaredOn: heardOn.at(-1) });
  }
  for (const [place, target] of targets.entries())
    addTarget(rows, { office, roundId: id, round, place, target, numbers });
}

const STEPS = [
  "enteredOn",
  "reportedOn",
  "heardOn",
  "fedBackOn",
  "rectificationStartedOn",
  "evaluatedOn",
  "archivedOn",
];

function addTarget(
  rows: BookRows,
  at: { office: string; roundId: string; round: RoundPlan; place: number; target: TargetPlan; numbers: Numbering },
): void {
  const { office, roundId, round, place, target, numbers } = at;
  const { dates, method, status, note, submittedOn = null } = target;
  const id = numbers.next("target");
  const steps = STEPS.filter((step) => dates[step as keyof typeof dates]).length;
  const hearing = dates.heardOn ? round.documentNumber : null;
  rows.targets.push({
    ...{ ...dates, method, status, note, hearing, place, office, roundId },
    id,
    unitId: numbers.unit(office, target.unit),
    version: 1 + steps,
    addedOn: round.authorisedOn,
  });
  if (target.team) rows.appointments.push(leaderOf(target, { office, roundId, targetId: id, numbers }));
  if (target.rectification) {
    rows.rectifications.push({ id: numbers.next("rectification"), target: id, status: target.rectification });
  }
  rows.actions.push(...actionsOf(target, id, numbers));
  const count = findingsOf(target);
  if (!count && !submittedOn) return;
  rows.findings.push({
    office,
    target: id,
    first: numbers.reserve("finding", count),
    count,
    publication: submittedOn && numbers.next("publication"),
    submittedOn,
    mix: mixOf(target),
  });
}

function actionsOf({ actions = [] }: TargetPlan, target: string, numbers: Numbering): object[] {
  return actions.flatMap(({ kind, count, thing, brought }) =>
    Array.from({ length: count }, (_, i) => {
      const result = i === 0 ? brought : undefined;
      return { id: numbers.next("immediate_action"), target, kind, thing, ...result };
    }),
  );
}

/** Nobody stands behind the account of a synthetic leader: it is not opened anywhere. */
function leaderOf(
  { team, dates }: TargetPlan,
  at: { office: string; roundId: string; targetId: string; numbers: Numbering },
): object {
  const { office, roundId, targetId, numbers } = at;
  const id = numbers.next("appointment");
  const tier = id.slice(0, id.indexOf(":"));
  const until = dates.heardOn ?? dates.reportedOn ?? null;
  return {
    id,
    office,
    roundId,
    targetId,
    person: `${tier}:${office}.synthetic-leader-${team}`,
    from: dates.enteredOn,
    until,
  };
}

function mixOf({ findings = [] }: TargetPlan): object[] {
  let before = 0;
  return findings.map(({ status, count, from = 0 }) => {
    const walked = walkTo(status);
    const part = { ...walked, count, before, from };
    before += count;
    return part;
  });
}
