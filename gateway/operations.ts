import type { ApolloServer } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";
import { Thrown } from "./apollo";
import type { CallContext } from "./execution/callContext";
import { tierStates } from "./execution/tierStates";
import { writeAnswer } from "./executor/written";
import type { RequestBody } from "./limits";

interface OperationAnswer {
  status: number;
  headers: Iterable<[name: string, value: string]>;
  json: Buffer;
}

/** @param requestId which the caller may quote, and under which the log has the cause */
type Present = (error: unknown, requestId: string) => GraphQLFormattedError;

/** Has one operation carried out by Apollo Server. What its way in from HTTP does besides (which method, which parameters, which
 * media types, no form of a foreign page) the door has decided before it read who asks; to have it done again takes as long as
 * to carry out a small operation. Whoever answers over another protocol begins here as well. */
export class Operations {
  constructor(
    private readonly apollo: ApolloServer<CallContext>,
    private readonly present: Present,
  ) {}

  /** @param body whose parameters are of the types that they must have
   * @throws where Apollo Server breaks */
  async answer(
    { query, operationName, variables, extensions }: RequestBody,
    call: CallContext,
  ): Promise<OperationAnswer> {
    const request = {
      query: query as string,
      operationName: (operationName ?? undefined) as string | undefined,
      variables: (variables ?? undefined) as Record<string, unknown> | undefined,
      extensions: (extensions ?? undefined) as Record<string, unknown> | undefined,
    };
    const { http, body } = await this.apollo.executeOperation(request, { contextValue: call });
    if (body.kind !== "single") throw new Error("an operation has one answer");
    const { data, errors, extensions: told } = body.singleResult;
    const tiers = tierStates(call.tierCalls);
    const json = writeAnswer({
      errors: errors?.map((error) => this.present(error instanceof Thrown ? error.error : error, call.requestId)),
      data,
      extensions: tiers ? { ...told, tiers } : told,
    });
    return { status: http.status ?? 200, headers: http.headers, json };
  }
}
