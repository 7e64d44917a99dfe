import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from "graphql";
import type { PlatformError } from "../errors";
import { badRequest, beyond } from "./faults";
import { CyclicFragment, type Measured, measure } from "./measure";
import { type Limit, MOST } from "./most";
import { countOverlaps } from "./overlaps";

/** @param document of a text whose words are not too many: each field of it is visited
 * @returns what the operation asks for, or why it is refused before anybody validates it */
export function weigh(
  document: DocumentNode,
  schema: GraphQLSchema,
  operationName: string | undefined,
  variables: Record<string, unknown>,
  mostCost: number = MOST.cost,
): { operation: OperationDefinitionNode | undefined; measured: Measured } | { fault: PlatformError } {
  const operation = getOperationAST(document, operationName) ?? undefined;
  try {
    const measured = measure(document, schema, { operation, variables });
    const fault = faultOfMeasured(measured, mostCost) ?? faultOfOverlaps(document);
    return fault ? { fault } : { operation, measured };
  } catch (error) {
    if (!(error instanceof CyclicFragment)) throw error;
    return { fault: badRequest("片段相互引用。", "A fragment leads back to itself.") };
  }
}

function faultOfMeasured(measured: Measured, mostCost: number): PlatformError | undefined {
  const { introspects: _, expandedFields: __, cost, ...counts } = measured;
  return firstBeyond(counts) ?? (cost > mostCost ? beyond("cost", cost, mostCost) : undefined);
}

function firstBeyond(counts: Partial<Record<Limit, number>>): PlatformError | undefined {
  const [limit, found] = Object.entries(counts).find(([name, count]) => count > MOST[name as Limit]) ?? [];
  return limit ? beyond(limit as Limit, found) : undefined;
}

function faultOfOverlaps(document: DocumentNode): PlatformError | undefined {
  return countOverlaps(document, MOST.overlaps) > MOST.overlaps ? beyond("overlaps") : undefined;
}
