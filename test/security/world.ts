import fc from "fast-check";
import { derivedId } from "../../schema/contract/ids";
import { isUnder, parentOf, type RegionCode } from "../../schema/contract/regionCode";
import { RECUSAL_SCOPES, type RecusalScope, type Role, type Standing } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import { loadRegions, type Region } from "../../schema/regions/tree";
import { BEFORE_REPORT, FINDING_STATUSES } from "../../subgraphs/domain/finding/finding";
import { ENROLMENTS } from "../../subgraphs/domain/office/office";
import { ROUND_STATUSES } from "../../subgraphs/domain/round/round";
import { TARGET_STATUSES } from "../../subgraphs/domain/target/target";
import { today } from "../support/officeDay";
import { REGIONS_DIR } from "../support/runningPlatform";
import { superiorsOf } from "./oracleCopies";
import { activeAccount, recusalsInForce, tierOfOffice } from "./oracleReader";
import type { World, WorldAccount, WorldPublication, WorldRelease, WorldSupervision, WorldTarget } from "./oracleWorld";
import { clue, clueOf, copiesOf, holds } from "./worldCopies";

/** Days from today, before which and until which a right may hold: past, just ended, today only, just begun, to come. */
const PERIODS = [
  [-30, -10],
  [-30, -1],
  [-30, 0],
  [0, 0],
  [0, 20],
  [-30, 30],
  [-30, null],
  [1, 30],
] as const;
const ROLE_SETS: Role[][] = [
  ["CLERK"],
  ["DIRECTOR"],
  ["APPROVER"],
  ["COORDINATOR"],
  ["DISPLAY"],
  ["CLERK", "DISPLAY"],
  ["CUSTODIAN"],
  ["SYSTEM_ADMIN"],
  ["SECURITY_ADMIN"],
  ["AUDIT_ADMIN"],
  ["UNIT_HEAD"],
  ["UNIT_LIAISON"],
  ["SUPERIOR_BODY"],
  ["DISCIPLINE"],
  [],
];

/** The most that a tree has below each region, provinces first. */
const BREADTH = { provinces: 2, cities: 2, counties: 3, townships: 2, villages: 2 };
/** What lies below a region: a number of villages, or the same for each child. */
type Shape = number | Shape[];

/** What the platform knows too. */
const committed = loadRegions(REGIONS_DIR);
const HERE = { code: "99", name: "虚构省" };
/** There is always a second province, so that somebody is from elsewhere. */
const ELSEWHERE = { code: "53", name: "云南省" };

