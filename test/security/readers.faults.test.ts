import { createHash } from "node:crypto";
import fc from "fast-check";
import { Client } from "pg";
import { TIERS } from "../../schema/contract/tier";
import {
  READING_RULE_NAMES,
  READING_RULES,
  type ReadableKind,
  type ReadingRule,
} from "../../subgraphs/domain/readers/readers";
import { camelRow, type Db } from "../../subgraphs/storage/db";
import { findReaders, type Place, type ReaderRow } from "../../subgraphs/storage/readers/readers.repository";
import { callerSettings, SET_CALLER } from "../../subgraphs/storage/session";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { today } from "../support/officeDay";
import { few, WHOLE } from "../support/whole";
import { loadTiers } from "./loadWorld";
import { isNamed } from "./named";
import { seesFinding, viewOf } from "./oracle";
import { activeAccount, recusalsInForce } from "./oracleReader";
import type { World, WorldAccount } from "./oracleWorld";
import { withGrantees } from "./richWorld";
import { drafts } from "./world";

// "Who can see this" proves itself: with any rule of its view taken away, or saying more than it should, some world must tell
// that who is named is not who sees.

/** As many as the rarest of all faults needs. */
const WORLDS = WHOLE ? 40 : 3;
const SOME_FAULTS = 12;
const SEED = 17;

interface Question extends Place {
  kind: ReadableKind;
  id: string;
}

let database: TierDatabase;
let admin: Client;
let runtimeRole: string;
let definition: string;
beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  runtimeRole = new URL(database.urls.subgraph).username;
  const { rows } = await admin.query("select pg_get_viewdef('reading_rule'::regclass) as definition");
  definition = rows[0].definition.replace(/;\s*$/, "");
});
afterAll(async () => {
  await admin.end();
  await database.dispose();
});

const COLUMNS =
  "rule owner round_id target_id publication_id disclosure_id reader_office reader_person reader_unit reader_role since finding_ids until order_id".split(
    " ",
  );

/** The view with a column of one rule said otherwise, or the rule left out. */
function bent(rule: ReadingRule, column?: string, otherwise = "null"): string {
  const columns = COLUMNS.map((each) =>
    each === column ? `case when rule = '${rule}' then ${otherwise} else ${each} end as ${each}` : each,
  );
  const without = column ? "" : ` where rule <> '${rule}'`;
  return `create or replace view reading_rule with (security_invoker = true) as
    select ${columns.join(", ")} from (${definition}) v${without}`;
}

/** Of which part of the book a rule speaks: without it, it speaks of all. */
const NARROWED_BY: Record<ReadingRule, readonly string[]> = {
  OWN_OFFICE: [],
  ENTERED_FOR: [],
  // of a round or a target; for what stands in the target, the target is enough
  TEAM: ["target_id", "round_id"],
  LOOK_BACK: ["target_id"],
  FILED: ["round_id"],
  INSPECTED: ["target_id", "round_id"],
  SUBMITTED: ["target_id", "finding_ids"],
  DISCLOSED: ["target_id", "finding_ids"],
  ANSWERS: ["target_id", "finding_ids"],
  SIGNS: ["target_id", "reader_role"],
  RELEASED: ["target_id", "finding_ids", "reader_office"],
  ORDERED: ["order_id", "reader_office"],
};

function plantedFaults(): Map<string, string> {
  return new Map(
    READING_RULE_NAMES.flatMap((rule): [string, string][] => [
      [`${rule} is left out`, bent(rule)],
      ...NARROWED_BY[rule].map((column): [string, string] => [`${rule} forgets ${column}`, bent(rule, column)]),
    ]).concat([
      [
        "a publication that lists nothing says everything",
        bent("SUBMITTED", "finding_ids", "nullif(finding_ids, '{}')"),
      ],
      ["the city reads what its county has not submitted", bent("OWN_OFFICE", "reader_office", "left(owner, 4)")],
      ["the book on paper is kept two tiers up", bent("ENTERED_FOR", "reader_office", "left(owner, 2)")],
      ["the unit that was told is any unit", bent("DISCLOSED", "reader_unit", "null")],
    ]),
  );
}

