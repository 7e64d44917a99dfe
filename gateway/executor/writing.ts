import type { Bytes } from "./bytes";
import type { Path } from "./places";
import type { Store } from "./store";

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
  /** as far as `depth`; what stands behind is left over */
  readonly path: (string | number)[] = [];
  depth = 0;
  readonly told: Fault[] = [];
  faults = 0;

  readonly out: Bytes;

  /** @param store where what is written was found, and into which it is written */
  constructor(readonly store: Store) {
    this.out = store.written;
  }

  refuse(reason: FaultReason): "REFUSED" {
    this.faults++;
    if (this.told.length < MOST_FAULTS) this.told.push({ reason, path: this.path.slice(0, this.depth) });
    return "REFUSED";
  }
}
