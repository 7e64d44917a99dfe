import type { Role } from "../../schema/contract/standing";
import { superiorsOf } from "./oracleCopies";
import type {
  World,
  WorldAccount,
  WorldAttachment,
  WorldClue,
  WorldCopy,
  WorldDisclosure,
  WorldRelease,
  WorldSupervision,
  WorldTarget,
} from "./oracleWorld";

/** Drawn worlds hardly have the people of just the units that were told something, or kin among those who keep a book. */
export function withGrantees(world: World): World {
  const told = world.targets.flatMap((target): WorldDisclosure[] => {
    const findingIds = world.findings.filter(({ targetId }) => targetId === target.id).map(({ id }) => id);
    const grantee = { unitId: target.unitId };
    const feedback = { targetId: target.id, purpose: "FEEDBACK" as const, grantee, expiresOn: null, findingIds };
    // and one before, which was withdrawn as a whole
    return [
      { ...feedback, id: `${target.id}.told`, withdrawn: false, tombstone: false },
      { ...feedback, id: `${target.id}.before`, withdrawn: true, tombstone: true },
    ];
  });
  const files = world.findings.flatMap(({ id }) =>
    [true, false].map((isProof): WorldAttachment => ({ id: `${id}.${isProof}`, findingId: id, isProof })),
  );
  const paperKeepers = world.offices
    .filter(({ code, enrolment }) => enrolment === "ON_PAPER" && code.length > 2)
    .map(({ code }) => code.slice(0, -2));
  const released = world.targets.flatMap((target): WorldRelease[] => {
    const office = world.rounds.find(({ id }) => id === target.roundId)?.office as string;
    // one of them alone: who is told of all could not show that a rule says too much
    const findingIds = world.findings
      .filter(({ targetId }) => targetId === target.id)
      .map(({ id }) => id)
      .slice(0, 1);
    const grantees = [...new Set(paperKeepers)].filter((code) => code !== office);
    if (findingIds.length === 0 || grantees.length === 0) return [];
    const release = { id: `${target.id}.released`, office, grantees, findingIds, withdrawn: false };
    return [{ ...release, expiresOn: world.today }];
  });
  const copies = withCopies(world);
  const sealed = withClues(world);
  const links = withLinks(world, [...new Set(paperKeepers)]);
  const further = world.findings.flatMap(({ furtherUnitIds = [] }) => furtherUnitIds);
  const subjects = [
    undefined,
    ...world.targets.slice(0, 2).map(({ unitId }) => unitId),
    ...new Set(further.slice(0, 4)),
  ];
  const posts = [
    ...world.units
      .slice(0, 3)
      .flatMap(({ id: unitId, office }) =>
        (["UNIT_HEAD", "SUPERIOR_BODY"] as const).map((role) => ({ office, unitId, roles: [role] as Role[] })),
      ),
    ...world.offices
      .filter(({ code, enrolment }) => enrolment === "ON_PAPER" && code.length > 2)
      .slice(0, 2)
      .map(({ code }) => ({ office: code.slice(0, -2), unitId: undefined, roles: ["CLERK"] as Role[] })),
    ...registersInspectedByOthers(world).map((office) => ({ office, unitId: undefined, roles: ["CLERK"] as Role[] })),
    { office: world.offices[0]?.code as string, unitId: undefined, roles: [] as Role[] },
    ...[...new Set(copies.map(({ holder }) => holder))]
      .slice(-1)
      .flatMap((office) =>
        (["CLERK", "AUDIT_ADMIN"] as const).map((role) => ({ office, unitId: undefined, roles: [role] as Role[] })),
      ),
  ];
  const cast = posts.flatMap((post, i) =>
    subjects.map(
      (subject, n): WorldAccount => ({
        ...post,
        id: `county:post${i}.${n}`,
        active: true,
        recusals: subject ? [recusalOf(world, post.unitId, subject)] : [],
      }),
    ),
  );
  const seats = cast.filter(({ roles }) => roles.length === 0 || roles.includes("UNIT_HEAD"));
  const appointments = lookBacksWithMoreBeside(world)
    .slice(0, 1)
    .flatMap(({ id: targetId }) =>
      seats.map(({ id: person }) => ({ person, targetId, validFrom: world.today, validTo: null })),
    );
  return {
    ...world,
    copies,
    clues: [...world.clues, ...sealed.clues],
    accounts: [...world.accounts, ...cast, ...links.accounts, ...sealed.accounts],
    appointments: [...world.appointments, ...appointments],
    disclosures: [...world.disclosures, ...told],
    attachments: [...world.attachments, ...files],
    releases: [...world.releases, ...released, ...links.releases],
    supervisions: [...world.supervisions, ...links.supervisions],
  };
}

/** From a unit; of whoever answers for just that one, who is kept from it by nothing, from a round that inspects it. */
function recusalOf({ targets, today }: World, own: string | undefined, unit: string): WorldAccount["recusals"][number] {
  const always = { since: today, until: null, isOwn: true };
  if (own !== unit) return { scope: "UNIT", subject: unit, ...always };
  const { roundId } = targets.find(({ unitId }) => unitId === own) ?? {};
  return roundId ? { scope: "ROUND", subject: roundId, ...always } : { scope: "UNIT", subject: unit, ...always };
}

