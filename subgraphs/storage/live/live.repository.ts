import type { Db } from "../db";
import type { LiveProgress, LiveRow } from "./feed.repository";

/** A place in the journal, and the first bytes of its entry's hash in hexadecimal digits. */
export interface LivePlace {
  number: number;
  mark: string;
}

/** How far the journal was read, as of the caller's snapshot. */
export async function findProgress(db: Db): Promise<LiveProgress & LivePlace> {
  const [progress] = await db.rows<LiveProgress & LivePlace>(
    `select r.number, r.forgotten, encode(p.mark, 'hex') as mark from live_progress r join live_place p using (number)`,
  );
  if (!progress) throw new Error("live_progress has no row");
  return progress;
}

/** @returns the mark of a place, undefined where nobody can stand there */
export async function findMark(db: Db, number: number): Promise<string | undefined> {
  const [place] = await db.rows<{ mark: string }>(
    "select encode(mark, 'hex') as mark from live_place where number = $1",
    [number],
  );
  return place?.mark;
}

/** What the caller may see of what happened in a region and below it, in the order of the journal. */
export async function findEvents(
  db: Db,
  { region, after, upTo, most }: { region: string; after: number; upTo: number; most: number },
): Promise<(LiveRow & LivePlace)[]> {
  return db.rows<LiveRow & LivePlace>(
    `select e.*, encode(p.mark, 'hex') as mark from live_event e join live_place p using (number)
     where e.number > $1 and e.number <= $2 and e.region >= $3 and e.region < $3 || ':' order by e.number limit $4`,
    [after, upTo, region, most],
  );
}
