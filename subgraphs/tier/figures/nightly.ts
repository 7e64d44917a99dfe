import type { ClientBase } from "pg";
import { isReconciledSince, reconcileFigures } from "../../storage/figures/reconciliation.repository";
import { officeDay } from "../clock";

/** From two to six o'clock in Shanghai: a full count reads every cell. */
const FROM_HOUR = 2;
const UNTIL_HOUR = 6;
const HOUR_MS = 3_600_000;

interface Log {
  info(text: string): unknown;
  error(found: object, text: string): unknown;
}

/** 对账 Compares the figures with a full count once a night; a difference goes to the log and to the figures' own page. */
export async function reconcileAtNight(client: ClientBase, now: Date, log: Log): Promise<void> {
  const midnight = new Date(`${officeDay(now)}T00:00:00+08:00`);
  const hour = (now.getTime() - midnight.getTime()) / HOUR_MS;
  if (hour < FROM_HOUR || hour >= UNTIL_HOUR || (await isReconciledSince(client, midnight))) return;
  const { differences, first } = await reconcileFigures(client);
  if (differences === 0) log.info("figures equal a full count");
  else log.error({ differences, first }, "figures differ from a full count: npm run reconcile -- --mend");
}
