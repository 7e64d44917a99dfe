/** A package and the arguments for its program. */
export type Command = readonly [packageName: string, args: readonly string[]];

/** Format and lint; a warning is a fault too. */
export const LINT: Command = ["@biomejs/biome", ["ci", "--error-on-warnings", "--colors=off", "."]];

/** Types of every file, whatever dist holds. */
export const COMPILE: Command = ["typescript", ["-p", ".", "--noEmit", "--incremental", "false"]];
