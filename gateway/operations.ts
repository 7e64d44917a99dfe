import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { PlatformError } from "./errors";
import type { CallContext } from "./execution/callContext";
import { tierStates } from "./execution/tierStates";
import type { Answered } from "./executor";
import type { Row } from "./executor/rows";
import { writeAnswer } from "./executor/written";
import type { Accepted } from "./limits";
import type { Documents } from "./limits/documents";
import type { PlannedGateway } from "./planning/plannedGateway";

interface OperationAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  json: Buffer;
}

/** @param requestId which the caller may quote, and under which the log has the cause */
type Present = (error: unknown, requestId: string) => GraphQLFormattedError;

interface Outcome extends Answered {
  status: number;
  headers?: Readonly<Record<string, string>>;
}

/** Answers one operation that passed the limits: validates its text once, has it carried out, and says what went wrong. Whoever answers
 * over another protocol begins here as well. */
export class Operations {
  constructor(
    private readonly graph: PlannedGateway,
    private readonly documents: Documents,
    private readonly present: Present,
  ) {}

  async answer(accepted: Accepted, call: CallContext): Promise<OperationAnswer> {
    const { data, errors, status, headers = {} } = await this.#carryOut(accepted, call);
    const tiers = tierStates(call.tierCalls);
    const json = writeAnswer({
      errors: errors?.map((error) => this.present(error, call.requestId)),
      data,
      extensions: tiers && { tiers },
    });
    return { status, headers, json };
  }

  async #carryOut({ body, hash }: Accepted, call: CallContext): Promise<Outcome> {
    const { query: text, operationName, variables } = body;
    try {
      const read = this.documents.fitting(text, hash, this.graph.schema as GraphQLSchema);
      if ("errors" in read) return { status: 400, errors: read.errors };
      const asked = {
        document: read.document,
        text,
        hash,
        operationName: operationName as string | null | undefined,
        variables: (variables ?? {}) as Row,
      };
      const { data, errors } = await this.graph.carryOut(asked, call);
      return data ? { status: 200, data, errors } : { status: 400, errors: errors?.map(asUserInput) };
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/** Nothing is carried out where the variables are wrong. */
export function asUserInput(error: unknown): GraphQLError {
  const { message, nodes } = error as GraphQLError;
  return new GraphQLError(message, { nodes, extensions: { code: "BAD_USER_INPUT" } });
}

/** What says of itself no status is a defect. */
function refusalOf(error: unknown): Outcome {
  const { status, headers } = error instanceof PlatformError ? error : { status: 200, headers: {} };
  return { status: status === 200 ? 500 : status, headers, errors: [error] };
}
