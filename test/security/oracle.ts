import { isUnder, type RegionCode } from "../../schema/contract/regionCode";
import type { RecusalScope, Role } from "../../schema/contract/standing";
import type { Tier } from "../../schema/contract/tier";
import type { FindingStatus } from "../../subgraphs/domain/finding/finding";
import type { Enrolment, UnitKind } from "../../subgraphs/domain/office/office";
import type { PublicationStatus } from "../../subgraphs/domain/publication/publication";
import type { RoundStatus } from "../../subgraphs/domain/round/round";
import type { TargetStatus } from "../../subgraphs/domain/target/target";

/** Everything that exists at one moment, in all tiers. References are ids; an office is its region's code. */
export interface World {
  /** calendar date in Asia/Shanghai */
  today: string;
  regions: { code: RegionCode; name: string }[];
  offices: { code: RegionCode; name: string; enrolment: Enrolment }[];
  accounts: WorldAccount[];
  units: { id: string; office: RegionCode; region: RegionCode; name: string; kind: UnitKind }[];
  rounds: WorldRound[];
  targets: WorldTarget[];
  appointments: { person: string; targetId: string; validFrom: string; validTo: string | null }[];
  findings: WorldFinding[];
  publications: WorldPublication[];
  actions: WorldAction[];
  disclosures: WorldDisclosure[];
  attachments: WorldAttachment[];
}
export interface WorldAccount {
  id: string;
  office: RegionCode;
  active: boolean;
  roles: Role[];
  /** the unit that the account answers for */
  unitId?: string;
  recusals: { scope: RecusalScope; subject: string; since: string; until: string | null }[];
}
export interface WorldRound {
  id: string;
  office: RegionCode;
  status: RoundStatus;
  filed: boolean;
}
export interface WorldTarget {
  id: string;
  roundId: string;
  unitId: string;
  status: TargetStatus;
  /** 回头看: a target of the same office */
  looksBackOn?: string;
}
export interface WorldFinding {
  id: string;
  targetId: string;
  status: FindingStatus;
  /** further responsible units */
  furtherUnitIds?: string[];
}
/** What was told to one grantee, with the findings that it names. */
export interface WorldDisclosure {
  id: string;
  targetId: string;
  purpose: "FEEDBACK" | "FEEDBACK_COPY";
  grantee: { unitId: string } | { office: RegionCode };
  withdrawn: boolean;
  /** the last day on which the grantee reads it */
  expiresOn: string | null;
  findingIds: string[];
}
/** A file of a finding: the office's, or a proof that the inspected unit brought. */
export interface WorldAttachment {
  id: string;
  findingId: string;
  isProof: boolean;
}
export interface WorldAction {
  id: string;
  targetId: string;
  /** of that target */
  findingIds: string[];
}
export interface WorldPublication {
  id: string;
  targetId: string;
  version: number;
  status: PublicationStatus;
  /** the newest version of its target, unless that was recalled: an earlier one does not come back */
  isCurrent: boolean;
  findingIds: string[];
}

/** What one person may read. Ids, sorted; of a published finding `publication id/finding id`. */
export interface View {
  rounds: string[];
  targets: string[];
  /** from the book, with the live text */
  findings: string[];
  /** as rows: of a recalled one, nothing but the tombstone */
  publications: string[];
  publishedFindings: string[];
  /** targets of which the person may know that the unit was inspected, and nothing more of some */
  inspections: string[];
  /** immediate actions */
  actions: string[];
  disclosures: string[];
  /** `disclosure id/finding id` */
  disclosedFindings: string[];
  attachments: string[];
}
/** One entry a finding, as lists show it. */
export interface Entry {
  findingId: string;
  from: "BOOK" | "PUBLISHED";
}
export interface Figures {
  total: number;
  open: number;
  rectified: number;
  longTerm: number;
  /** of the total, what stands in no publication */
  notSubmitted: number;
  /** distinct rounds and units that the total comes from */
  rounds: number;
  units: number;
}

const BUSINESS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];
const RANK: readonly Tier[] = ["PROVINCE", "CITY", "COUNTY"];
const NOT_COUNTED: readonly FindingStatus[] = ["DRAFT", "DISMISSED", "WITHDRAWN"];