/** Targets at which a team looks back on another, those first whose office has the most findings beside both: who reads all that
 * there is could not show that a rule says too much. */
function lookBacksWithMoreBeside({ targets, rounds, findings }: World): WorldTarget[] {
  const officeOf = (roundId: string) => rounds.find(({ id }) => id === roundId)?.office;
  const beside = ({ id, roundId, looksBackOn }: WorldTarget) => {
    const others = targets.filter((each) => officeOf(each.roundId) === officeOf(roundId));
    const further = others.filter((each) => each.id !== id && each.id !== looksBackOn);
    return findings.filter(({ targetId }) => further.some((each) => each.id === targetId)).length;
  };
  return targets.filter(({ looksBackOn }) => looksBackOn).sort((one, other) => beside(other) - beside(one));
}

/** Offices in whose register a unit is that another office inspects, or plans to: those first. */
function registersInspectedByOthers({ targets, rounds, units }: World): string[] {
  const planned = targets.filter(({ status }) => status === "PLANNED");
  const offices = [...planned, ...targets].flatMap(({ unitId, roundId }) => {
    const register = units.find(({ id }) => id === unitId)?.office as string;
    return register === rounds.find(({ id }) => id === roundId)?.office ? [] : [register];
  });
  return [...new Set(offices)].slice(0, 2);
}

/** Joint supervisions to which an office was invited, from which it has left, and of which it is a member, each with a finding that is
 * linked for it; and kin of the region of who opened them. */
function withLinks(world: World, members: readonly string[]) {
  const officeOf = (roundId: string) => world.rounds.find(({ id }) => id === roundId)?.office as string;
  const supervisions: WorldSupervision[] = [];
  const releases: WorldRelease[] = [];
  const accounts: WorldAccount[] = [];
  for (const member of members) {
    const lead = world.offices.find(({ code }) => code !== member)?.code;
    const targets = world.targets.filter(({ roundId }) => officeOf(roundId) !== member);
    const finding = world.findings.find(({ targetId }) => targets.some(({ id }) => id === targetId));
    const target = targets.find(({ id }) => id === finding?.targetId);
    if (!lead || !target || !finding) continue;
    for (const answer of ["INVITED", "JOINED", "LEFT"] as const) {
      const id = `${member}.${answer}`;
      supervisions.push({ id, lead, status: "OPEN", members: [{ office: member, answer }] });
      const link = { id: `${target.id}.${id}`, office: officeOf(target.roundId), grantees: [member] };
      const stands = { withdrawn: false, expiresOn: world.today, findingIds: [finding.id] };
      releases.push({ ...link, ...stands, supervisionId: id });
    }
    const recusals = [{ scope: "REGION" as const, subject: lead, since: world.today, until: null }];
    accounts.push({ id: `county:kin.${member}`, office: lead, active: true, roles: ["CLERK"], recusals });
  }
  return { supervisions, releases, accounts };
}

/** Every submission with every office above, of every other one a finding's words sealed. */
function withCopies(world: World): WorldCopy[] {
  return world.publications.flatMap(({ id, targetId, status, isCurrent, findingIds }, i) => {
    const { roundId } = world.targets.find((each) => each.id === targetId) as World["targets"][number];
    const { office } = world.rounds.find((each) => each.id === roundId) as World["rounds"][number];
    const heard = { publicationId: id, recalled: status === "RECALLED", isCurrent };
    return superiorsOf(office).map((holder) => ({
      ...heard,
      holder,
      sealedIds: i % 2 ? findingIds.slice(0, 1) : [],
    }));
  });
}

/** Clues that were referred, given back, and that concern a custodian or a unit, with the custodians of both sides and of the office
 * above, and one who must stay out of that unit. */
function withClues(world: World): { clues: WorldClue[]; accounts: WorldAccount[] } {
  const office = world.offices.at(-1)?.code as string;
  const [owner, receiver] = [`${office}:INSPECTION`, `${office}:DISCIPLINE`] as const;
  const unit = world.units[0]?.id as string;
  const posts: [name: string, office: string, role: Role][] = [
    ["custodian", office, "CUSTODIAN"],
    ["recused", office, "CUSTODIAN"],
    ["concerned", office, "CUSTODIAN"],
    ["discipline", office, "DISCIPLINE"],
    ["above", office.slice(0, 2), "CUSTODIAN"],
  ];
  const [nobody, concerned] = [{ person: "county:nobody" }, { person: "county:clue-concerned" }];
  const referred = (givenBack: boolean) => ({ to: receiver, givenBack });
  return {
    clues: [
      { id: "county:clue.kept", owner, region: office, referred: null, concerns: nobody },
      { id: "county:clue.given", owner, region: office, referred: referred(false), concerns: concerned },
      { id: "county:clue.back", owner, region: office, referred: referred(true), concerns: nobody },
      { id: "county:clue.unit", owner, region: office, referred: null, concerns: { unitId: unit } },
    ],
    accounts: posts.map(([name, office, role]) => {
      const recusal = { scope: "UNIT" as const, subject: unit, since: world.today, until: null };
      const recusals = name === "recused" ? [recusal] : [];
      return { id: `county:clue-${name}`, office, active: true, roles: [role], recusals };
    }),
  };
}
