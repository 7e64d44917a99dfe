import type { TargetInWorkQuery } from "../generated/types";

/** A target as its page has it. */
export type Target = NonNullable<TargetInWorkQuery["countyRoundTarget"]>;
