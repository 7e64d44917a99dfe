import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { Bytes } from "./bytes";
import { introspect } from "./introspection";
import type { Row } from "./rows";
import { conditionsOf, type Operation, operationIn, Selection } from "./selection";
import { readVariables } from "./variables";
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
    this.#operation = operationIn(document, operationName);
    this.#conditions = conditionsOf(this.#operation);
  }

  get definition(): OperationDefinitionNode {
    return this.#operation.definition;
  }

  /** @returns the variables with their defaults, or what is wrong with them */
  readVariables(sent: Row): ReturnType<typeof readVariables> {
    return readVariables(this.schema, this.#operation, this.#conditions, sent);
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
