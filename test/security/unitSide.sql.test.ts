import type { DataSource } from "typeorm";
import type { Role, Standing } from "../../schema/contract/standing";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { Session } from "../../subgraphs/storage/session";
import type { Versioned } from "../support/caller";
import { getTicket, useTicket } from "../support/files";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { anAnswer, aUnitSide, theFeedbackTo, type UnitSide } from "../support/unitSide";

// What the database itself gives to the person of a unit, whatever the services ask it.

let platform: TestPlatform;
let side: UnitSide;
let runtime: DataSource;
let targets: string[];
beforeAll(async () => {
  platform = await borrowPlatform();
  side = await aUnitSide(platform, { findings: 1 });
  const feedback = await theFeedbackTo(side.head);
  await side.head.does("answerTierFeedback", anAnswer(feedback, "OBJECT", feedback.byNumber));
  const wishes = [feedback.byNumber[0]?.findingId, undefined].map((findingId) => ({
    disclosureId: feedback.id,
    findingId,
  }));
  for (const wish of wishes) {
    const ticket = await getTicket(side.liaison, "uploadTierProof", { ...wish, name: "佐证.pdf" });
    expect((await useTicket(platform, ticket, "%PDF-1.7\n%%EOF\n")).status).toBe(201);
  }
  runtime = await createTierDataSource(platform.tiers.county.database.urls.subgraph).initialize();
  targets = side.round.targets.map(({ id }) => id);
});
afterAll(() => runtime?.destroy());

const unitOf = (place: number) => (side.round.units[place] as Versioned).id;

function aPerson(roles: Role[], unit?: string): Standing {
  return { person: "county:somebody", tier: "COUNTY", office: "990101", unit, roles, recusals: [], rightsEpoch: 1 };
}

/** How many rows somebody reads, and how many somebody could change who says to answer for the first target. */
async function counts(standing: Standing): Promise<Record<string, number>> {
  const session = new Session(runtime, standing);
  const found: Record<string, number> = {};
  const outcome = session.write(async (db) => {
    for (const table of ["finding", "objection", "attachment", "rectification"]) {
      const [row] = await db.rows<{ n: number }>(`select count(*)::int as n from ${table}`);
      found[table] = row?.n as number;
    }
    await db.rows("select set_config('app.answering', $1, true)", [targets[0]]);
    for (const [table, column] of [
      ["finding", "status"],
      ["rectification", "status"],
      ["attachment", "version"],
    ]) {
      found[`${table} changed`] = (await db.rows(`update ${table} set ${column} = ${column} returning 1`)).length;
    }
    throw new Error("nothing of it stays");
  });
  await expect(outcome).rejects.toThrow("nothing of it stays");
  await session.end();
  return found;
}

const NOTHING = { finding: 0, objection: 0, attachment: 0, rectification: 0 };
const CHANGES_NOTHING = { "finding changed": 0, "rectification changed": 0, "attachment changed": 0 };

test("the head and the liaison of the unit reach their own, and no finding but in the change that answers", async () => {
  for (const role of ["UNIT_HEAD", "UNIT_LIAISON"] as const) {
    expect(await counts(aPerson([role], unitOf(0)))).toEqual({
      ...{ finding: 0, objection: 1, attachment: 2, rectification: 1 },
      ...{ "finding changed": 1, "rectification changed": 1, "attachment changed": 2 },
    });
  }
});

test("whoever calls itself the body above, also of the unit itself, changes nothing and sees no proof or objection", async () => {
  const [row] = await platform.sql<{ above: string }>(
    "county",
    "select superior_unit_id as above from unit where id = $1",
    [unitOf(0)],
  );
  for (const unit of [row?.above, unitOf(0)]) {
    expect(await counts(aPerson(["SUPERIOR_BODY"], unit))).toEqual({
      ...NOTHING,
      rectification: 1,
      ...CHANGES_NOTHING,
    });
  }
});

test("the unit of another target of the round, a unit without feedback and a role without a unit reach nothing of it", async () => {
  expect(await counts(aPerson(["UNIT_HEAD"], unitOf(1)))).toEqual({ ...NOTHING, rectification: 1, ...CHANGES_NOTHING });
  expect(await counts(aPerson(["UNIT_HEAD"], "county:AAAAAAAAAAAAAAAAAAAAAA"))).toEqual({
    ...NOTHING,
    ...CHANGES_NOTHING,
  });
  expect(await counts(aPerson(["UNIT_HEAD"]))).toEqual({ ...NOTHING, ...CHANGES_NOTHING });
});

test("a person of the unit who is recused from the finding reaches neither it nor its proofs", async () => {
  const subject = (side.round.findings[0] as Versioned).id;
  const recused = { ...aPerson(["UNIT_HEAD"], unitOf(0)), recusals: [{ scope: "FINDING" as const, subject }] };
  expect(await counts(recused)).toEqual({
    ...{ finding: 0, objection: 0, attachment: 1, rectification: 1 },
    ...{ "finding changed": 0, "rectification changed": 1, "attachment changed": 1 },
  });
});

test("nobody of the office brings or takes away a proof in the unit's name", async () => {
  const clerk = { ...aPerson(["CLERK", "DIRECTOR"]), person: side.round.clerk.person };
  const session = new Session(runtime, clerk);
  const changed = session.write(async (db) => {
    const rows = await db.rows("update attachment set version = version where of_unit is not null returning 1");
    expect(rows).toEqual([]);
    return db.rows(
      "insert into attachment select 'county:BBBBBBBBBBBBBBBBBBBBBB' as id, office, round_id, target_id, unit_id, region, finding_id, name, type, size, sha256, version, added_at, added_by, removed_at, removed_by, removal_reason, rectification_id, of_unit from attachment where of_unit is not null limit 1",
    );
  });
  await expect(changed).rejects.toThrow("row-level security");
  await session.end();
});