/** A review of the first target, with a department and the body above a unit as its parties. */
async function openReview({ targets, rounds, units }: World): Promise<void> {
  const [target] = targets;
  const office = rounds.find(({ id }) => id === target?.roundId)?.office;
  if (!target || !office) return;
  await admin.query(
    `insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status, status_on, version,
       fed_back_on, synthetic, opened_at)
     select 'county:review', office, round_id, id, unit_id, unit_name, region, 'JOINT_REVIEW', '2026-03-02', 1, '2026-03-02', true,
       now() from round_target where id = $1`,
    [target.id],
  );
  await admin.query(
    `insert into review_signature (id, office, rectification_id, review, ordinal, name, role, signer_unit)
     values ('county:place1', $1, 'county:review', 1, 1, '纪委监委', 'DISCIPLINE', null),
       ('county:place2', $1, 'county:review', 1, 2, '上级党组织', 'SUPERIOR_BODY', $2)`,
    [office, units[0]?.id],
  );
}

function signs(world: World, { office, unitId, roles }: WorldAccount, targetId: string): boolean {
  const [target] = world.targets;
  if (target?.id !== targetId) return false;
  const owner = world.rounds.find(({ id }) => id === target.roundId)?.office;
  if (unitId) return unitId === world.units[0]?.id && roles.includes("SUPERIOR_BODY");
  return office === owner && roles.includes("DISCIPLINE");
}

/** Whether a person reads something of an object, as the oracle has it. */
function sees(world: World, account: WorldAccount, { kind, id }: Question): boolean {
  if (kind === "FINDING") return seesFinding(world, account.id, id);
  const { rounds, targets, inspections, publications, disclosures, orders } = viewOf(world, account.id);
  if (kind === "ORDER") return orders.some((row) => row.startsWith(`${id}/`));
  if (kind === "ROUND") {
    const here = world.targets.filter(({ roundId }) => roundId === id).map((target) => target.id);
    return rounds.includes(id) || here.some((target) => inspections.includes(target));
  }
  const submitted = world.publications.some(
    ({ id: publication, targetId, status }) =>
      targetId === id && status !== "RECALLED" && publications.includes(publication),
  );
  // the header of a feedback that was withdrawn says nothing of the target any more
  const told = world.disclosures.some(
    (each) => each.targetId === id && !each.tombstone && disclosures.includes(each.id),
  );
  return (
    targets.includes(id) ||
    inspections.includes(id) ||
    submitted ||
    told ||
    isReleased(world, account, id) ||
    signs(world, account, id)
  );
}

/** Whether something of a target was released to a person's office, and stands. */
function isReleased(world: World, { id: person }: WorldAccount, targetId: string): boolean {
  const { receivedReleaseFindings } = viewOf(world, person);
  const findings = world.findings.filter((finding) => finding.targetId === targetId);
  return receivedReleaseFindings.some((copy) => findings.some(({ id }) => copy.endsWith(`/${id}`)));
}

/** Whether a person answers for the unit that something was fed back to. */
function answers(world: World, { unitId, roles }: WorldAccount, { kind, id }: Question): boolean {
  if (!unitId || !roles.some((role) => role === "UNIT_HEAD" || role === "UNIT_LIAISON")) return false;
  return world.disclosures.some(
    ({ purpose, grantee, withdrawn, expiresOn, targetId, findingIds }) =>
      purpose === "FEEDBACK" &&
      "unitId" in grantee &&
      grantee.unitId === unitId &&
      !withdrawn &&
      (expiresOn === null || expiresOn >= world.today) &&
      (kind === "TARGET" ? targetId === id : findingIds.includes(id)),
  );
}

function questionsOf(world: World): Question[] {
  const office = (roundId: string) => world.rounds.find(({ id }) => id === roundId)?.office as string;
  const targets = world.targets.map(
    ({ id, roundId }): Question => ({ kind: "TARGET", id, office: office(roundId), roundId, targetId: id }),
  );
  const findings = world.findings.map(({ id, targetId }): Question => {
    const target = targets.find((each) => each.id === targetId) as Question;
    return { ...target, kind: "FINDING", id };
  });
  const rounds = world.rounds.map(
    (round): Question => ({ kind: "ROUND", id: round.id, office: round.office, roundId: round.id, targetId: null }),
  );
  // enough of each: a fault that only a later one shows is shown by the first ones of another world
  const orders = world.orders.map(
    ({ id, issuer }): Question => ({ kind: "ORDER", id, office: issuer, roundId: null, targetId: null }),
  );
  return [...findings.slice(0, 6), ...targets.slice(0, 4), ...rounds.slice(0, 3), ...orders.slice(0, 2)];
}

