import type { RegionCode } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import { type RefusalCode, type Refused, refuse } from "./refusals";

/** What an appointment makes of a person in one target 组长、副组长、联络员、组员. */
export const TEAM_ROLES = ["LEADER", "DEPUTY", "LIAISON", "MEMBER"] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/** The parties of an inspected unit and of the body above it: they count for their own unit, whichever office asks it;
 * `caller_unit()` says the same. */
export const UNIT_ROLES: readonly Role[] = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];

/** PLATFORM: the step follows from another object's step and nobody can command it. */
export type Party = Role | TeamRole | "PLATFORM";

/** Where a step leads back to the status that the object came from. */
export const PREVIOUS = "PREVIOUS";

export interface Transition {
  /** a status, or PREVIOUS */
  to: string;
  /** name of the journal entry */
  event: string;
  /** office roles count in the office that owns the object, a unit's in the object that asks the unit, team roles in the
   * target of the appointment */
  by: readonly Party[];
  /** each requirement is named by the refusal that answers when it is not met */
  requires?: readonly RefusalCode[];
}

/** One life cycle: status → command → transition. Nothing sets a status except through such a table. */
export type TransitionTable<Status extends string, Command extends string> = Record<
  Status,
  Partial<Record<Command, Transition & { to: Status | typeof PREVIOUS }>>
>;

export interface Actor {
  person: string;
  /** region code of the actor's office */
  office: RegionCode;
  roles: readonly Role[];
  /** the unit that the account answers for */
  unit?: string;
  /** team roles in the target at hand, valid today */
  teamRoles: readonly TeamRole[];
}

/** The platform itself, for the steps that follow from others. */
export type Mover = Actor | "PLATFORM";

export interface Subject<Status extends string> {
  id: string;
  office: RegionCode;
  /** the unit that is asked: its own people count as parties */
  unitId?: string;
  status: Status;
  version: number;
  /** the status before the present one, where the life cycle has a step that leads back */
  previousStatus?: Status | null;
}

export interface Moved<Status extends string> {
  to: Status;
  event: string;
}

/** Every requirement that some step of a table names. */
type RequirementOf<Table> = {
  [Status in keyof Table]: {
    [Command in keyof Table[Status]]: Table[Status][Command] extends { requires?: readonly (infer Code)[] }
      ? Code
      : never;
  }[keyof Table[Status]];
}[keyof Table] &
  RefusalCode;

/** Whether each requirement of a table holds, for an object and a command's arguments. */
export type Met<Table> = Record<RequirementOf<Table>, boolean>;

/** Decides whether a command may be carried out.
 * @returns Moved with the new status and the name of the journal entry
 * @returns Refused ILLEGAL_TRANSITION, ROLE_REQUIRED, or the first requirement that does not hold */
export function decide<
  Status extends string,
  Command extends string,
  const Table extends TransitionTable<Status, Command>,
>(
  table: Table & TransitionTable<Status, Command>,
  subject: Subject<Status>,
  command: Command,
  mover: Mover,
  met: Met<Table>,
): Moved<Status> | Refused {
  const transition = edgeOf(table, subject.status, command);
  if (!transition) return refuse("ILLEGAL_TRANSITION", subject.id, commandsFor(table, subject, mover));
  if (!mayMove(transition, subject, mover)) return refuse("ROLE_REQUIRED", subject.id, transition.by);
  const missing = transition.requires?.find(
    (requirement) => !(met as Partial<Record<RefusalCode, boolean>>)[requirement],
  );
  return missing ? refuse(missing, subject.id) : along(transition, subject);
}

/** Takes the step that follows from another object's: it asks nobody and requires nothing.
 * @throws where the table has no such step for the platform, which is a defect of the caller */
export function follow<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  subject: Subject<Status>,
  command: Command,
): Moved<Status> {
  const transition = edgeOf(table, subject.status, command);
  if (!transition || !mayMove(transition, subject, "PLATFORM")) {
    throw new Error(`nothing in ${subject.status} follows by ${command}`);
  }
  return along(transition, subject);
}

/** @throws where a step leads back and the object does not say where it came from, which is a defect of the caller */
function along<Status extends string>(transition: Edge<Status>, subject: Subject<Status>): Moved<Status> {
  const to = transition.to === PREVIOUS ? subject.previousStatus : transition.to;
  if (!to) throw new Error(`${subject.id} in ${subject.status} does not say which status it came from`);
  return { to: to as Status, event: transition.event };
}

type Edge<Status extends string> = Transition & { to: Status | typeof PREVIOUS };

function edgeOf<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  status: Status,
  command: Command,
): Edge<Status> | undefined {
  return table[status][command];
}

/** The commands that this person may give in the object's status, whatever they require. */
export function commandsFor<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  subject: Subject<Status>,
  mover: Mover,
): Command[] {
  const edges = Object.entries(table[subject.status]) as [Command, Transition][];
  return edges.filter(([, transition]) => mayMove(transition, subject, mover)).map(([command]) => command);
}

/** What is offered is what would be accepted: the commands that this person may give and whose requirements hold, but for what
 * the arguments of a command supply (a reason, a day, a text).
 * @param met by command: whether each requirement holds when it comes with everything that it can come with */
export function offered<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  subject: Subject<Status>,
  mover: Mover,
  met: (command: Command) => Partial<Record<RefusalCode, boolean>>,
): Command[] {
  return commandsFor(table, subject, mover).filter((command) => {
    const holds = met(command);
    return !edgeOf(table, subject.status, command)?.requires?.some((requirement) => holds[requirement] === false);
  });
}

function mayMove(transition: Transition, subject: Asked, mover: Mover): boolean {
  if (mover === "PLATFORM") return transition.by.includes("PLATFORM");
  return holdsOneOf(mover, subject, transition.by);
}

/** Of an object: who owns it, and which unit it asks. */
type Asked = Pick<Subject<string>, "office" | "unitId">;

/** Whether the actor holds one of the parties: an office role only in the owning office, a unit's role only for that unit. */
export function holdsOneOf(actor: Actor, { office, unitId }: Asked, parties: readonly Party[]): boolean {
  const forUnit = isOfUnit(actor, { office, unitId });
  const held = actor.roles.filter((role) => (UNIT_ROLES.includes(role) ? forUnit : actor.office === office));
  return [...held, ...actor.teamRoles].some((party) => parties.includes(party));
}

/** Every requirement that some of these commands have in some state: nothing else need be asked for them. */
export function requirementsFor<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  commands: readonly Command[],
): ReadonlySet<RefusalCode> {
  const edges = Object.values(table) as Partial<Record<Command, Transition>>[];
  return new Set(edges.flatMap((edge) => commands.flatMap((command) => edge[command]?.requires ?? [])));
}

/** Whether the actor answers for the unit that an object asks, whichever of its people this is. */
export function isOfUnit({ unit }: Actor, { unitId }: Asked): boolean {
  return unit !== undefined && unit === unitId;
}

/** By whom a step of a unit is taken: by itself, or by the office in its stead. */
export const STEP_ENTERED_BY = ["UNIT", "OFFICE"] as const;
export type StepEnteredBy = (typeof STEP_ENTERED_BY)[number];
export function enteredBy(actor: Actor, asked: Asked): StepEnteredBy {
  return isOfUnit(actor, asked) ? "UNIT" : "OFFICE";
}

/** Everybody who may carry out a command in some state. */
export function partiesOf<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  command: Command,
): Party[] {
  const edges = Object.values(table) as Partial<Record<Command, Transition>>[];
  return [...new Set(edges.flatMap((edge) => edge[command]?.by ?? []))];
}
