import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import { getVariableValues } from "graphql/execution/values";
import { Bytes } from "./bytes";
import { introspect } from "./introspection";
import type { Row } from "./rows";
import { conditionsOf, type Operation, Selection } from "./selection";
import { type Write, WriterCompiler } from "./writer";
import { type Fault, Writing } from "./writing";

/** An operation with many conditions must not fill the memory with a writer for each of their combinations. */
const MOST_WRITERS = 16;

/** How the answer to one operation is written. */
export class Answer {
  readonly #operation: Operation;
  readonly #conditions: readonly string[];
  readonly #writers = new Map<string, { write: Write; needsData: boolean }>();

  /** @throws where the document has no such operation */
  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | null | undefined,
  ) {
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new Error("the document has no such operation");
    this.#operation = { definition, fragments: fragmentsOf(document) };
    this.#conditions = conditionsOf(this.#operation);
  }

  get definition(): OperationDefinitionNode {
    return this.#operation.definition;
  }

  /** @returns the variables with their defaults, or what is wrong with them */
  readVariables(sent: Row): ReturnType<typeof getVariableValues> {
    const { variableDefinitions = [] } = this.definition;
    return getVariableValues(this.schema, variableDefinitions, sent);
  }

  /** @returns whether some field of the answer is asked of a subgraph */
  needsData(variables: Row): boolean {
    return this.#writerFor(variables).needsData;
  }

  /** @param variables as `readVariables` gives them */
  write(data: Row, variables: Row): { json: Buffer; faults: readonly Fault[] } {
    const { write } = this.#writerFor(variables);
    const writing = new Writing(Bytes.begin());
    if (write(data, writing) !== "VALUE") writing.out.ascii("null");
    return { json: writing.out.end(), faults: writing.told };
  }

  #writerFor(variables: Row) {
    const key = this.#conditions.map((name) => (variables[name] === true ? "1" : "0")).join("");
    const known = this.#writers.get(key);
    if (known) return known;
    const made = this.#compile(variables);
    if (this.#writers.size >= MOST_WRITERS) this.#writers.clear();
    // what the schema says of itself may depend on other variables
    if (!made.introspects) this.#writers.set(key, made);
    return made;
  }

  #compile(variables: Row) {
    const { definition, fragments } = this.#operation;
    const type = this.schema.getRootType(definition.operation);
    if (!type) throw new Error(`the schema has no ${definition.operation}`);
    const selection = new Selection(this.schema, fragments, variables);
    const sets = [definition.selectionSet];
    const names = [...selection.fieldsOf(sets, type).values()].map(([node]) => node?.name.value ?? "");
    const compiler = new WriterCompiler(this.schema, selection, (nodes) =>
      introspect(this.schema, this.#operation, nodes, variables),
    );
    return {
      write: compiler.object(sets, type),
      introspects: names.some((name) => name === "__schema" || name === "__type"),
      needsData: names.some((name) => !name.startsWith("__")),
    };
  }
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((node) => [node.name.value, node]));
}
