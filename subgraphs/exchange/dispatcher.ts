import type { ClientBase } from "pg";
import type { Tier } from "../../schema/contract/tier";
import { dispatchedUpTo, findEntriesAfter, lockOutbox, saveDispatched } from "../storage/exchange/dispatch.repository";
import { kindOf } from "./kinds";
import type { Draft, Entry, Kind, Rows } from "./kinds/kind";
import { append } from "./outgoing";
import { inTransaction } from "./transaction";

/** Entries that one transaction takes at most, so that a long backlog is worked off in bounded steps. */
const BATCH = 500;

/** Makes messages of what the journal says since the last time, in its order, in one transaction with the progress: a kill at
 * any time neither loses nor doubles one. Dispatching the same journal again gives the same messages.
 * @param now the instant of streams that begin
 * @returns how many entries were dealt with */
export async function dispatchJournal(client: ClientBase, tier: Tier, now: string): Promise<number> {
  return inTransaction(client, async (db) => {
    await lockOutbox(db);
    const entries = await findEntriesAfter(db, await dispatchedUpTo(db), BATCH);
    const last = entries.at(-1);
    if (!last) return 0;
    const read = entries.map(({ number, body }): Entry => ({ ...(JSON.parse(body) as Entry), number }));
    await append(db, tier, await draftAll(db, tier, read), now);
    await saveDispatched(db, last.number);
    return entries.length;
  });
}

/** Entries of one kind that follow one another are drafted at once. */
async function draftAll(db: Rows, tier: Tier, entries: readonly Entry[]): Promise<Draft[]> {
  const drafts: Draft[] = [];
  let run: { kind: Kind; entries: Entry[] } | undefined;
  const finish = async () => {
    if (run) drafts.push(...(await run.kind.draft(db, run.entries, tier)));
    run = undefined;
  };
  for (const entry of entries) {
    const kind = kindOf(entry);
    if (!kind) continue;
    if (run?.kind !== kind) {
      await finish();
      run = { kind, entries: [] };
    }
    (run as { entries: Entry[] }).entries.push(entry);
  }
  await finish();
  return drafts;
}
