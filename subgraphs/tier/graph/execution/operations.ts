import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
  visit,
} from "graphql";
import { getVariableValues } from "graphql/execution/values";
import { Bounded } from "../../../../schema/process/bounded";
import { type PlannedField, Planner } from "./plan";
import { Run } from "./run";

/** A syntax tree and its plans take some hundred times the characters of their text. */
const KEPT_CHARACTERS = 500_000;
/** An operation has as many plans as its conditions can be combined. */
const MOST_PLANS = 64;
const MOST_ERRORS = 20;

/** What the gateway asks. */
export interface Asked {
  query?: unknown;
  variables?: unknown;
  operationName?: unknown;
}

/** The operations of a subgraph by their texts: each is read, held against the schema and planned once. The gateway writes few. */
export class Operations {
  readonly #read = new Bounded<ReadonlyMap<string, Operation>>(KEPT_CHARACTERS);

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns with `data` where it could be carried out */
  async carryOut({ query, variables, operationName }: Asked, context: object): Promise<ExecutionResult> {
    if (typeof query !== "string") return { errors: [fault("there is no query", "BAD_REQUEST")] };
    const operations = this.#read.find(query) ?? this.#readText(query);
    if (!(operations instanceof Map)) return { errors: operations as GraphQLError[] };
    const [only, other] = operations.values() as Iterable<Operation>;
    const operation = typeof operationName === "string" ? operations.get(operationName) : other ? undefined : only;
    if (!operation) return { errors: [fault("which operation is not said", "OPERATION_RESOLUTION_FAILURE")] };
    return operation.carryOut(Object(variables) as Record<string, unknown>, context);
  }

  #readText(text: string): ReadonlyMap<string, Operation> | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (cause) {
      return [fault((cause as Error).message, "GRAPHQL_PARSE_FAILED")];
    }
    const rules = [...specifiedRules, noIntrospection];
    const errors = validate(this.schema, document, rules, { maxErrors: MOST_ERRORS, hideSuggestions: true });
    if (errors.length > 0)
      return errors.map(({ message, nodes }) => fault(message, "GRAPHQL_VALIDATION_FAILED", nodes));
    const operations = operationsOf(this.schema, document);
    this.#read.keep(text, operations, text.length);
    return operations;
  }
}

/** The gateway composes from what is committed. */
const noIntrospection: ValidationRule = (context) => ({
  Field: (node) => {
    if (["__schema", "__type"].includes(node.name.value))
      context.reportError(new GraphQLError("nobody reads the schema of a subgraph", { nodes: node }));
  },
});

function operationsOf(schema: GraphQLSchema, { definitions }: DocumentNode): Map<string, Operation> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return new Map(operations.map((node) => [node.name?.value ?? "", new Operation(schema, node, fragments)]));
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
