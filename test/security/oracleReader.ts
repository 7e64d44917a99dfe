import { isUnder, type RegionCode } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import type { Tier } from "../../schema/contract/tier";
import type {
  World,
  WorldAccount,
  WorldAction,
  WorldAttachment,
  WorldDisclosure,
  WorldFinding,
  WorldOrder,
  WorldPublication,
  WorldRelease,
  WorldRound,
  WorldSupervision,
  WorldTarget,
} from "./oracleWorld";

/** Who works with the book of the own office. */
export const BUSINESS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];

export function activeAccount(world: World, person: string): WorldAccount | undefined {
  return world.accounts.find((account) => account.id === person && account.active);
}

/** Today's recusals of an account. Recusal is of those who inspect or decide: whoever answers for a unit is bound by the own word
 * alone, and by none to leave the own unit without an answer. */
export function recusalsInForce(world: World, account: WorldAccount): WorldAccount["recusals"] {
  return account.recusals
    .filter(({ since, until }) => isInForce(world, since, until))
    .filter((recusal) => account.unitId === undefined || (recusal.isOwn && !keepsFromOwnUnit(world, account, recusal)));
}

function keepsFromOwnUnit(
  world: World,
  { unitId }: WorldAccount,
  { scope, subject }: WorldAccount["recusals"][number],
): boolean {
  const unit = get(world.units, unitId as string);
  return scope === "UNIT" ? subject === unit.id : scope === "REGION" && isUnder(unit.region, subject);
}

export function tierOfOffice(office: RegionCode): Tier {
  return ({ 2: "PROVINCE", 4: "CITY", 6: "COUNTY" } as const)[office.length as 2 | 4 | 6];
}

/** Somebody with an active account, and what the rules below ask of it. */
export interface Reader {
  world: World;
  /** the office whose book the person reads by role */
  office?: RegionCode;
  /** the offices on paper for which the person enters: theirs is the book, the person's office keeps it 代录 */
  onPaper: RegionCode[];
  /** ids of the targets that the person is appointed to today */
  targets: string[];
  /** ids of the targets that those look back on */
  lookedBackOn: string[];
  /** the unit whose disclosures the person reads, and the one for which the person acts */
  unitId?: string;
  answersFor?: string;
  recusals: WorldAccount["recusals"];
  /** the office whose sealed words and tombstones the person reads */
  audits?: RegionCode;
}

/** Teams are made of the staff of the offices: no screen, no administrator, no unit's people, no department, whoever appoints. */
const NO_TEAM: readonly Role[] = [
  ...([
    "DISPLAY",
    "SYSTEM_ADMIN",
    "SECURITY_ADMIN",
    "AUDIT_ADMIN",
    "UNIT_LIAISON",
    "UNIT_HEAD",
    "SUPERIOR_BODY",
  ] as const),
  ...(["DISCIPLINE", "ORGANISATION", "PUBLICITY", "RESIDENT_GROUP", "DEPARTMENT"] as const),
];

const OF_A_UNIT: readonly Role[] = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];
/** The body above reads its copy, and answers for nothing. */
const ANSWERING: readonly Role[] = ["UNIT_LIAISON", "UNIT_HEAD"];

export function readerOf(world: World, person: string): Reader | undefined {
  const account = activeAccount(world, person);
  if (!account) return undefined;
  const targets = world.appointments
    .filter((each) => each.person === person && isInForce(world, each.validFrom, each.validTo))
    .filter(() => account.unitId === undefined && !account.roles.some((role) => NO_TEAM.includes(role)))
    .map((each) => each.targetId);
  return {
    world,
    office: account.roles.some((role) => BUSINESS.includes(role)) ? account.office : undefined,
    onPaper: world.offices
      .filter(({ code, enrolment }) => enrolment === "ON_PAPER" && isDirectlyAbove(account.office, code))
      .filter(() => account.roles.includes("CLERK") || account.roles.includes("DIRECTOR"))
      .map(({ code }) => code),
    targets,
    lookedBackOn: targets.flatMap((id) => get(world.targets, id).looksBackOn ?? []),
    unitId: account.roles.some((role) => OF_A_UNIT.includes(role)) ? account.unitId : undefined,
    answersFor: account.roles.some((role) => ANSWERING.includes(role)) ? account.unitId : undefined,
    recusals: recusalsInForce(world, account),
    audits: account.roles.includes("AUDIT_ADMIN") ? account.office : undefined,
  };
}

