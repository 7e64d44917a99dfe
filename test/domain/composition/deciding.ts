import { type Actor, decide, follow, holdsOneOf, type Party } from "../../../subgraphs/domain/lifecycle";
import type { Evaluation } from "../../../subgraphs/domain/rectification/rectification";
import { isRefused, REFUSALS, type RefusalCode } from "../../../subgraphs/domain/refusals";
import { OFFICE, PEOPLE, type Person, TEAM } from "./people";
import type { Rules, Table } from "./rules";
import type { Scope, Target } from "./world";

export interface Book {
  rules: Rules;
  scope: Scope;
}

/** Every requirement met. */
export const MET = Object.fromEntries(Object.keys(REFUSALS).map((code) => [code, true])) as Record<
  RefusalCode,
  boolean
>;

/** A step that comes with everything that it can come with. */
export const STEP_GIVEN = {
  ...{ on: "2026-03-02", today: "2026-03-02", after: "2026-03-02" },
  person: "",
  correction: {
    taken: true,
    changes: true,
    past: true,
    inOrder: true,
    complete: true,
    foreign: true,
    inRound: true,
    ofOffice: true,
  },
  ...{ byUnit: true, hearing: true, reason: true, note: true, text: true, plan: true, report: true },
  evaluation: "QUALIFIED" as Evaluation,
};

/** @returns the status that a command leads to, and everybody who may give it; undefined where nobody may */
export function whoMay(
  table: Table,
  object: { status: string; previousStatus?: string | null; unitId?: string },
  command: string,
  met: Record<RefusalCode, boolean>,
  target: Target | undefined,
  people: readonly Person[] = PEOPLE,
): { to: string; by: string[] } | undefined {
  if (!table[object.status]?.[command]) return undefined;
  const { status, previousStatus, unitId } = object;
  const subject = { id: ID, office: OFFICE, version: 1, status, previousStatus, unitId };
  const by: string[] = [];
  let to: string | undefined;
  for (const person of people) {
    const moved = decide(table, subject, command, actorIn(person, target), met as never);
    if (isRefused(moved)) continue;
    by.push(person.person);
    to = moved.to;
  }
  return to === undefined ? undefined : { to, by };
}

/** The status that a step leads to which follows from another object's. */
export function next<Status extends string>(table: Table, status: Status, command: string): Status {
  return follow(table, { id: ID, office: OFFICE, version: 1, status }, command).to as Status;
}

/** Everybody who holds one of the parties in a target, where no life cycle says who may. */
export function holders(parties: readonly Party[], target: Target): string[] {
  const holding = PEOPLE.filter((person) => holdsOneOf(actorIn(person, target), { office: OFFICE }, parties));
  return holding.map(({ person }) => person);
}

/** The person as the target's rules see it: a team role is worth what the appointment is worth. */
export function actorIn(person: Person, target: Target | undefined): Actor {
  const name = person.person as (typeof TEAM)[number];
  return TEAM.includes(name) && target?.team[name] === "APPOINTED" ? (inTeam.get(name) as Actor) : atLarge(person);
}

export const ID = "county:AAAAAAAAAAAAAAAAAAAAAA";
const NONE: Actor["teamRoles"] = [];
const inTeam = new Map(
  PEOPLE.flatMap((person): [string, Actor][] =>
    person.teamRole ? [[person.person, { ...person, teamRoles: [person.teamRole] }]] : [],
  ),
);
const outside = new Map(PEOPLE.map((person) => [person, { ...person, teamRoles: NONE } as Actor]));

function atLarge(person: Person): Actor {
  return outside.get(person) as Actor;
}
