import type { FetchNode } from "@apollo/query-planner";
import type { GraphQLError } from "graphql";
import type { Place } from "./places";
import type { Stored } from "./replies";
import type { Row } from "./rows";
import type { Store } from "./store";

export interface Question {
  /** the part of the plan: the same object each time that the plan is carried out */
  fetch: FetchNode;
  /** the body of a request for it: JSON of the operation, its name and the variables, and nothing behind these */
  body: Buffer;
  /** for whoever does not send them on */
  readonly variables: Row;
  /** Reads the data of an answer out of its bytes.
   * @returns undefined where they have to be parsed */
  read(bytes: Buffer, from: number, end: number): Stored | undefined;
}

export interface Found {
  data?: Stored | Row | null;
  /** with paths inside the answer of this subgraph */
  errors?: readonly GraphQLError[];
}

export interface Subgraph<Context> {
  ask(question: Question, context: Context): Promise<Found>;
}

/** One carrying out of a plan. */
export interface Run<Context> {
  context: Context;
  /** as the caller sent them, which is how subgraphs get them */
  sent: Row;
  /** with defaults, as the schema reads them */
  variables: Row;
  /** what was found so far */
  store: Store;
  /** the object that has all of it, by the names in the answer and by those that the plan needs besides */
  root: number;
  errors: unknown[];
  /** objects that a subgraph says are not there, or not for this caller: that they miss fields is no error */
  absent: Set<number>;
}

export type Step<Context> = (run: Run<Context>, place: Place) => Promise<void>;
