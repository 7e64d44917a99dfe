import type { Db } from "../storage/db";

type ObjectKind =
  | "Term"
  | "Unit"
  | "Round"
  | "RoundTarget"
  | "Appointment"
  | "Attachment"
  | "Clue"
  | "ClueDeclaration"
  | "Disclosure"
  | "FileTicket"
  | "Finding"
  | "Publication"
  | "ReceivedPublication"
  | "Stream"
  | "Readers"
  | "ReceivedRelease"
  | "ReceivedSupervision"
  | "Release"
  | "Recusal"
  | "Supervision"
  | "Authorisation"
  | "Verdict"
  | "Rectification"
  | "ReviewParty"
  | "DeadlinePolicy"
  | "ImmediateAction"
  | "Obligation"
  | "Order"
  | "ReceivedOrder"
  | "Alert"
  | "Account"
  | "Office";

/** One thing that happened, for the journal of the tier. */
export interface JournalEntry {
  /** region code of the owning office */
  office: string;
  event: string;
  objectKind: ObjectKind;
  objectId: string;
  objectVersion: number;
  /** what the event says beyond its name: the new values, the reason */
  details: object;
}

/** Makes the entries of one kind of versioned object: of the object as it is after the change. */
export function entriesOf(objectKind: ObjectKind) {
  return (
    { office, id, version }: { office: string; id: string; version: number },
    event: string,
    details: object,
  ): JournalEntry => ({ office, event, objectKind, objectId: id, objectVersion: version, details });
}

/** Appends entries in the transaction of the business change. The sequencer numbers them after the commit.
 * @param at instant of the change, ISO 8601 in UTC
 * @param enteredByOffice 代录: region code of the office that enters for the owner; nothing is said of an office's own entries */
export async function appendJournal(
  db: Pick<Db, "rows">,
  actor: string,
  at: string,
  entries: readonly JournalEntry[],
  enteredByOffice?: string,
): Promise<void> {
  const rows = entries.map(({ office, event, objectKind, objectId, objectVersion, details }) => ({
    office,
    event,
    object_kind: objectKind,
    object_id: objectId,
    object_version: objectVersion,
    body: JSON.stringify({ office, event, objectKind, objectId, objectVersion, actor, enteredByOffice, at, details }),
  }));
  await db.rows(
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     select office, event, object_kind, object_id, object_version, $2, $3, body
     from jsonb_to_recordset($1) as e (office text, event text, object_kind text, object_id text,
       object_version integer, body text)`,
    [JSON.stringify(rows), actor, at],
  );
}
