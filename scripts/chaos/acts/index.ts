import type { Desk } from "../desk";
import type { Deed } from "../schedule";
import { clue, takeClue } from "./clues";
import { answerOrder, closeOrder, order, pressOrder } from "./orders";
import { decide, recall, step, submit } from "./publications";
import { release, takeRelease } from "./releases";
import { answerSupervision, supervise } from "./supervisions";

/** What an office can do; a deed more is a function more, its entry in the ledger, and what is expected of it. Each takes what
 * `pick` points at, tells the ledger what it was told, and says whether there was anything to do. */
export const ACTS: Record<Deed, (desk: Desk, pick: number) => Promise<boolean>> = {
  SUBMIT: submit,
  RECALL: recall,
  STEP: step,
  DECIDE: decide,
  CLUE: clue,
  TAKE_CLUE: takeClue,
  ORDER: order,
  ANSWER_ORDER: answerOrder,
  CLOSE_ORDER: closeOrder,
  PRESS_ORDER: pressOrder,
  RELEASE: release,
  TAKE_RELEASE: takeRelease,
  SUPERVISE: supervise,
  ANSWER_SUPERVISION: answerSupervision,
};
