import { type GraphQLDataSource, type GraphQLDataSourceProcessOptions, LocalGraphQLDataSource } from "@apollo/gateway";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { CallContext } from "./callContext";
import { translateSubgraphErrors } from "./subgraphErrors";

/** The directory runs in this process, and its errors pass the same whitelist as those of a tier. */
export class DirectoryDataSource extends LocalGraphQLDataSource<CallContext> {
  constructor(
    schema: GraphQLSchema,
    private readonly log: Logger,
  ) {
    super(schema);
  }

  override async process(
    options: GraphQLDataSourceProcessOptions<CallContext>,
  ): ReturnType<GraphQLDataSource["process"]> {
    const answer = await super.process(options);
    if (!answer.errors) return answer;
    const { requestId } = options.context as CallContext;
    return { ...answer, errors: translateSubgraphErrors(answer.errors, "directory", requestId, this.log) };
  }
}
