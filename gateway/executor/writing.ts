import type { Path } from "./places";

/** Why a value is null in the answer although something came, or nothing came where something must. */
export type FaultReason = "NULL" | "NO_LIST" | "NO_OBJECT" | "NO_VALUE" | "UNKNOWN_TYPE";

export interface Fault {
  reason: FaultReason;
  path: Path;
}

/** A list of thousands of wrong values is told by the first of them. */
const MOST_FAULTS = 100;

/** One writing of an answer: where it is, and what was wrong with what the subgraphs said. */
export class Writing {
  readonly path: (string | number)[] = [];
  readonly told: Fault[] = [];
  faults = 0;

  /** @returns undefined, for a value that may not be written */
  refuse(reason: FaultReason): undefined {
    this.faults++;
    if (this.told.length < MOST_FAULTS) this.told.push({ reason, path: [...this.path] });
  }
}
