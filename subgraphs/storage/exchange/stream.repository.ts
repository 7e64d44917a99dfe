import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, rowsFor, toPage } from "../page";

/** One direction of what two offices say to each other, as an administrator sees it: no content. */
interface StreamRow {
  id: string;
  direction: "OUT" | "IN";
  source: string;
  destination: string;
  state: string;
  epoch: number;
  /** number of the last message that was sent, and of the last that the receiver has */
  sent: number;
  received: number;
  /** how many messages the receiver lacks */
  behind: number;
  lastContactAt: string | null;
  answeredAt: string | null;
  witnessedAt: string | null;
  parkedKind: string | null;
  parkedReason: string | null;
  parkedAt: string | null;
  begunAt: string;
}

const BOTH = `
  select s.id, 'OUT' as direction, s.source, s.destination, s.state, s.epoch, s.sequence as sent,
    case when s.told_epoch = s.epoch then s.told_sequence else 0 end as received,
    s.sequence - case when s.told_epoch = s.epoch then s.told_sequence else 0 end as behind, s.told_at as last_contact_at,
    p.answered_at, p.witnessed_at, null as parked_kind, null as parked_reason, null::timestamptz as parked_at, s.begun_at
  from outbox_stream s left join exchange_peer p on p.peer = s.peer
union all
  select s.id, 'IN', s.source, s.destination, s.state, s.epoch, s.said_sequence, s.sequence,
    case when s.said_epoch = s.epoch then greatest(s.said_sequence - s.sequence, 0) else s.said_sequence end, s.last_at,
    p.heard_at, null, s.parked_kind, s.parked_reason, s.parked_at, s.begun_at
  from inbox_stream s left join exchange_peer p on p.peer = s.peer`;

/** The streams of the caller's office: the policies know whose these are. */
export async function findStreams(db: Db, stopped: boolean, page: PageRequest): Promise<Page<StreamRow>> {
  const where = new Conditions();
  where.add("(select exchange_admin_office()) is not null");
  if (stopped) where.add("state <> 'OPEN'");
  where.before("begun_at", "id", page.after);
  const sql = `select * from (${BOTH}) as s where ${where.all()}
    order by begun_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<StreamRow>(sql, where.parameters), page);
}

export async function findStreamsById(db: Db, ids: readonly string[]): Promise<StreamRow[]> {
  return db.rows(`select * from (${BOTH}) as s where id = any ($1)`, [ids]);
}

interface ParkedStream {
  id: string;
  destination: string;
  state: string;
  epoch: number;
  sequence: number;
  parkedKind: string | null;
  parkedReason: string | null;
}

/** An incoming stream, locked where the caller may release it. */
export async function holdParked(db: Db, id: string): Promise<ParkedStream | undefined> {
  const [stream] = await db.rows<ParkedStream>("select * from inbox_stream where id = $1 for update", [id]);
  return stream;
}

/** Lets a stream go on: with the message at which it stopped, or without it. */
export async function release(
  db: Db,
  { id, epoch, sequence }: ParkedStream,
  skipped: string | undefined,
): Promise<void> {
  await db.rows(
    `update inbox_stream set state = 'OPEN', parked_kind = null, parked_reason = null, parked_at = null,
       skip_epoch = $2, skip_sequence = $3, skip_reason = $4 where id = $1`,
    skipped === undefined ? [id, null, null, null] : [id, epoch, sequence + 1, skipped],
  );
}

/** What was sent and lost when this tier came back from an older copy. */
interface LossRow {
  id: string;
  source: string;
  destination: string;
  kind: string;
  subject: string;
  at: string;
  foundAt: string;
}

export async function findLosses(db: Db, office: string, page: PageRequest): Promise<Page<LossRow>> {
  const where = new Conditions();
  where.equal("source", office);
  where.before("found_at", "id", page.after);
  const sql = `select id, source, destination, kind, subject, at, found_at from exchange_loss where ${where.all()}
    order by found_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<LossRow>(sql, where.parameters), page);
}

/** Who has received what the own office said, and when by the receiver's clock; null where it has not arrived. */
interface ReceiptRow {
  subject: string;
  officeCode: string;
  receivedAt: string | null;
}

export const findReceipts = (db: Db, publicationIds: readonly string[]) =>
  receiptsOf(db, "PublicationSubmitted", publicationIds, "r.at nulls last");
export const findOrderReceipts = (db: Db, orderIds: readonly string[]) =>
  receiptsOf(db, "OrderIssued", orderIds, "r.at nulls last");
export const findReleaseReceipts = (db: Db, releaseIds: readonly string[]) =>
  receiptsOf(db, "ReleaseIssued", releaseIds, "r.at nulls last");
/** Of several seals of a finding, of the last one. */
export const findSealReceipts = (db: Db, findingIds: readonly string[]) =>
  receiptsOf(db, "FindingTextSealed", findingIds, "o.epoch desc, o.sequence desc");

async function receiptsOf(db: Db, kind: string, subjects: readonly string[], first: string): Promise<ReceiptRow[]> {
  return db.rows(
    `select distinct on (o.subject, o.destination) o.subject, o.destination as office_code, r.at as received_at
     from outbox o left join lateral (
       select r.at from outbox_receipt r where r.source = o.source and r.destination = o.destination and r.epoch = o.epoch
         and r.sequence >= o.sequence order by r.sequence limit 1) r on true
     where o.subject = any ($1) and o.kind = $2 and o.source = (select reading_office())
     order by o.subject, o.destination, ${first}`,
    [subjects, kind],
  );
}
