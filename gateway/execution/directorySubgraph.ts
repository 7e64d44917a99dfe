import type { FetchNode } from "@apollo/query-planner";
import { type DocumentNode, execute, type GraphQLSchema, parse } from "graphql";
import type { Logger } from "pino";
import type { Found, Question, Subgraph } from "../executor/run";
import type { CallContext } from "./callContext";
import { translateSubgraphErrors } from "./subgraphErrors";

/** The directory runs in this process, and its errors pass the same whitelist as those of a tier. */
export class DirectorySubgraph implements Subgraph<CallContext> {
  readonly #documents = new WeakMap<FetchNode, DocumentNode>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly log: Logger,
  ) {}

  async ask({ fetch, variables }: Question, context: CallContext): Promise<Found> {
    const document = this.#documentOf(fetch);
    const answer = await execute({
      schema: this.schema,
      document,
      variableValues: variables,
      operationName: fetch.operationName,
      contextValue: context,
    });
    const { data, errors } = answer as Found;
    if (!errors) return { data };
    return { data, errors: translateSubgraphErrors(errors, "directory", context.requestId, this.log) };
  }

  /** A plan was made for this very schema: its text is not validated again. */
  #documentOf(fetch: FetchNode): DocumentNode {
    let document = this.#documents.get(fetch);
    if (!document) {
      document = parse(fetch.operation, { noLocation: true });
      this.#documents.set(fetch, document);
    }
    return document;
  }
}
