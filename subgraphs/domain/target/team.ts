import type { TeamRole } from "../lifecycle";

export interface TeamMember {
  person: string;
  role: TeamRole;
  /** calendar dates, the end inclusive */
  validFrom: string;
  validTo: string | null;
  endedAt: string | null;
  /** of the person's account; null where that is in another tier, and was appointed before these were attested */
  homeOffice: string | null;
}

/** The members who are in office on a day. */
export function teamOn<Member extends TeamMember>(team: readonly Member[], day: string): Member[] {
  return team.filter(
    ({ endedAt, validFrom, validTo }) => !endedAt && validFrom <= day && (validTo === null || day <= validTo),
  );
}

/** The members who were in office on a day, whatever ended since. */
export function wereInTeamOn<Member extends TeamMember>(team: readonly Member[], day: string): Member[] {
  return team.filter(
    ({ endedAt, validFrom, validTo }) =>
      validFrom <= day && (validTo === null || day <= validTo) && (endedAt === null || day <= endedAt.slice(0, 10)),
  );
}

/** 任职只有一项 Who of these would have a second appointment for some day, beside an open one or beside another of these: the end
 * of one would leave the access that the other gives. */
export function appointedTwice(open: readonly Period[], asked: readonly Period[]): string | undefined {
  return findMet(open, asked, (one, other) => one.person === other.person);
}

/** 组长只有一名 Who of these would lead the team on some day beside somebody else who leads it. */
export function ledTwice(open: readonly RolePeriod[], asked: readonly RolePeriod[]): string | undefined {
  return findMet(open, asked, (one, other) => one.role === "LEADER" && other.role === "LEADER");
}

type Period = Pick<TeamMember, "person" | "validFrom"> & { validTo?: string | null; endedAt?: string | null };
type RolePeriod = Period & Pick<TeamMember, "role">;

/** @returns the first of those who are asked for that would be there on a day with another one, as `meets` says it */
function findMet<One extends Period>(
  open: readonly One[],
  asked: readonly One[],
  meets: (one: One, other: One) => boolean,
): string | undefined {
  const before = (i: number) => [...open, ...asked.slice(0, i)];
  return asked.find((one, i) => before(i).some((other) => meets(one, other) && isThereThen(one, other)))?.person;
}

/** Whether some day lies in the periods of both. */
function isThereThen(one: Period, other: Period): boolean {
  return (
    !other.endedAt &&
    (!other.validTo || one.validFrom <= other.validTo) &&
    (!one.validTo || other.validFrom <= one.validTo)
  );
}

/** 双人: two handlers at least, one of whom leads. */
export function isComplete(team: readonly TeamMember[]): boolean {
  return team.some(({ role }) => role === "LEADER") && new Set(team.map(({ person }) => person)).size > 1;
}

/** Whether somebody of the team comes from elsewhere: neither from the office that owns the round nor from the one that keeps the
 * unit, and attested by the home tier. Whose home nobody vouched for is from nowhere.
 * @param near these offices; null where the round's office keeps the unit itself */
export function hasForeigner(team: readonly TeamMember[], near: readonly (string | null)[]): boolean {
  return team.some(({ homeOffice }) => homeOffice !== null && !near.includes(homeOffice));
}
