/** What the planner's thread is told when it starts. */
export interface ThreadData {
  supergraphSdl: string;
  /** whether nobody has looked yet at whether it holds */
  validate: boolean;
}

/** One operation of a text. */
export interface PlanQuestion {
  /** of the text, SHA-256 in hexadecimal digits */
  hash: string;
  text: string;
  /** null where the text has one operation without a name */
  operationName: string | null;
}

/** The first word of a thread. */
export type ThreadReady = { subgraphs: string[] } | { refused: string };

/** `plan`: as JSON, which costs the reader less than a clone. `unfit`: the operation does not fit the supergraph. */
export type PlanAnswer = { plan: string } | { unfit: true } | { defect: string };