/** What the rules of visibility let a person read, said a second time from domain.md ("Words" on ON_PAPER, "Who may see and do
 * what", rules 1, 2, 3, 6, 7 and 10) and never from the SQL, so that the two can disagree.
 * @param person account id; who has no active account reads nothing */
export function viewOf(world: World, person: string): View {
  const reader = readerOf(world, person);
  if (!reader) return NOTHING;
  return {
    rounds: ids(world.rounds.filter((round) => mayReadRound(reader, round))),
    targets: ids(world.targets.filter((target) => mayReadTarget(reader, target))),
    findings: ids(world.findings.filter((finding) => mayReadBook(reader, finding))),
    publications: ids(world.publications.filter((publication) => mayReadPublication(reader, publication))),
    publishedFindings: publishedFor(reader)
      .map(({ publication, findingId }) => `${publication.id}/${findingId}`)
      .sort(),
    inspections: ids(world.targets.filter((target) => mayKnowInspection(reader, target))),
    actions: ids(world.actions.filter((action) => mayReadAction(reader, action))),
    disclosures: ids(world.disclosures.filter((disclosure) => mayReadDisclosure(reader, disclosure))),
    disclosedFindings: world.disclosures
      .filter((disclosure) => mayReadDisclosure(reader, disclosure))
      .flatMap(({ id, findingIds }) => findingIds.map((findingId) => ({ id, findingId })))
      .filter(({ findingId }) => !mustStayOutOfFinding(reader, findingId))
      .map(({ id, findingId }) => `${id}/${findingId}`)
      .sort(),
    attachments: ids(world.attachments.filter((attachment) => mayReadAttachment(reader, attachment))),
  };
}

const NOTHING: View = {
  rounds: [],
  targets: [],
  findings: [],
  publications: [],
  publishedFindings: [],
  inspections: [],
  actions: [],
  disclosures: [],
  disclosedFindings: [],
  attachments: [],
};

/** Ids of the findings, lying in a region, of which something was disclosed to a person's unit or office. */
export function disclosedTo(world: World, person: string, region?: RegionCode): string[] {
  const reader = readerOf(world, person);
  if (!reader) return [];
  const told = world.disclosures.filter((each) => isGrantee(reader, each)).flatMap(({ findingIds }) => findingIds);
  return [...new Set(told)]
    .filter((id) => !mustStayOutOfFinding(reader, id))
    .filter((id) => region === undefined || isUnder(placeOf(world, get(world.findings, id)).region, region));
}

/** Whether a person reads something of a finding: in the book, as submitted, or as it was disclosed. */
export function seesFinding(world: World, person: string, findingId: string): boolean {
  const { findings, publishedFindings, disclosedFindings } = viewOf(world, person);
  const copies = [...publishedFindings, ...disclosedFindings];
  return findings.includes(findingId) || copies.some((copy) => copy.endsWith(`/${findingId}`));
}

/** Whether a recusal keeps a person from everything of a finding. */
export function isKeptFrom(world: World, person: string, findingId: string): boolean {
  const reader = readerOf(world, person);
  return !reader || mustStayOutOfFinding(reader, findingId);
}

/** What a list of findings shows a person, the book's entry before the published one; sorted by id.
 * @param region only what lies there or below */
export function listOf(world: World, person: string, region?: RegionCode): Entry[] {
  const reader = readerOf(world, person);
  return reader ? entriesOf(reader, mayWorkWith, region) : [];
}

/** The same of findings that are searched for, or asked for by their ids, their targets or their rounds: there whoever looks
 * back on them reads them too. */
export function readableOf(world: World, person: string, region?: RegionCode): Entry[] {
  const reader = readerOf(world, person);
  return reader ? entriesOf(reader, mayReadBook, region) : [];
}

function entriesOf(reader: Reader, inBook: typeof mayReadBook, region?: RegionCode): Entry[] {
  const { world } = reader;
  const book = world.findings.filter((finding) => inBook(reader, finding)).map(({ id }) => id);
  const published = publishedFor(reader)
    .filter(({ publication, findingId }) => publication.isCurrent && !book.includes(findingId))
    .map(({ findingId }) => findingId);
  const lies = (id: string) => region === undefined || isUnder(placeOf(world, get(world.findings, id)).region, region);
  return [
    ...book.map((findingId) => ({ findingId, from: "BOOK" as const })),
    ...published.map((findingId) => ({ findingId, from: "PUBLISHED" as const })),
  ]
    .filter(({ findingId }) => lies(findingId))
    .sort((a, b) => (a.findingId < b.findingId ? -1 : 1));
}

