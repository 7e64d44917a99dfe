import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from "graphql";
import { getVariableValues } from "graphql/execution/values";
import { type PlannedField, Planner } from "./plan";
import { Run } from "./run";

/** An operation has as many plans as its conditions can be combined. */
const MOST_PLANS = 64;
const MOST_ERRORS = 20;

/** What Apollo Server hands on: it has read the document, held it against the schema and found the operation. It keeps documents by their
 * texts, of which the gateway writes few. */
export interface Asked {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables?: Record<string, unknown>;
}

/** The operations of a subgraph, each planned once. */
export class Operations {
  readonly #planned = new WeakMap<OperationDefinitionNode, Operation>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns with `data` where it could be carried out */
  async carryOut({ document, operation, variables = {} }: Asked, context: object): Promise<ExecutionResult> {
    let planned = this.#planned.get(operation);
    if (!planned) {
      planned = new Operation(this.schema, operation, fragmentsOf(document));
      this.#planned.set(operation, planned);
    }
    return planned.carryOut(variables, context);
  }
}

/** The way on which Apollo Server lets another than GraphQL's library carry out what it has read. */
export function carriedOutBy(schema: GraphQLSchema): ApolloServerOptionsWithGateway<object>["gateway"] {
  const operations = new Operations(schema);
  return {
    onSchemaLoadOrUpdate(told) {
      told({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => undefined; // it never changes
    },
    load: async () => ({
      executor: ({ document, operation, request, context }) =>
        operations.carryOut({ document, operation, variables: request.variables }, context),
    }),
    stop: async () => undefined,
  };
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((node) => [node.name.value, node]));
}

class Operation {
  readonly #plans = new Map<string, readonly PlannedField[]>();
  readonly #conditions: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly node: OperationDefinitionNode,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    this.#conditions = conditionsOf([node, ...fragments.values()]);
  }

  async carryOut(variables: Record<string, unknown>, context: object): Promise<ExecutionResult> {
    const { operation, variableDefinitions = [] } = this.node;
    const { coerced, errors } = getVariableValues(this.schema, variableDefinitions, variables, {
      maxErrors: MOST_ERRORS,
      hideSuggestions: true,
    });
    if (errors) return { errors: errors.map(asBadInput) };
    // what the gateway follows it asks by another way (tier/live)
    if (operation === OperationTypeNode.SUBSCRIPTION)
      return { errors: [fault("nothing is followed here", "BAD_REQUEST")] };
    return new Run(coerced, context).carryOut(this.#planOf(coerced), operation === OperationTypeNode.MUTATION);
  }

  #planOf(variables: Record<string, unknown>): readonly PlannedField[] {
    const key = this.#conditions.map((name) => String(variables[name])).join();
    let plan = this.#plans.get(key);
    if (!plan) {
      // the plan outlives the request: no other value of it is kept
      const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]));
      const root = this.schema.getRootType(this.node.operation);
      if (!root) throw new Error(`nothing carries out a ${this.node.operation}`);
      plan = new Planner(this.schema, this.fragments, conditions).fieldsOf(root, [this.node.selectionSet]);
      if (this.#plans.size >= MOST_PLANS) this.#plans.clear();
      this.#plans.set(key, plan);
    }
    return plan;
  }
}

/** The variables that decide what is left out. */
function conditionsOf(nodes: readonly (OperationDefinitionNode | FragmentDefinitionNode)[]): string[] {
  const names = new Set<string>();
  for (const node of nodes)
    visit(node, {
      Directive: ({ name, arguments: values }) => {
        if (name.value !== "skip" && name.value !== "include") return;
        for (const { value } of values ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  return [...names];
}

/** A scalar of ours may have said more of it. */
function asBadInput(error: GraphQLError): GraphQLError {
  return error.extensions.code ? error : fault(error.message, "BAD_USER_INPUT", error.nodes);
}

function fault(message: string, code: string, nodes?: GraphQLError["nodes"]): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code } });
}