export function mayReadRound(reader: Reader, round: WorldRound): boolean {
  if (mustStayOutOfRound(reader, round)) return false;
  const appointed = reader.world.targets.some((each) => each.roundId === round.id && reader.targets.includes(each.id));
  return keepsBookOf(reader, round.office) || appointed || (round.filed && standsAbove(reader, round.office));
}

export function mayReadTarget(reader: Reader, target: WorldTarget): boolean {
  const { office, filed } = get(reader.world.rounds, target.roundId);
  if (mustStayOutOfTarget(reader, target)) return false;
  return keepsBookOf(reader, office) || reader.targets.includes(target.id) || (filed && standsAbove(reader, office));
}

/** 提级: the office in whose register the unit is knows that it was inspected, once somebody has entered. */
export function mayKnowInspection(reader: Reader, target: WorldTarget): boolean {
  if (mayReadTarget(reader, target)) return true;
  if (mustStayOutOfTarget(reader, target)) return false;
  return owns(reader, get(reader.world.units, target.unitId).office) && isEntered(target);
}

/** Somebody was there: neither planned nor left out. */
export function isEntered({ status }: WorldTarget): boolean {
  return status !== "PLANNED" && status !== "RELEASED";
}

export function mayReadBook(reader: Reader, finding: WorldFinding): boolean {
  if (mustStayOutOfFinding(reader, finding.id)) return false;
  return mayWorkWith(reader, finding) || reader.lookedBackOn.includes(finding.targetId);
}

export function mayWorkWith(reader: Reader, finding: WorldFinding): boolean {
  if (mustStayOutOfFinding(reader, finding.id)) return false;
  return keepsBookOf(reader, placeOf(reader.world, finding).office) || reader.targets.includes(finding.targetId);
}

/** A disclosure is its grantee's until it ends, and no grantee's right is derived from another's. Of one that was withdrawn as a
 * whole the grantee keeps the header. */
