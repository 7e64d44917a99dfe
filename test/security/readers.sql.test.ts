import fc from "fast-check";
import type { Role } from "../../schema/contract/standing";
import { TIERS } from "../../schema/contract/tier";
import { type ReadingRule, rulesAbout } from "../../subgraphs/domain/readers/readers";
import { findReaders, type ReaderRow } from "../../subgraphs/storage/readers/readers.repository";
import { Session } from "../../subgraphs/storage/session";
import { SEED, worldsFrom } from "./howMany";
import { loadTiers } from "./loadWorld";
import { isKeptFrom, seesFinding } from "./oracle";
import { activeAccount } from "./oracleReader";
import type { World, WorldAccount, WorldFinding } from "./oracleWorld";
import { worlds } from "./world";
import { worldDatabase } from "./worldDatabase";

const WORLDS = worldsFrom(6);

const database = worldDatabase();

test(`who is said to see a finding is who sees it, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(worlds(), async (world) => {
      await loadTiers(database.owner, world, TIERS);
      for (const finding of world.findings) {
        const readers = await readersOf(world, finding);
        const accounts = world.accounts.filter(
          ({ id }) => activeAccount(world, id) && !isKeptFrom(world, id, finding.id),
        );
        const named = accounts.filter((account) => readers.some((reader) => isNamed(account, reader)));
        const seeing = world.accounts.filter(({ id }) => seesFinding(world, id, finding.id));
        expect([finding.id, idsOf(named)]).toEqual([finding.id, idsOf(seeing)]);
      }
    }),
    { numRuns: WORLDS, seed: SEED },
  );
});

/** What the office whose book it is in is told. */
async function readersOf(world: World, { id, targetId }: WorldFinding): Promise<ReaderRow[]> {
  const { roundId } = world.targets.find((each) => each.id === targetId) as World["targets"][number];
  const { office } = world.rounds.find((each) => each.id === roundId) as World["rounds"][number];
  const person = "county:990101.asker";
  const session = new Session(database.runtime, {
    person,
    tier: "COUNTY",
    office,
    roles: ["DIRECTOR"],
    recusals: [],
    rightsEpoch: 1,
  });
  const asked = { kind: "FINDING", id, rules: rulesAbout("FINDING") } as const;
  try {
    const place = { office, roundId, targetId };
    return await session.read(async (db) => (await findReaders(db, asked, place, { first: 100 })).rows);
  } finally {
    await session.close();
  }
}

const BUSINESS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];
const OF_UNIT: readonly Role[] = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];
/** Who works in no team: an appointment is worth nothing to them. */
const NO_TEAM: readonly Role[] = [
  ...["DISPLAY", "SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"],
  ...OF_UNIT,
  ...["DISCIPLINE", "ORGANISATION", "PUBLICITY", "RESIDENT_GROUP", "DEPARTMENT"],
] as Role[];
/** Who of an office or of a unit is meant, where not everybody is that reads for it. */
const MEANT: Partial<Record<ReadingRule, readonly Role[]>> = {
  ENTERED_FOR: ["CLERK", "DIRECTOR"],
  ANSWERS: ["UNIT_LIAISON", "UNIT_HEAD"],
};

function isNamed({ id, office, unitId, roles }: WorldAccount, reader: ReaderRow): boolean {
  const meant = (usual: readonly Role[]) => roles.some((role) => (MEANT[reader.rule] ?? usual).includes(role));
  if (reader.person !== null) return reader.person === id && !roles.some((role) => NO_TEAM.includes(role));
  if (reader.unitId !== null) return reader.unitId === unitId && meant(OF_UNIT);
  return reader.officeCode === office && meant(BUSINESS);
}

function idsOf(accounts: readonly WorldAccount[]): string[] {
  return accounts.map(({ id }) => id).sort();
}
