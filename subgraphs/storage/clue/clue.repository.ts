import type { ClueStatus } from "../../domain/clue/clue";
import type { Custody } from "../../domain/clue/custody";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, rowsFor, toPage } from "../page";
import type {
  ClueClockRow,
  ClueCustodyRow,
  ClueKeyRow,
  CluePartRow,
  ClueReceiptRow,
  ClueReporterRow,
  ClueRow,
} from "./clue.row";

/** Says, for the rest of the transaction, by which marks the caller would be known as somebody whom a clue concerns. Without
 * it nobody reads a clue. */
export async function sayMarks(db: Db, marks: readonly string[]): Promise<void> {
  await db.rows("select set_config('app.clue_marks', $1, true)", [`{${marks.join(",")}}`]);
}

export async function findCluesById(db: Db, ids: readonly string[]): Promise<ClueRow[]> {
  return db.rows<ClueRow>("select * from clue where id = any ($1)", [ids]);
}

export async function lockClue(db: Db, id: string): Promise<ClueRow | undefined> {
  const [clue] = await db.rows<ClueRow>("select * from clue where id = $1 for update", [id]);
  return clue;
}

export interface ClueFilter {
  statuses?: readonly ClueStatus[];
  /** those that the custodies own, or those that they were given */
  side?: "OWN" | "RECEIVED";
}

/** Clues in the custody of any of these, the latest registration first. */
export async function findClues(
  db: Db,
  custodies: readonly Custody[],
  { statuses, side }: ClueFilter,
  page: PageRequest,
): Promise<Page<ClueRow>> {
  const where = new Conditions();
  const holders = where.parameter(custodies);
  const own = `owner = any (${holders})`;
  const given = `id in (select k.clue_id from clue_key k where k.holder = any (${holders}) and k.ended_at is null)`;
  where.add(side === "OWN" ? own : side === "RECEIVED" ? `${given} and not ${own}` : `${own} or ${given}`);
  where.oneOf("status", statuses);
  where.before("registered_at", "id", page.after);
  const sql = `select * from clue where ${where.all()}
    order by registered_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ClueRow>(sql, where.parameters), page);
}

export async function insertClue(db: Db, clue: ClueRow): Promise<void> {
  await db.rows(
    `insert into clue (id, office, owner, status, version, pointer_only, has_reporter, sealed_hash, registered_by, registered_at,
       synthetic) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[clue.id, clue.office, clue.owner, clue.status, clue.version, clue.pointerOnly, clue.hasReporter],
      ...[clue.sealedHash, clue.registeredBy, clue.registeredAt, clue.synthetic],
    ],
  );
}

export async function saveClue(db: Db, clue: ClueRow): Promise<void> {
  await db.rows(
    `update clue set status = $2, version = $3, approved_by = $4, approved_at = $5, receiver = $6, referred_at = $7
     where id = $1`,
    [...[clue.id, clue.status, clue.version, clue.approvedBy, clue.approvedAt], ...[clue.receiver, clue.referredAt]],
  );
}

export async function findParts(db: Db, clueId: string): Promise<CluePartRow[]> {
  return db.rows<CluePartRow>("select * from clue_part where clue_id = $1 order by number", [clueId]);
}