/** The figures of what the offices hold in a region.
 * @param tier only what offices of this tier hold
 * @returns null where the person reads no figures of this region, which is not the same as a zero */
export function figuresOf(world: World, person: string, region: RegionCode, tier?: Tier): Figures | null {
  const account = activeAccount(world, person);
  if (!account || !isUnder(region, account.office)) return null;
  // what an office above has found here is not this office's to count, and a zero would say that there is nothing
  if (tier && RANK.indexOf(tier) < RANK.indexOf(tierOfOffice(account.office))) return null;
  if (!account.roles.some((role) => BUSINESS.includes(role) || role === "DISPLAY")) return null;
  if (wouldBetray(world, person, region, tier)) return null;
  const counted = countedFor(world, person).filter((finding) => {
    const place = placeOf(world, finding);
    return isUnder(place.region, region) && (tier === undefined || tierOfOffice(place.office) === tier);
  });
  const having = (...statuses: FindingStatus[]) => counted.filter(({ status }) => statuses.includes(status)).length;
  const [total, rectified, longTerm] = [counted.length, having("VERIFIED", "CLOSED"), having("LONG_TERM")];
  const current = published(world);
  const notSubmitted = counted.filter(({ id }) => !current.has(id)).length;
  const targets = counted.map(({ targetId }) => get(world.targets, targetId));
  const [rounds, units] = [
    distinctly(targets.map((each) => each.roundId)),
    distinctly(targets.map((each) => each.unitId)),
  ];
  return { total, open: total - rectified - longTerm, rectified, longTerm, notSubmitted, rounds, units };
}

/** From the county up totals stay as they are for everybody. Of a township or a village somebody is told nothing who must stay
 * out of something there: its figures would be that thing's. */
function wouldBetray(world: World, person: string, region: RegionCode, tier?: Tier): boolean {
  const reader = readerOf(world, person);
  if (!reader || region.length <= 6 || reader.recusals.length === 0) return false;
  const ofTier = (office: RegionCode) => tier === undefined || tierOfOffice(office) === tier;
  const inspected = world.targets.filter(({ roundId }) => ofTier(get(world.rounds, roundId).office));
  const units = world.units.filter(
    ({ id, office }) => ofTier(office) || inspected.some((target) => target.unitId === id),
  );
  const findings = figuresBasis(world, person).filter((finding) => {
    const place = placeOf(world, finding);
    return isUnder(place.region, region) && ofTier(place.office);
  });
  return (
    reader.recusals.some(
      ({ scope, subject }) =>
        scope === "REGION" && (isUnder(region, subject as RegionCode) || isUnder(subject as RegionCode, region)),
    ) ||
    units.some((unit) => isUnder(unit.region, region) && mustStayOut(reader, "UNIT", unit.id)) ||
    // a screen reads no finding at all
    findings.some(({ id }) => reader.office === undefined || mustStayOutOfFinding(reader, id))
  );
}

/** The findings behind a person's figures: the own book, and what stands published below. No recusal reduces them, so
 * that no difference betrays one. */
function countedFor(world: World, person: string): WorldFinding[] {
  return figuresBasis(world, person).filter(({ status }) => !NOT_COUNTED.includes(status));
}

/** Ids of the findings whose live status, but no word of whose text, a person may read, sorted: what figures rest on, and
 * the targets that the person is appointed to. */
export function cellsOf(world: World, person: string): string[] {
  const team = readerOf(world, person)?.targets ?? [];
  const read = [...figuresBasis(world, person), ...world.findings.filter(({ targetId }) => team.includes(targetId))];
  return [...new Set(read.map(({ id }) => id))].sort();
}

/** Ids of the immediate actions that a person counts, sorted: of the own office, and of the targets that the person is
 * appointed to. No recusal reduces them. */
export function actionCellsOf(world: World, person: string): string[] {
  const account = activeAccount(world, person);
  const counts = account?.roles.some((role) => BUSINESS.includes(role) || role === "DISPLAY");
  const team = readerOf(world, person)?.targets ?? [];
  const officeOf = ({ targetId }: WorldAction) => get(world.rounds, get(world.targets, targetId).roundId).office;
  return ids(
    world.actions.filter((each) => (counts && officeOf(each) === account?.office) || team.includes(each.targetId)),
  );
}

