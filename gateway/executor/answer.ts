import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { introspect } from "./introspection";
import type { Row } from "./rows";
import { conditionsOf, type Operation, operationIn, Selection } from "./selection";
import type { Store } from "./store";
import type { Types } from "./types";
import { readVariables } from "./variables";
import { type Write, WriterCompiler } from "./writer";
import { type Fault, Writing } from "./writing";

interface Writer {
  write: Write;
  needsData: boolean;
}

/** How the answer to one operation is written, for the one set of values of its conditions for which it is planned. */
export class Answer {
  readonly #operation: Operation;
  readonly #conditions: readonly string[];
  /** the conditions that are true */
  #met: string | undefined;
  #writer: Writer | undefined;

  private readonly schema: GraphQLSchema;
  private readonly types: Types;

  /** @throws where the document has no such operation */
  constructor(
    { schema, types }: { schema: GraphQLSchema; types: Types },
    document: DocumentNode,
    operationName: string | null | undefined,
  ) {
    this.schema = schema;
    this.types = types;
    this.#operation = operationIn(document, operationName);
    this.#conditions = conditionsOf(this.#operation);
  }

  get definition(): OperationDefinitionNode {
    return this.#operation.definition;
  }

  /** @returns the variables with their defaults, or what is wrong with them
   * @throws where the plan is for other values of the conditions: it would leave something out without a word */
  readVariables(sent: Row): ReturnType<typeof readVariables> {
    const read = readVariables(this.schema, this.#operation, this.#conditions, sent);
    const { coerced } = read;
    if (!coerced) return read;
    const met = this.#conditions.filter((name) => coerced[name] === true).join();
    this.#met ??= met;
    if (this.#met !== met) throw new Error("the plan is for other values of the conditions");
    return read;
  }

  /** @returns whether some field of the answer is asked of a subgraph */
  needsData(variables: Row): boolean {
    return this.#writerFor(variables).needsData;
  }

  /** @param root the object that has what was found
   * @param variables as `readVariables` gives them */
  write(root: number, store: Store, variables: Row): { json: Buffer; faults: readonly Fault[] } {
    const { write } = this.#writerFor(variables);
    const writing = new Writing(store);
    const { out } = writing;
    const from = out.at;
    if (write(-root, writing) !== "VALUE") out.ascii("null");
    return { json: out.copyFrom(from), faults: writing.told };
  }

  #writerFor(variables: Row): Writer {
    if (this.#writer) return this.#writer;
    const made = this.#compile(variables);
    // what the schema says of itself may depend on other variables
    if (!made.introspects) this.#writer = made;
    return made;
  }

  #compile(variables: Row) {
    const { definition, fragments } = this.#operation;
    const type = this.schema.getRootType(definition.operation);
    if (!type) throw new Error(`the schema has no ${definition.operation}`);
    const selection = new Selection(this.schema, fragments, variables);
    const sets = [definition.selectionSet];
    const names = [...selection.fieldsOf(sets, type).values()].map(([node]) => node?.name.value ?? "");
    const compiler = new WriterCompiler(this.schema, this.types, selection, (nodes) =>
      introspect(this.schema, this.#operation, nodes, variables),
    );
    return {
      write: compiler.object(sets, type),
      introspects: names.some((name) => name === "__schema" || name === "__type"),
      needsData: names.some((name) => !name.startsWith("__")),
    };
  }
}