const index = fc.nat({ max: 59 });
const period = fc.constantFrom(...PERIODS);
const some = <T>(item: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
  fc.array(item, { minLength, maxLength });

/** Provinces → cities → counties → townships → number of villages. What is drawn below refers to the tree by
 * position, which lets a counterexample shrink. */
const outline = fc.record({
  tree: some(
    some(some(some(fc.nat({ max: BREADTH.villages }), 0, BREADTH.townships), 1, BREADTH.counties), 1, BREADTH.cities),
    1,
    BREADTH.provinces,
  ),
  accounts: some(
    fc.record({
      office: index,
      unit: index,
      active: fc.nat({ max: 9 }).map((n) => n > 0),
      roles: fc.constantFrom(...ROLE_SETS),
      recusals: some(
        fc.record({ scope: fc.constantFrom(...RECUSAL_SCOPES), subject: index, period, isOwn: fc.boolean() }),
        0,
        2,
      ),
    }),
    4,
    8,
  ),
  units: some(fc.record({ region: index }), 2, 5),
  rounds: some(fc.record({ office: index, status: fc.constantFrom(...ROUND_STATUSES), filed: fc.boolean() }), 1, 4),
  targets: some(
    fc.record({
      round: index,
      unit: index,
      status: fc.constantFrom(...TARGET_STATUSES),
      looksBackOn: fc.option(index, { freq: 2 }),
    }),
    1,
    7,
  ),
  appointments: some(fc.record({ account: index, target: index, period }), 0, 5),
  findings: some(
    fc.record({
      target: index,
      status: fc.constantFrom(...FINDING_STATUSES),
      further: fc.option(index, { freq: 2 }),
      files: some(fc.boolean(), 0, 1),
    }),
    0,
    14,
  ),
  disclosures: some(
    fc.record({
      target: index,
      purpose: fc.constantFrom("FEEDBACK", "FEEDBACK", "FEEDBACK_COPY"),
      grantee: fc.constantFrom("INSPECTED", "UNIT", "OFFICE"),
      which: index,
      withdrawn: fc.nat({ max: 4 }).map((n) => n === 0),
      asAWhole: fc.boolean(),
      until: fc.constantFrom(-1, 0, 20, null, null),
      lists: some(fc.boolean(), 3, 3),
    }),
    0,
    6,
  ),
  supervisions: some(
    fc.record({
      lead: index,
      status: fc.constantFrom("PROPOSED", "OPEN", "OPEN", "CONCLUDED"),
      members: some(
        fc.record({ office: index, answer: fc.constantFrom("INVITED", "JOINED", "JOINED", "DECLINED", "LEFT") }),
        1,
        3,
      ),
    }),
    0,
    2,
  ),
  releases: some(
    fc.record({
      supervision: fc.option(index, { freq: 2 }),
      office: index,
      grantees: some(index, 1, 2),
      withdrawn: fc.nat({ max: 4 }).map((n) => n === 0),
      until: fc.constantFrom(-1, 0, 20, 20),
      lists: some(fc.boolean(), 3, 3),
    }),
    0,
    5,
  ),
  publications: some(
    fc.record({
      target: index,
      status: fc.constantFrom("SUBMITTED", "SUBMITTED", "ACCEPTED", "RETURNED", "RECALLED"),
      lists: some(fc.boolean(), 3, 3),
      arrived: some(fc.boolean(), 2, 2),
      isHeardOf: fc.boolean(),
      isSealed: fc.nat({ max: 3 }).map((n) => n === 0),
    }),
    0,
    7,
  ),
  clues: some(clue, 0, 4),
  actions: some(fc.record({ target: index, names: some(fc.boolean(), 3, 3) }), 0, 6),
  orders: some(
    fc.record({ issuer: index, addressee: index, round: fc.option(index), answers: fc.option(index, { freq: 3 }) }),
    0,
    6,
  ),
});
type Outline = typeof outline extends fc.Arbitrary<infer T> ? T : never;

/** A random small world, to be laid out on a day: the dates in it are given from that day on. */
export const drafts: fc.Arbitrary<(today: string) => World> = outline.map(
  (drawn) => (today: string) => worldOf(drawn, today),
);

/** Random small worlds as they stand today. */
export function worlds(): fc.Arbitrary<World> {
  return drafts.map((layOut) => layOut(today()));
}

/** Passes over a world on whose day midnight came in between: its rights are others now. */
export function sameDay(world: World): void {
  fc.pre(world.today === today());
}

function worldOf(drawn: Outline, today: string): World {
  const regions = regionsOf(drawn.tree);
  const offices = regions.filter(({ code }) => code.length <= 6).map(toOffice);
  const rounds = drawn.rounds.map(({ office, ...round }, i) => {
    const { code } = pick(offices, office);
    return { id: derivedId(tierOfOffice(code), "round", `${i}`), office: code, ...round };
  });
  // each office has something that it may inspect
  const places = [
    ...drawn.units.map(({ region }) => pick(regions, region)),
    ...regions.filter(({ code }) => rounds.some(({ office }) => office === code)),
  ];
  const units = places.map((place, i) => {
    const office = officeAnsweringFor(place.code);
    const id = derivedId(tierOfOffice(office), "unit", `${i}`);
    return { id, office, region: place.code, name: `${place.name}第${i + 1}单位`, kind: "DEPARTMENT" as const };
  });
  const targets = distinct(
    drawn.targets.map(({ round, unit, status, looksBackOn }) => ({
      ...inspected(pick(rounds, round), units, unit),
      status,
      looksBackOn,
    })),
    (target) => `${target.round.id} ${target.unitId}`,
  )
    .map((target, i) => ({ ...target, id: idOf(target.round, "target", i) }))
    .map(({ round, id, unitId, status, looksBackOn }, i, all): WorldTarget => {
      const before = all.slice(0, i).filter((each) => each.round.office === round.office);
      const target = { id, roundId: round.id, unitId, status };
      return looksBackOn === null || before.length === 0
        ? target
        : { ...target, looksBackOn: pick(before, looksBackOn).id };
    });
  const findings = drawn.findings.map(({ target, status, further }, i) => {
    const { id: targetId, unitId } = pick(targets, target);
    const named = further === null ? undefined : pick(units, further).id;
    const furtherUnitIds = named && named !== unitId ? [named] : [];
    return { id: idOf({ id: targetId }, "finding", i), targetId, status, furtherUnitIds };
  });
  const attachments = drawn.findings.flatMap(({ files }, n) =>
    files.map((isProof) => {
      const finding = findings[n] as (typeof findings)[number];
      return { id: idOf(finding, "attachment", n), findingId: finding.id, isProof };
    }),
  );
  const disclosures = drawn.disclosures.map(
    ({ target, purpose, grantee, which, withdrawn, asAWhole, until, lists }, i) => {
      const { id: targetId, unitId, roundId } = pick(targets, target);
      const { office } = rounds.find(({ id }) => id === roundId) as (typeof rounds)[number];
      // of the offices, those of the same tier
      const peers = offices.filter(({ code }) => code.length === office.length);
      const grantees = {
        INSPECTED: { unitId },
        UNIT: { unitId: pick(units, which).id },
        OFFICE: { office: pick(peers, which).code },
      };
      return {
        id: idOf({ id: targetId }, "disclosure", i),
        targetId,
        purpose,
        grantee: grantees[grantee],
        withdrawn,
        tombstone: withdrawn && asAWhole,
        expiresOn: until === null ? null : dayAfter(today, until),
        findingIds: findings.filter((each, n) => each.targetId === targetId && lists[n % 3]).map(({ id }) => id),
      };
    },
  );
  const supervisions = drawn.supervisions.map(({ lead, status, members }, i): WorldSupervision => {
    const { code } = pick(offices, lead);
    const others = offices.filter((office) => office.code !== code);
    const invited =
      others.length === 0 ? [] : members.map(({ office, answer }) => ({ office: pick(others, office).code, answer }));
    const id = derivedId(tierOfOffice(code), "supervision", `${i}`);
    return { id, lead: code, status, members: distinct(invited, ({ office }) => office) };
  });
  const officeOfTarget = (targetId: string) => {
    const roundId = targets.find(({ id }) => id === targetId)?.roundId;
    return rounds.find(({ id }) => id === roundId)?.office;
  };
  const releases = drawn.releases
    .map(({ office, grantees, withdrawn, until, lists, supervision }, i): WorldRelease => {
      const { office: owner } = pick(rounds, office);
      const own = findings.filter(({ targetId }) => officeOfTarget(targetId) === owner);
      const others = offices.filter(({ code }) => code !== owner);
      return {
        id: derivedId(tierOfOffice(owner), "release", `${i}`),
        office: owner,
        grantees: others.length === 0 ? [] : [...new Set(grantees.map((each) => pick(others, each).code))],
        withdrawn,
        expiresOn: dayAfter(today, until),
        findingIds: own.filter((_, n) => lists[n % 3]).map(({ id }) => id),
        ...(supervision !== null && supervisions.length > 0 && { supervisionId: pick(supervisions, supervision).id }),
      };
    })
    .filter(({ findingIds, grantees }) => findingIds.length > 0 && grantees.length > 0);
  const publications: WorldPublication[] = [];
  const copies: World["copies"] = [];
  for (const [i, { target, status, lists, ...heard }] of drawn.publications.entries()) {
    const { id: targetId } = pick(targets, target);
    const before = publications.filter((each) => each.targetId === targetId);
    for (const each of before) each.isCurrent = false;
    const findingIds = findings
      .filter((finding, n) => finding.targetId === targetId && lists[n % 3] && !BEFORE_REPORT.includes(finding.status))
      .map((finding) => finding.id);
    const isCurrent = status !== "RECALLED";
    const id = idOf({ id: targetId }, "publication", i);
    const publication = { id, targetId, version: before.length + 1, status, isCurrent, findingIds };
    publications.push(publication);
    const office = officeOfTarget(targetId) as RegionCode;
    copies.push(...copiesOf(publication, superiorsOf(office), heard));
    // the next to come supersedes what each of them had
    for (const copy of copies) {
      if (before.some((each) => each.id === copy.publicationId) && holds(copies, id, copy.holder))
        copy.isCurrent = false;
    }
  }
  const actions = drawn.actions.map(({ target, names }, i) => {
    const { id: targetId } = pick(targets, target);
    const named = findings.filter((finding, n) => finding.targetId === targetId && names[n % 3]);
    return { id: idOf({ id: targetId }, "action", i), targetId, findingIds: named.map(({ id }) => id) };
  });
  const orders = drawn.orders.flatMap(({ issuer, addressee, round, answers }, i) => {
    const { code } = pick(offices, issuer);
    const below = offices.filter((each) => each.code !== code && isUnder(each.code, code));
    if (below.length === 0) return [];
    const to = pick(below, addressee).code;
    const officeOf = ({ targetId }: { targetId: string }) => {
      const target = targets.find(({ id }) => id === targetId);
      return rounds.find(({ id }) => id === target?.roundId)?.office;
    };
    const own = findings.filter((finding) => officeOf(finding) === to);
    const findingIds = answers === null || own.length === 0 ? [] : [pick(own, answers).id];
    const asking = rounds.filter((each) => each.office === code);
    const roundId = round === null || asking.length === 0 ? null : pick(asking, round).id;
    return [{ id: derivedId(tierOfOffice(code), "order", `${i}`), issuer: code, addressee: to, roundId, findingIds }];
  });
  const subjects = {
    REGION: regions.map(({ code }) => code),
    UNIT: units.map(({ id }) => id),
    ROUND: rounds.map(({ id }) => id),
    FINDING: findings.map(({ id }) => id),
  };
  const accounts = drawn.accounts.map(({ office, unit, recusals, ...account }, i) => {
    // an account of a unit belongs to the office that keeps the unit in its register
    const isOfUnit = account.roles.some((role) => ["UNIT_HEAD", "UNIT_LIAISON", "SUPERIOR_BODY"].includes(role));
    const answering = isOfUnit ? pick(units, unit) : undefined;
    const code = answering?.office ?? pick(offices, office).code;
    return {
      id: accountId(code, `person${i}`),
      office: code,
      ...(answering && { unitId: answering.id }),
      ...account,
      recusals: recusals
        .filter(({ scope }) => subjects[scope].length > 0)
        .map(({ scope, subject, isOwn, period: [since, until] }) => ({
          scope,
          isOwn,
          subject: pick(subjects[scope], subject),
          since: dayAfter(today, since),
          until: until === null ? null : dayAfter(today, until),
        })),
    };
  });
  const drawnAppointments = drawn.appointments.map(({ account, target, period: [from, to] }) => ({
    person: pick(accounts, account).id,
    targetId: pick(targets, target).id,
    validFrom: dayAfter(today, from),
    validTo: to === null ? null : dayAfter(today, to),
  }));
  const appointments = drawnAppointments.filter(
    (one, i) => !drawnAppointments.slice(0, i).some((other) => isTwice(one, other)),
  );
  const clues = drawn.clues.map((each, i) => clueOf(each, i, { regions, offices, accounts, units }));
  const told = { publications, copies, disclosures, releases, supervisions, orders, clues };
  const work = { rounds, targets, appointments, findings, ...told, attachments, actions };
  return { today, regions, offices, accounts, units, ...work };
}

/** The drawn shape, laid over the first regions that the committed tree has at each place. */
function regionsOf(tree: Outline["tree"]): World["regions"] {
  const regions: World["regions"] = [];
  const add = ({ code, name }: World["regions"][number], below: Shape): void => {
    regions.push({ code, name });
    const shapes = typeof below === "number" ? Array.from({ length: below }, () => 0) : below;
    const children = committed.childrenOf(code);
    for (const [i, shape] of shapes.entries()) add(children[i] as Region, shape);
  };
  for (const [i, cities] of tree.entries()) add(i === 0 ? HERE : ELSEWHERE, cities);
  return regions;
}

/** The world with somebody for every way to stand to one of its targets, before those that were drawn. The target is of an
 * office as low as there is one, and something of it is submitted upward.
 * @param name makes the accounts' ids differ from those of other worlds: a gateway remembers a standing for a second */
export function withCast(drawn: World, name: string): World {
  const officeOf = ({ roundId }: WorldTarget) => drawn.rounds.find(({ id }) => id === roundId)?.office as RegionCode;
  const [target] = [...drawn.targets].sort((a, b) => officeOf(b).length - officeOf(a).length) as [WorldTarget];
  const office = officeOf(target);
  const world = withSubmission(drawn, target);
  const [city, province] = [office.slice(0, 4), office.slice(0, 2)];
  const submission = world.publications.find((each) => each.targetId === target.id && each.isCurrent);
  const offices = distinct([...world.offices, toOffice(ELSEWHERE, 0)], ({ code }) => code);
  const codes = offices.map(({ code }) => code);
  const elsewhere = codes.find((code) => code.length === 2 && code !== province) as RegionCode;
  const colleague = codes.find((code) => code.startsWith(province) && code !== office) as RegionCode;

  const cast: WorldAccount[] = [];
  const join = (post: string, office: RegionCode, roles: Role[], scope?: RecusalScope, subject?: string) => {
    const recusals = scope && subject ? [{ scope, subject, since: world.today, until: world.today }] : [];
    const id = accountId(office, `${name}.${post}`);
    cast.push({ id, office, active: true, roles, recusals });
    return id;
  };
  join("clerk", office, ["CLERK"]);
  join("above", city, ["DIRECTOR"]);
  join("top", province, ["APPROVER"]);
  join("recused-from-unit", office, ["COORDINATOR"], "UNIT", target.unitId);
  join("recused-from-round", city, ["CLERK"], "ROUND", target.roundId);
  join("recused-from-finding", province, ["DIRECTOR"], "FINDING", submission?.findingIds[0]);
  join("screen", province, ["DISPLAY"]);
  join("admin", office, ["SYSTEM_ADMIN"]);
  join("custodian", city, ["CUSTODIAN"]);
  join("elsewhere", elsewhere, ["DIRECTOR"]);
  const team = join("team", colleague, []);

  const renamed = new Map(world.accounts.map(({ id, office }, i) => [id, accountId(office, `${name}.drawn${i}`)]));
  const rename = (id: string) => renamed.get(id) as string;
  return {
    ...world,
    regions: distinct([...world.regions, ELSEWHERE], ({ code }) => code),
    offices,
    accounts: [...cast, ...world.accounts.map((account) => ({ ...account, id: rename(account.id) }))],
    clues: world.clues.map((each) =>
      "person" in each.concerns ? { ...each, concerns: { person: rename(each.concerns.person) } } : each,
    ),
    appointments: [
      ...world.appointments.map((each) => ({ ...each, person: rename(each.person) })),
      { person: team, targetId: target.id, validFrom: world.today, validTo: null },
    ],
  };
}

/** Nobody is appointed to a target twice for the same day. */
function isTwice(one: World["appointments"][number], other: World["appointments"][number]): boolean {
  const isSame = one.person === other.person && one.targetId === other.targetId;
  const [until, otherUntil] = [one.validTo ?? "9999", other.validTo ?? "9999"];
  return isSame && one.validFrom <= otherUntil && other.validFrom <= until;
}

/** The world with a finding of this target in a submission that stands, where there was none. */
function withSubmission(world: World, target: WorldTarget): World {
  const before = world.publications.filter(({ targetId }) => targetId === target.id);
  if (before.some(({ isCurrent, findingIds }) => isCurrent && findingIds.length > 0)) return world;
  const finding = { id: idOf(target, "submitted finding", 0), targetId: target.id, status: "RECTIFYING" as const };
  const submission = { id: idOf(target, "submission", 0), targetId: target.id, version: before.length + 1 };
  const earlier = world.publications.map((each) => (before.includes(each) ? { ...each, isCurrent: false } : each));
  return {
    ...world,
    findings: [...world.findings, finding],
    publications: [...earlier, { ...submission, status: "SUBMITTED", isCurrent: true, findingIds: [finding.id] }],
  };
}

/** What the home tier would say of the person today.
 * @returns undefined where the person has no active account */
export function standingOf(world: World, person: string): Standing | undefined {
  const account = activeAccount(world, person);
  if (!account) return undefined;
  const { office, roles, unitId: unit } = account;
  const recusals = recusalsInForce(world, account).map(({ scope, subject }) => ({ scope, subject }));
  return { person, tier: tierOfOffice(office), office, unit, roles, recusals, rightsEpoch: 1 };
}

function toOffice(region: World["regions"][number], i: number): World["offices"][number] {
  return { ...region, name: `${region.name}巡察办`, enrolment: pick(ENROLMENTS, i) };
}

function accountId(office: RegionCode, name: string): string {
  return `${nameOfTier(tierOfOffice(office))}:${office}.${name}`;
}

function idOf(owner: { id: string }, kind: string, i: number): string {
  return derivedId(owner.id.split(":")[0]?.toUpperCase() as Tier, kind, `${i}`);
}

/** An office inspects what lies in its area; two of three times what is in the register of an office below, where there is such:
 * that office reads of it too. */
function inspected<Round extends { office: RegionCode }>(round: Round, units: World["units"], position: number) {
  const inArea = units.filter(({ region }) => isUnder(region, round.office));
  const below = inArea.filter(({ office }) => office !== round.office);
  return { round, unitId: pick(position % 3 && below.length > 0 ? below : inArea, position).id };
}

/** The office that answers for what lies in a region. */
function officeAnsweringFor(region: RegionCode): RegionCode {
  return region.length <= 6 ? region : officeAnsweringFor(parentOf(region) as RegionCode);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function pick<T>(items: readonly T[], position: number): T {
  return items[position % items.length] as T;
}

function distinct<T>(items: T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