export async function insertPart(db: Db, part: CluePartRow): Promise<void> {
  await db.rows(
    `insert into clue_part (id, office, clue_id, owner, number, kind, written_by, at, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[part.id, part.office, part.clueId, part.owner, part.number, part.kind, part.writtenBy],
      ...[part.at, part.sealed],
    ],
  );
}

/** The keys by which the caller opens a clue: one for each custody that holds it. */
export async function findKeys(db: Db, clueId: string): Promise<ClueKeyRow[]> {
  return db.rows<ClueKeyRow>("select * from clue_key where clue_id = $1 and ended_at is null order by at, id", [
    clueId,
  ]);
}

/** Those of these clues' keys, among the caller's, that are wrapped for none of the given generations. In one order, because whoever
 * wraps them anew at the same time would wait for each other. */
export async function findKeysBut(
  db: Db,
  clueIds: readonly string[],
  generations: readonly string[],
): Promise<ClueKeyRow[]> {
  return db.rows<ClueKeyRow>(
    `select * from clue_key where clue_id = any ($1) and ended_at is null and generation <> all ($2) order by id`,
    [clueIds, generations],
  );
}

/** The same of their reporters' keys. */
export async function findReportersBut(
  db: Db,
  clueIds: readonly string[],
  generations: readonly string[],
): Promise<ClueReporterRow[]> {
  return db.rows<ClueReporterRow>(
    "select * from clue_reporter where clue_id = any ($1) and generation <> all ($2) order by clue_id",
    [clueIds, generations],
  );
}

export async function insertKey(db: Db, key: ClueKeyRow): Promise<void> {
  await db.rows(
    `insert into clue_key (id, office, clue_id, owner, holder, generation, wrapped, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [key.id, key.office, key.clueId, key.owner, key.holder, key.generation, key.wrapped, key.at],
  );
}

/** The same key, wrapped for a newer generation of its holder's keys. */
export async function rewrapKey(db: Db, id: string, generation: string, wrapped: Buffer): Promise<void> {
  await db.rows("update clue_key set generation = $2, wrapped = $3 where id = $1", [id, generation, wrapped]);
}

/** The same of its reporter's key. */
export async function rewrapReporter(db: Db, clueId: string, generation: string, wrapped: Buffer): Promise<void> {
  await db.rows("update clue_reporter set generation = $2, wrapped = $3 where clue_id = $1", [
    ...[clueId, generation, wrapped],
  ]);
}

/** Who gives a clue back keeps nothing that opens it. */
export async function endKey(db: Db, id: string, at: string): Promise<void> {
  await db.rows("update clue_key set ended_at = $2, wrapped = '' where id = $1", [id, at]);
}

export async function findReporter(db: Db, clueId: string): Promise<ClueReporterRow | undefined> {
  const [reporter] = await db.rows<ClueReporterRow>("select * from clue_reporter where clue_id = $1", [clueId]);
  return reporter;
}

export async function insertReporter(db: Db, reporter: ClueReporterRow): Promise<void> {
  await db.rows(
    "insert into clue_reporter (clue_id, office, owner, generation, wrapped, sealed) values ($1, $2, $3, $4, $5, $6)",
    [reporter.clueId, reporter.office, reporter.owner, reporter.generation, reporter.wrapped, reporter.sealed],
  );
}

/** Adds the marks that are not there yet: nobody but whom they mean can see which those are. */
export async function insertSubjectMarks(db: Db, clue: ClueRow, marks: readonly string[]): Promise<void> {
  await db.rows(
    `insert into clue_subject (office, clue_id, owner, mark) select $1, $2, $3, m from unnest($4::text[]) as m
     on conflict do nothing`,
    [clue.office, clue.id, clue.owner, marks],
  );
}

export async function findChains(db: Db, clueIds: readonly string[]): Promise<ClueCustodyRow[]> {
  return db.rows<ClueCustodyRow>("select * from clue_custody where clue_id = any ($1) order by clue_id, sequence", [
    clueIds,
  ]);
}

export async function insertCustody(db: Db, entry: ClueCustodyRow): Promise<void> {
  await db.rows(
    `insert into clue_custody (id, office, clue_id, owner, sequence, event, from_custody, to_custody, at, statement, hash,
       from_key, from_signature, to_key, to_signature, countersigned_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      ...[entry.id, entry.office, entry.clueId, entry.owner, entry.sequence, entry.event, entry.fromCustody],
      ...[entry.toCustody, entry.at, entry.statement, entry.hash, entry.fromKey, entry.fromSignature],
      ...[entry.toKey, entry.toSignature, entry.countersignedAt],
    ],
  );
}

export async function saveCountersignature(
  db: Db,
  { id, key, signature, at }: { id: string; key: string; signature: string; at: string },
): Promise<void> {
  await db.rows("update clue_custody set to_key = $2, to_signature = $3, countersigned_at = $4 where id = $1", [
    ...[id, key, signature, at],
  ]);
}

export async function findReceipts(db: Db, clueIds: readonly string[]): Promise<ClueReceiptRow[]> {
  return db.rows<ClueReceiptRow>("select * from clue_receipt where clue_id = any ($1) order by arrived_at, id", [
    clueIds,
  ]);
}

/** The receipt that a custody has open for a clue. */
export async function lockReceipt(
  db: Db,
  clueId: string,
  custodies: readonly Custody[],
): Promise<ClueReceiptRow | undefined> {
  const [receipt] = await db.rows<ClueReceiptRow>(
    `select * from clue_receipt where clue_id = $1 and receiver = any ($2) order by arrived_at desc, id limit 1 for update`,
    [clueId, custodies],
  );
  return receipt;
}

export async function insertReceipt(db: Db, receipt: ClueReceiptRow): Promise<void> {
  await db.rows(
    `insert into clue_receipt (id, office, clue_id, sender, receiver, status, version, arrived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[receipt.id, receipt.office, receipt.clueId, receipt.sender, receipt.receiver, receipt.status],
      ...[receipt.version, receipt.arrivedAt],
    ],
  );
}

export async function saveReceipt(db: Db, receipt: ClueReceiptRow): Promise<void> {
  await db.rows(
    `update clue_receipt set status = $2, version = $3, received_at = $4, received_by = $5, disposal = $6, proposed_at = $7,
       proposed_by = $8, decided_at = $9, decided_by = $10, outcome = $11, concluded_at = $12, returned_at = $13,
       arrived_at = $14 where id = $1`,
    [
      ...[receipt.id, receipt.status, receipt.version, receipt.receivedAt, receipt.receivedBy, receipt.disposal],
      ...[receipt.proposedAt, receipt.proposedBy, receipt.decidedAt, receipt.decidedBy, receipt.outcome],
      ...[receipt.concludedAt, receipt.returnedAt, receipt.arrivedAt],
    ],
  );
}

export async function findClocks(db: Db, clueIds: readonly string[]): Promise<ClueClockRow[]> {
  return db.rows<ClueClockRow>(
    `select c.* from clue_clock c join clue_receipt r on r.id = c.receipt_id where r.clue_id = any ($1)
     order by c.started_on, c.clock`,
    [clueIds],
  );
}