/** Who looks back on a target reads its findings, and nothing of it where it has none: the findings are asked. */
const rulesOf = (kind: ReadableKind) =>
  READING_RULE_NAMES.filter(
    (rule) => (READING_RULES[rule] as readonly string[]).includes(kind) && !(kind === "TARGET" && rule === "LOOK_BACK"),
  );

/** An object, and who reads of it and answers for it by the oracle: asked once for a world, and not again for each fault. */
interface Expected {
  question: Question;
  readers: { account: WorldAccount; reads: boolean; answers: boolean }[];
}

function expectedOf(world: World): Expected[] {
  const accounts = world.accounts.filter(
    (account) => activeAccount(world, account.id) && recusalsInForce(world, account).length === 0,
  );
  return questionsOf(world).map((question) => ({
    question,
    readers: accounts.map((account) => ({
      account,
      reads: sees(world, account, question),
      answers: answers(world, account, question),
    })),
  }));
}

/** Whether the right people are named for every object, in a transaction that is undone. */
async function agrees(expected: readonly Expected[], fault: string): Promise<boolean> {
  const db = {
    // planned once for each fault, as `session.ts` names its statements
    rows: async (text: string, values: unknown[]) =>
      (await admin.query({ name: createHash("sha256").update(text).digest("base64url"), text, values })).rows.map(
        (row) => camelRow(row),
      ),
  } as unknown as Db;
  await admin.query("begin");
  try {
    await admin.query(fault);
    await admin.query(`set local role ${runtimeRole}`);
    for (const { question, readers } of expected) {
      const { office } = question;
      const asker = { person: "county:asker", tier: "COUNTY", office, roles: ["DIRECTOR"], recusals: [] } as const;
      await admin.query(SET_CALLER, callerSettings({ ...asker, roles: ["DIRECTOR"], recusals: [], rightsEpoch: 1 }));
      const asked = { kind: question.kind, id: question.id, rules: rulesOf(question.kind) };
      const { rows } = await findReaders(db, asked, question, { first: 100 });
      const acting = rows.filter(({ rule }) => rule === "ANSWERS");
      for (const { account, reads, answers } of readers) {
        const named = (by: ReaderRow[]) => by.some((reader) => isNamed(account, reader));
        if (named(rows) !== reads) return false;
        if (question.targetId !== null && named(acting) !== answers) return false;
      }
    }
    return true;
  } finally {
    await admin.query("rollback");
  }
}

/** The parties of the review, beside the people of the drawn world. */
function withSigners(world: World): World {
  const office = world.rounds.find(({ id }) => id === world.targets[0]?.roundId)?.office as string;
  const unit = world.units[0] as World["units"][number];
  const account = { active: true, recusals: [] };
  return {
    ...world,
    accounts: [
      ...world.accounts,
      { ...account, id: "county:discipline", office, roles: ["DISCIPLINE"] },
      { ...account, id: "county:organisation", office, roles: ["ORGANISATION"] },
      { ...account, id: "county:above", office: unit.office, unitId: unit.id, roles: ["SUPERIOR_BODY"] },
    ],
  };
}

test(`${WHOLE ? "each rule" : "of some rules a third"} of the view that is left out, or says too much, is noticed in some world`, async () => {
  const faults = new Map(few(SOME_FAULTS, [...plantedFaults()]));
  const planted = faults.size;
  for (const layOut of fc.sample(drafts, { numRuns: WORLDS, seed: SEED })) {
    if (faults.size === 0) break;
    const world = withSigners(withGrantees(layOut(today())));
    await admin.query("rollback; delete from review_signature; delete from rectification");
    await loadTiers(admin, world, TIERS);
    await openReview(world);
    const expected = expectedOf(world);
    expect(await agrees(expected, "select")).toBe(true);
    for (const [name, fault] of [...faults]) if (!(await agrees(expected, fault))) faults.delete(name);
  }
  if (WHOLE) expect([...faults.keys()]).toEqual([]);
  expect(planted - faults.size).toBeGreaterThan(planted / 3);
});
