import fc from "fast-check";
import { TIERS } from "../../schema/contract/tier";
import { rulesAbout } from "../../subgraphs/domain/readers/readers";
import { findReaders, type ReaderRow } from "../../subgraphs/storage/readers/readers.repository";
import { Session } from "../../subgraphs/storage/session";
import { SEED, worldsFrom } from "./howMany";
import { loadTiers } from "./loadWorld";
import { isNamed } from "./named";
import { isKeptByAnother, isKeptFrom, seesFinding } from "./oracle";
import { activeAccount } from "./oracleReader";
import type { World, WorldAccount, WorldFinding } from "./oracleWorld";
import { worlds } from "./world";
import { worldDatabase } from "./worldDatabase";

const WORLDS = worldsFrom(3, 6);

const database = worldDatabase();

test(`who is said to see a finding is who sees it, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(worlds(), async (world) => {
      await loadTiers(database.owner, world, TIERS);
      for (const finding of world.findings) {
        const readers = await readersOf(world, finding);
        const accounts = world.accounts.filter(
          ({ id }) =>
            activeAccount(world, id) && !isKeptFrom(world, id, finding.id) && !isKeptByAnother(world, id, finding.id),
        );
        const named = accounts.filter((account) => readers.some((reader) => isNamed(account, reader)));
        const kept = world.accounts.filter(({ id }) => isKeptFrom(world, id, finding.id));
        expect(idsOf(kept.filter(({ id }) => seesFinding(world, id, finding.id)))).toEqual([]);
        const seeing = accounts.filter(({ id }) => seesFinding(world, id, finding.id));
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

function idsOf(accounts: readonly WorldAccount[]): string[] {
  return accounts.map(({ id }) => id).sort();
}