function figuresBasis(world: World, person: string): WorldFinding[] {
  const account = activeAccount(world, person);
  if (!account?.roles.some((role) => BUSINESS.includes(role) || role === "DISPLAY")) return [];
  const current = published(world);
  return world.findings.filter((finding) => {
    const { office } = placeOf(world, finding);
    return office === account.office || (isUnder(office, account.office) && current.has(finding.id));
  });
}

/** Whether a person reads the book of an office by role: what is written inside of it, and not only its headers. */
export function readsBookOf(world: World, person: string, office: RegionCode): boolean {
  const reader = readerOf(world, person);
  return reader !== undefined && keepsBookOf(reader, office);
}

/** Whether a person works with a target: by role in its office, or in its team. */
export function worksWith(world: World, person: string, targetId: string): boolean {
  const { office } = get(world.rounds, get(world.targets, targetId).roundId);
  return readsBookOf(world, person, office) || Boolean(readerOf(world, person)?.targets.includes(targetId));
}

/** Ids of the findings that stand published. */
function published(world: World): Set<string> {
  return new Set(world.publications.filter((each) => each.isCurrent).flatMap((each) => each.findingIds));
}

export function activeAccount(world: World, person: string): WorldAccount | undefined {
  return world.accounts.find((account) => account.id === person && account.active);
}

/** Today's recusals of an account. */
export function recusalsInForce(world: World, account: WorldAccount): WorldAccount["recusals"] {
  return account.recusals.filter(({ since, until }) => isInForce(world, since, until));
}

export function tierOfOffice(office: RegionCode): Tier {
  return ({ 2: "PROVINCE", 4: "CITY", 6: "COUNTY" } as const)[office.length as 2 | 4 | 6];
}

interface Reader {
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

function readerOf(world: World, person: string): Reader | undefined {
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
  };
}

function mayReadRound(reader: Reader, round: WorldRound): boolean {
  if (mustStayOutOfRound(reader, round)) return false;
  const appointed = reader.world.targets.some((each) => each.roundId === round.id && reader.targets.includes(each.id));
  return keepsBookOf(reader, round.office) || appointed || (round.filed && standsAbove(reader, round.office));
}

function mayReadTarget(reader: Reader, target: WorldTarget): boolean {
  const { office, filed } = get(reader.world.rounds, target.roundId);
  if (mustStayOutOfTarget(reader, target)) return false;
  return keepsBookOf(reader, office) || reader.targets.includes(target.id) || (filed && standsAbove(reader, office));
}

/** 提级: the office in whose register the unit is knows that it was inspected, once somebody has entered. */
function mayKnowInspection(reader: Reader, target: WorldTarget): boolean {
  if (mayReadTarget(reader, target)) return true;
  if (mustStayOutOfTarget(reader, target)) return false;
  return owns(reader, get(reader.world.units, target.unitId).office) && isEntered(target);
}

/** Somebody was there: neither planned nor left out. */
export function isEntered({ status }: WorldTarget): boolean {
  return status !== "PLANNED" && status !== "RELEASED";
}

function mayReadBook(reader: Reader, finding: WorldFinding): boolean {
  if (mustStayOutOfFinding(reader, finding.id)) return false;
  return mayWorkWith(reader, finding) || reader.lookedBackOn.includes(finding.targetId);
}

function mayWorkWith(reader: Reader, finding: WorldFinding): boolean {
  if (mustStayOutOfFinding(reader, finding.id)) return false;
  return keepsBookOf(reader, placeOf(reader.world, finding).office) || reader.targets.includes(finding.targetId);
}

