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
import { Bounded } from "../../../../schema/process/bounded";
import { type PlannedField, Planner } from "./plan";
import { Run } from "./run";

/** Of all plans together, some 240 bytes each. An operation has as many plans as its conditions can be combined. */
const MOST_FIELDS = 100_000;
const MOST_ERRORS = 20;

/** What Apollo Server hands on: it has read the document, held it against the schema and looked for the operation. It keeps documents by
 * their texts, of which the gateway writes few. */
export interface Asked {
  document: DocumentNode;
  /** undefined where the document has none of the name that was asked for */
  operation?: OperationDefinitionNode;
  variables?: Record<string, unknown>;
}

/** The operations of a subgraph, each planned once. */
export class Operations {
  readonly #planned = new WeakMap<OperationDefinitionNode, Operation>();
  readonly #plans = new Bounded<readonly PlannedField[]>(MOST_FIELDS);

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns with `data` where it could be carried out */
  async carryOut({ document, operation, variables = {} }: Asked, context: object): Promise<ExecutionResult> {
    if (!operation) return { errors: [fault("which operation is not said", "BAD_REQUEST")] };
    let planned = this.#planned.get(operation);
    if (!planned) {
      planned = new Operation(this.schema, operation, fragmentsOf(document), this.#plans);
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

let counted = 0;

class Operation {
  readonly #key = `${counted++}`;
  readonly #conditions: readonly string[];
  readonly #fields: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly node: OperationDefinitionNode,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly plans: Bounded<readonly PlannedField[]>,
  ) {
    const { conditions, fields } = lookThrough([node, ...fragments.values()]);
    this.#conditions = conditions;
    this.#fields = fields;
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
    const plan = this.#planOf(coerced);
    if (plan instanceof GraphQLError) return { errors: [asBadInput(plan)] };
    return new Run(coerced, context).carryOut(plan, operation === OperationTypeNode.MUTATION);
  }

  /** @returns an error where a condition is null */
  #planOf(variables: Record<string, unknown>): readonly PlannedField[] | GraphQLError {
    const key = [this.#key, ...this.#conditions.map((name) => String(variables[name]))].join();
    const known = this.plans.find(key);
    if (known) return known;
    // the plan outlives the request: no other value of it is kept
    const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]));
    const root = this.schema.getRootType(this.node.operation);
    if (!root) throw new Error(`nothing carries out a ${this.node.operation}`);
    try {
      const plan = new Planner(this.schema, this.fragments, conditions).fieldsOf(root, [this.node.selectionSet]);
      this.plans.keep(key, plan, this.#fields);
      return plan;
    } catch (cause) {
      if (cause instanceof GraphQLError) return cause;
      throw cause;
    }
  }
}

/** The variables that decide what is left out, and how many fields are selected. */
function lookThrough(nodes: readonly (OperationDefinitionNode | FragmentDefinitionNode)[]) {
  const names = new Set<string>();
  let fields = 0;
  for (const node of nodes)
    visit(node, {
      Field: () => void fields++,
      Directive: ({ name, arguments: values }) => {
        if (name.value !== "skip" && name.value !== "include") return;
        for (const { value } of values ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  return { conditions: [...names], fields };
}

/** A scalar of ours may have said more of it. */
function asBadInput(error: GraphQLError): GraphQLError {
  return error.extensions.code ? error : fault(error.message, "BAD_USER_INPUT", error.nodes);
}

function fault(message: string, code: string, nodes?: GraphQLError["nodes"]): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code } });
}
