/** What the planner's thread is told when it starts. */
export interface ThreadData {
  supergraphSdl: string;
  /** whether nobody has looked yet at whether it holds */
  validate: boolean;
}

/** One operation of a text, for one set of values of its conditions. */
export interface PlanQuestion {
  /** of the text, SHA-256 in hexadecimal digits */
  hash: string;
  text: string;
  /** null where the text has one operation without a name */
  operationName: string | null;
  /** the variables among its conditions that are true, in the order in which they are declared */
  met: readonly string[];
}

/** @returns what is equal for questions with one plan */
export function keyOf({ hash, operationName, met }: Omit<PlanQuestion, "text">): string {
  return `${hash}:${operationName ?? ""}:${met.join()}`;
}

/** The first word of a thread. */
export type ThreadReady = { subgraphs: string[] } | { refused: string };

/** `plan`: as JSON, packed, which costs the reader less than a clone. `unfit`: the operation does not fit the supergraph. */
export type PlanAnswer = { plan: string } | { unfit: true } | { defect: string };
