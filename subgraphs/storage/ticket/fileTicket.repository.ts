import type { Db } from "../db";
import type { FileTicketRow } from "./fileTicket.row";

export async function findFileTicketsById(db: Db, ids: readonly string[]): Promise<FileTicketRow[]> {
  return db.rows<FileTicketRow>("select * from file_ticket where id = any ($1)", [ids]);
}

/** Uses a ticket up, in the transaction of what its file does.
 * @returns false where somebody else was quicker */
export async function useFileTicket(db: Db, id: string, at: string, recorded: number): Promise<boolean> {
  const used = await db.rows(
    "update file_ticket set used_at = $2, recorded = $3 where id = $1 and used_at is null returning id",
    [id, at, recorded],
  );
  return used.length === 1;
}
