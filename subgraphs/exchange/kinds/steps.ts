import { PREVIOUS, type Transition } from "../../domain/lifecycle";

/** Which status each event leads to that moves an object; PREVIOUS where the entry must say it.
 * @throws where one event leads to several: a reader of the journal could not know which */
export function eventsOf(table: Record<string, Partial<Record<string, Transition>>>): Map<string, string> {
  const reached = new Map<string, string>();
  for (const [from, edges] of Object.entries(table)) {
    for (const step of Object.values(edges)) {
      if (!step || step.to === from) continue;
      if ((reached.get(step.event) ?? step.to) !== step.to) throw new Error(`${step.event} leads to several statuses`);
      reached.set(step.event, step.to);
    }
  }
  return reached;
}

export const leadsBack = (status: string) => status === PREVIOUS;

const OFFICE_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

/** The offices' calendar date of an instant. */
export function dayOf(at: string): string {
  return OFFICE_DAY.format(new Date(at));
}
