import type { Role } from "../../schema/contract/standing";
import type { World, WorldAccount, WorldAttachment, WorldDisclosure } from "./oracleWorld";

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
    { office: world.offices[0]?.code as string, unitId: undefined, roles: [] as Role[] },
  ];
  const cast = posts.flatMap((post, i) =>
    subjects.map(
      (subject, n): WorldAccount => ({
        ...post,
        id: `county:post${i}.${n}`,
        active: true,
        recusals: subject ? [{ scope: "UNIT", subject, since: world.today, until: null }] : [],
      }),
    ),
  );
  const lookBack = world.targets.filter(({ looksBackOn }) => looksBackOn).slice(0, 2);
  const seats = cast.filter(({ roles }) => roles.length === 0 || roles.includes("UNIT_HEAD"));
  const appointments = lookBack.flatMap(({ id: targetId }) =>
    seats.map(({ id: person }) => ({ person, targetId, validFrom: world.today, validTo: null })),
  );
  return {
    ...world,
    accounts: [...world.accounts, ...cast],
    appointments: [...world.appointments, ...appointments],
    disclosures: [...world.disclosures, ...told],
    attachments: [...world.attachments, ...files],
  };
}
