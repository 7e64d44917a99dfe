/** What a test file has others do for it, in seconds: the processes of a platform that it borrowed, and the database. It is
 * counted where the thing is given back, which is still inside the file. */
const KEY = "secondsSpentElsewhere";

export interface Elsewhere {
  platform: number;
  /** busy, by the server's own count */
  database: number;
}

/** @param world the globals of the file, which its runner sees too */
export function spentElsewhere(world: object = globalThis): Elsewhere {
  const kept = world as { [KEY]?: Elsewhere };
  kept[KEY] ??= { platform: 0, database: 0 };
  return kept[KEY];
}
