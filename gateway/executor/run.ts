import type { FetchNode } from "@apollo/query-planner";
import type { GraphQLError } from "graphql";
import type { Place } from "./places";
import type { Row } from "./rows";

export interface Question {
  /** the part of the plan: the same object each time that the plan is carried out */
  fetch: FetchNode;
  /** the body of a request for it: JSON of the operation, its name and the variables, and nothing behind these */
  body: Buffer;
  /** for whoever does not send them on */
  readonly variables: Row;
}

export interface Found {
  data?: Row | null;
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
  /** what was found so far, by the names in the answer and by those that the plan needs besides */
  root: Row;
  errors: unknown[];
  /** what a subgraph says is not there, or not for this caller: that it misses fields is no error */
  absent: Set<Row>;
}

export type Step<Context> = (run: Run<Context>, place: Place) => Promise<void>;