export function mayReadDisclosure(reader: Reader, disclosure: WorldDisclosure): boolean {
  const target = get(reader.world.targets, disclosure.targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  return mayReadTold(reader, disclosure) || (disclosure.tombstone && isNamed(reader, disclosure));
}

/** Whether somebody who may read a disclosure reads what it tells. */
export function mayReadTold(reader: Reader, disclosure: WorldDisclosure): boolean {
  const { roundId } = get(reader.world.targets, disclosure.targetId);
  return keepsBookOf(reader, get(reader.world.rounds, roundId).office) || isGrantee(reader, disclosure);
}

export function isGrantee(reader: Reader, disclosure: WorldDisclosure): boolean {
  const { withdrawn, expiresOn } = disclosure;
  const stands = !withdrawn && (expiresOn === null || reader.world.today <= expiresOn);
  return stands && isNamed(reader, disclosure);
}

function isNamed(reader: Reader, { grantee }: WorldDisclosure): boolean {
  if ("unitId" in grantee) return grantee.unitId === reader.unitId;
  return reader.office !== undefined && grantee.office === reader.office;
}

/** A file goes nowhere: whoever works with the finding reads it, and a unit its own proofs while its feedback stands. */
export function mayReadAttachment(reader: Reader, { findingId, isProof }: WorldAttachment): boolean {
  const finding = get(reader.world.findings, findingId);
  if (mayWorkWith(reader, finding)) return true;
  const { unitId } = get(reader.world.targets, finding.targetId);
  const isFedBack = reader.world.disclosures.some(
    (each) => each.purpose === "FEEDBACK" && each.findingIds.includes(findingId) && isGrantee(reader, each),
  );
  return isProof && reader.answersFor === unitId && isFedBack && !mustStayOutOfFinding(reader, findingId);
}

/** A release is hidden as a whole from whoever must stay out of anything that it is about: in the book of who made it, and where it
 * was received. */
export function mayReadRelease(reader: Reader, release: WorldRelease): boolean {
  return keepsBookOf(reader, release.office) && !mustStayOutOfSome(reader, release);
}

export function mayReadReceivedRelease(reader: Reader, release: WorldRelease): boolean {
  return isReleasedTo(reader, release) && !mustStayOutOfSome(reader, release);
}

/** The grantee's own role is what it takes: nobody derives a right from another's. */
export function isReleasedTo(reader: Reader, { grantees }: WorldRelease): boolean {
  return reader.office !== undefined && grantees.includes(reader.office);
}

/** Until it is withdrawn, and through its last day. */
export function releaseStands(world: World, { withdrawn, expiresOn }: WorldRelease): boolean {
  return !withdrawn && world.today <= expiresOn;
}

/** Whether an office is a member: it opened the joint supervision, or was invited and has joined. */
export function isMember(world: World, office: RegionCode | undefined, supervisionId: string): boolean {
  const { lead, status, members } = get(world.supervisions, supervisionId);
  if (status === "PROPOSED") return false;
  return lead === office || members.some((each) => each.office === office && each.answer === "JOINED");
}

/** What is linked to a joint supervision is its members' alone. */
export function mayReadLinked(reader: Reader, { supervisionId }: Pick<WorldRelease, "supervisionId">): boolean {
  if (supervisionId === undefined) return true;
  const { lead } = get(reader.world.supervisions, supervisionId);
  return isMember(reader.world, reader.office, supervisionId) && !mustStayOutOfRegion(reader, lead);
}

export function mayReadSupervision(reader: Reader, { lead }: WorldSupervision): boolean {
  return owns(reader, lead) && !mustStayOutOfRegion(reader, lead);
}

export function mayReadInvitation(reader: Reader, { lead, status, members }: WorldSupervision): boolean {
  if (status === "PROPOSED" || mustStayOutOfRegion(reader, lead)) return false;
  return members.some(({ office }) => owns(reader, office));
}

function mustStayOutOfSome(reader: Reader, { findingIds }: WorldRelease): boolean {
  return findingIds.some((id) => mustStayOutOfFinding(reader, id));
}

/** Of the own book or the own targets, and nothing that names a finding which the person may not see. */
export function mayReadAction(reader: Reader, { targetId, findingIds }: WorldAction): boolean {
  const target = get(reader.world.targets, targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  if (!findingIds.every((id) => mayReadBook(reader, get(reader.world.findings, id)))) return false;
  return keepsBookOf(reader, get(reader.world.rounds, target.roundId).office) || reader.targets.includes(targetId);
}

/** Whose row of an order there is: of both sides, and of whoever stands between them. */
export function rowsOfOrder({ offices }: World, { issuer, addressee }: WorldOrder): RegionCode[] {
  return offices.map(({ code }) => code).filter((code) => isUnder(addressee, code) && isUnder(code, issuer));
}

/** Each reads the row of its own book, unless the person must stay out of the addressee or of what its answer names. */
export function mayReadOrder(
  reader: Reader,
  { addressee, roundId, findingIds }: WorldOrder,
  office: RegionCode,
): boolean {
  if (!keepsBookOf(reader, office) || mustStayOutOfRegion(reader, addressee) || mustStayOutOfRegion(reader, office))
    return false;
  if (roundId !== null && mustStayOut(reader, "ROUND", roundId)) return false;
  return !findingIds.some((id) => {
    const { targetId, furtherUnitIds = [] } = get(reader.world.findings, id);
    const { unitId, roundId } = get(reader.world.targets, targetId);
    const units = [unitId, ...furtherUnitIds];
    const stayOut = mustStayOut(reader, "FINDING", id) || mustStayOut(reader, "ROUND", roundId);
    return stayOut || units.some((unit) => mustStayOut(reader, "UNIT", unit));
  });
}

export function mayReadPublication(reader: Reader, publication: WorldPublication): boolean {
  const target = get(reader.world.targets, publication.targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  const { office } = get(reader.world.rounds, target.roundId);
  return owns(reader, office) || standsAbove(reader, office);
}

export function publishedFor(reader: Reader): { publication: WorldPublication; findingId: string }[] {
  return reader.world.publications
    .filter((publication) => mayReadPublication(reader, publication))
    .flatMap((publication) => publication.findingIds.map((findingId) => ({ publication, findingId })))
    .filter(({ publication, findingId }) => mayReadPublished(reader, publication, findingId));
}

/** @param publication one that the person may read */
function mayReadPublished(reader: Reader, publication: WorldPublication, findingId: string): boolean {
  if (mustStayOutOfFinding(reader, findingId)) return false;
  const target = get(reader.world.targets, publication.targetId);
  return keepsBookOf(reader, get(reader.world.rounds, target.roundId).office) || publication.status !== "RECALLED";
}

function isDirectlyAbove(superior: RegionCode, office: RegionCode): boolean {
  return superior.length === office.length - 2 && isUnder(office, superior);
}

/** Whose book it is, and who keeps it for an office on paper. */
export function keepsBookOf(reader: Reader, office: RegionCode): boolean {
  return owns(reader, office) || reader.onPaper.includes(office);
}

export function owns(reader: Reader, office: RegionCode): boolean {
  return reader.office === office;
}

function standsAbove(reader: Reader, office: RegionCode): boolean {
  return reader.office !== undefined && reader.office !== office && isUnder(office, reader.office);
}

/** Recusal 回避: deny wins over every grant, for the object and for everything of it. */
export function mustStayOut(reader: Reader, scope: "UNIT" | "ROUND" | "FINDING", id: string): boolean {
  return reader.recusals.some((recusal) => recusal.scope === scope && recusal.subject === id);
}

function mustStayOutOfRegion(reader: Reader, region: RegionCode): boolean {
  return reader.recusals.some(({ scope, subject }) => scope === "REGION" && isUnder(region, subject));
}

/** A round lies in the region of its office. */
export function mustStayOutOfRound(reader: Reader, round: WorldRound): boolean {
  return mustStayOutOfRegion(reader, round.office) || mustStayOut(reader, "ROUND", round.id);
}

/** A target lies in the region of its unit, and is of its round. */
export function mustStayOutOfTarget(reader: Reader, target: WorldTarget): boolean {
  const { id, region } = get(reader.world.units, target.unitId);
  const round = get(reader.world.rounds, target.roundId);
  return mustStayOutOfRound(reader, round) || mustStayOutOfRegion(reader, region) || mustStayOut(reader, "UNIT", id);
}

/** A finding concerns its target's unit, and every further one. */
export function mustStayOutOfFinding(reader: Reader, id: string): boolean {
  const { targetId, furtherUnitIds = [] } = get(reader.world.findings, id);
  if (mustStayOutOfTarget(reader, get(reader.world.targets, targetId)) || mustStayOut(reader, "FINDING", id))
    return true;
  return furtherUnitIds.some((unitId) => mustStayOut(reader, "UNIT", unitId));
}

export function placeOf(world: World, finding: WorldFinding): { office: RegionCode; region: RegionCode } {
  const target = get(world.targets, finding.targetId);
  return { office: get(world.rounds, target.roundId).office, region: get(world.units, target.unitId).region };
}

function isInForce(world: World, from: string, to: string | null): boolean {
  return from <= world.today && (to === null || world.today <= to);
}

export function get<Item extends { id: string }>(items: Item[], id: string): Item {
  const item = items.find((each) => each.id === id);
  if (!item) throw new Error(`the world has no ${id}`);
  return item;
}

export function distinctly(values: string[]): number {
  return new Set(values).size;
}

export function ids(items: { id: string }[]): string[] {
  return items.map((item) => item.id).sort();
}
