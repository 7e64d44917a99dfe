import type { CluesQuery } from "../generated/types";

/** As a list shows it: nothing of what it says. */
export type Clue = NonNullable<CluesQuery["countyClues"]>["nodes"][number];
