/** What a test file has others do for it, in seconds: the processes of a platform that it borrowed, and the database. It is
 * counted where the thing is given back, which is still inside the file. */
const KEY = "secondsSpentElsewhere";

export interface Elsewhere {
  platform: number;
  /** busy, by the server's own count */
  database: number;
}

/** Of all files that this process has run, whichever of them asks. */
export function spentElsewhere(): Elsewhere {
  const kept = globalThis as { [KEY]?: Elsewhere };
  kept[KEY] ??= { platform: 0, database: 0 };
  return kept[KEY];
}
