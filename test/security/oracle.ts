import { isUnder, type RegionCode } from "../../schema/contract/regionCode";
import type { Tier } from "../../schema/contract/tier";
import type { FindingStatus } from "../../subgraphs/domain/finding/finding";
import { cluesFor } from "./oracleClues";
import { copiesFor } from "./oracleCopies";
import {
  activeAccount,
  BUSINESS,
  distinctly,
  get,
  ids,
  isGrantee,
  isReleasedTo,
  keepsBookOf,
  mayKnowInspection,
  mayReadAction,
  mayReadAttachment,
  mayReadBook,
  mayReadDisclosure,
  mayReadInvitation,
  mayReadLinked,
  mayReadOrder,
  mayReadPublication,
  mayReadReceivedRelease,
  mayReadRelease,
  mayReadRound,
  mayReadSupervision,
  mayReadTarget,
  mayReadTold,
  mayWorkWith,
  mustStayOut,
  mustStayOutOfFinding,
  placeOf,
  publishedFor,
  type Reader,
  readerOf,
  releaseStands,
  rowsOfOrder,
  tierOfOffice,
} from "./oracleReader";
import type { Entry, Figures, View, World, WorldAccount, WorldAction, WorldFinding, WorldRelease } from "./oracleWorld";

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
      .filter((disclosure) => mayReadDisclosure(reader, disclosure) && mayReadTold(reader, disclosure))
      .flatMap(({ id, findingIds }) => findingIds.map((findingId) => ({ id, findingId })))
      .filter(({ findingId }) => !mustStayOutOfFinding(reader, findingId))
      .map(({ id, findingId }) => `${id}/${findingId}`)
      .sort(),
    attachments: ids(world.attachments.filter((attachment) => mayReadAttachment(reader, attachment))),
    orders: world.orders
      .flatMap((order) => rowsOfOrder(world, order).map((office) => ({ order, office })))
      .filter(({ order, office }) => mayReadOrder(reader, order, office))
      .map(({ order, office }) => `${order.id}/${office}`)
      .sort(),
    releases: ids(world.releases.filter((release) => mayReadRelease(reader, release))),
    releasedFindings: released(reader, (release) => keepsBookOf(reader, release.office)),
    receivedReleases: ids(world.releases.filter((release) => mayReadReceivedRelease(reader, release))),
    receivedReleaseFindings: released(
      reader,
      (release) =>
        mayReadReceivedRelease(reader, release) && releaseStands(world, release) && mayReadLinked(reader, release),
    ),
    supervisions: ids(world.supervisions.filter((each) => mayReadSupervision(reader, each))),
    receivedSupervisions: ids(world.supervisions.filter((each) => mayReadInvitation(reader, each))),
    supervisionCells: world.releases
      .filter(({ office, supervisionId, ...release }) => {
        const has = reader.office === office || isReleasedTo(reader, { office, ...release });
        return has && supervisionId !== undefined && mayReadLinked(reader, { supervisionId });
      })
      .flatMap(({ id, findingIds }) => findingIds.map((findingId) => `${id}/${findingId}`))
      .sort(),
    ...copiesFor(reader, person),
    ...cluesFor(world, activeAccount(world, person) as WorldAccount),
  };
}

function released(reader: Reader, reads: (release: WorldRelease) => boolean): string[] {
  return reader.world.releases
    .filter(reads)
    .flatMap(({ id, findingIds }) => findingIds.map((findingId) => ({ id, findingId })))
    .filter(({ findingId }) => !mustStayOutOfFinding(reader, findingId))
    .map(({ id, findingId }) => `${id}/${findingId}`)
    .sort();
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
  orders: [],
  releases: [],
  releasedFindings: [],
  receivedReleases: [],
  receivedReleaseFindings: [],
  supervisions: [],
  receivedSupervisions: [],
  supervisionCells: [],
  receivedRounds: [],
  receivedTargets: [],
  receivedPublications: [],
  receivedFindings: [],
  receivedCells: [],
  sealedCopies: [],
  clues: [],
  clueParts: [],
  clueReporters: [],
  clueChain: [],
  clueAlerts: [],
  clueKeys: [],
  clueReceipts: [],
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

/** Whether a person reads something of a finding: in the book, as submitted, as it was disclosed or released. */
export function seesFinding(world: World, person: string, findingId: string): boolean {
  const { findings, publishedFindings, disclosedFindings, receivedReleaseFindings } = viewOf(world, person);
  const copies = [...publishedFindings, ...disclosedFindings, ...receivedReleaseFindings];
  return findings.includes(findingId) || copies.some((copy) => copy.endsWith(`/${findingId}`));
}

/** Whether a recusal keeps a person from everything of a finding. */
export function isKeptFrom(world: World, person: string, findingId: string): boolean {
  const reader = readerOf(world, person);
  return !reader || mustStayOutOfFinding(reader, findingId);
}

/** Whether a recusal from another finding keeps a person from a release that tells of this one. */
export function isKeptByAnother(world: World, person: string, findingId: string): boolean {
  const reader = readerOf(world, person);
  const telling = world.releases.filter(({ findingIds }) => findingIds.includes(findingId));
  return telling.some((release) => reader && isReleasedTo(reader, release) && !mayReadReceivedRelease(reader, release));
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
  // a wall screen counts nothing below a county
  if (reader && region.length > 6 && reader.office === undefined) return true;
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
    findings.some(({ id }) => mustStayOutOfFinding(reader, id))
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