/** A disclosure is its grantee's until it ends, and no grantee's right is derived from another's. */
function mayReadDisclosure(reader: Reader, disclosure: WorldDisclosure): boolean {
  const target = get(reader.world.targets, disclosure.targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  return keepsBookOf(reader, get(reader.world.rounds, target.roundId).office) || isGrantee(reader, disclosure);
}

function isGrantee(reader: Reader, { grantee, withdrawn, expiresOn }: WorldDisclosure): boolean {
  const stands = !withdrawn && (expiresOn === null || reader.world.today <= expiresOn);
  const isReader =
    "unitId" in grantee
      ? grantee.unitId === reader.unitId
      : reader.office !== undefined && grantee.office === reader.office;
  return stands && isReader;
}

/** A file goes nowhere: whoever works with the finding reads it, and a unit its own proofs while its feedback stands. */
function mayReadAttachment(reader: Reader, { findingId, isProof }: WorldAttachment): boolean {
  const finding = get(reader.world.findings, findingId);
  if (mayWorkWith(reader, finding)) return true;
  const { unitId } = get(reader.world.targets, finding.targetId);
  const isFedBack = reader.world.disclosures.some(
    (each) => each.purpose === "FEEDBACK" && each.findingIds.includes(findingId) && isGrantee(reader, each),
  );
  return isProof && reader.answersFor === unitId && isFedBack && !mustStayOutOfFinding(reader, findingId);
}

/** Of the own book or the own targets, and nothing that names a finding which the person may not see. */
function mayReadAction(reader: Reader, { targetId, findingIds }: WorldAction): boolean {
  const target = get(reader.world.targets, targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  if (!findingIds.every((id) => mayReadBook(reader, get(reader.world.findings, id)))) return false;
  return keepsBookOf(reader, get(reader.world.rounds, target.roundId).office) || reader.targets.includes(targetId);
}

function mayReadPublication(reader: Reader, publication: WorldPublication): boolean {
  const target = get(reader.world.targets, publication.targetId);
  if (mustStayOutOfTarget(reader, target)) return false;
  const { office } = get(reader.world.rounds, target.roundId);
  return owns(reader, office) || standsAbove(reader, office);
}

function publishedFor(reader: Reader): { publication: WorldPublication; findingId: string }[] {
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
function keepsBookOf(reader: Reader, office: RegionCode): boolean {
  return owns(reader, office) || reader.onPaper.includes(office);
}

function owns(reader: Reader, office: RegionCode): boolean {
  return reader.office === office;
}

function standsAbove(reader: Reader, office: RegionCode): boolean {
  return reader.office !== undefined && reader.office !== office && isUnder(office, reader.office);
}

/** Recusal 回避: deny wins over every grant, for the object and for everything of it. */
function mustStayOut(reader: Reader, scope: "UNIT" | "ROUND" | "FINDING", id: string): boolean {
  return reader.recusals.some((recusal) => recusal.scope === scope && recusal.subject === id);
}

function mustStayOutOfRegion(reader: Reader, region: RegionCode): boolean {
  return reader.recusals.some(({ scope, subject }) => scope === "REGION" && isUnder(region, subject));
}

/** A round lies in the region of its office. */
function mustStayOutOfRound(reader: Reader, round: WorldRound): boolean {
  return mustStayOutOfRegion(reader, round.office) || mustStayOut(reader, "ROUND", round.id);
}

/** A target lies in the region of its unit, and is of its round. */
function mustStayOutOfTarget(reader: Reader, target: WorldTarget): boolean {
  const { id, region } = get(reader.world.units, target.unitId);
  const round = get(reader.world.rounds, target.roundId);
  return mustStayOutOfRound(reader, round) || mustStayOutOfRegion(reader, region) || mustStayOut(reader, "UNIT", id);
}

/** A finding concerns its target's unit, and every further one. */
function mustStayOutOfFinding(reader: Reader, id: string): boolean {
  const { targetId, furtherUnitIds = [] } = get(reader.world.findings, id);
  if (mustStayOutOfTarget(reader, get(reader.world.targets, targetId)) || mustStayOut(reader, "FINDING", id))
    return true;
  return furtherUnitIds.some((unitId) => mustStayOut(reader, "UNIT", unitId));
}

function placeOf(world: World, finding: WorldFinding): { office: RegionCode; region: RegionCode } {
  const target = get(world.targets, finding.targetId);
  return { office: get(world.rounds, target.roundId).office, region: get(world.units, target.unitId).region };
}

function isInForce(world: World, from: string, to: string | null): boolean {
  return from <= world.today && (to === null || world.today <= to);
}

function get<Item extends { id: string }>(items: Item[], id: string): Item {
  const item = items.find((each) => each.id === id);
  if (!item) throw new Error(`the world has no ${id}`);
  return item;
}

function distinctly(values: string[]): number {
  return new Set(values).size;
}

function ids(items: { id: string }[]): string[] {
  return items.map((item) => item.id).sort();
}
