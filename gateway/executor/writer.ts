import {
  type FieldNode,
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from "graphql";
import { bytesOf } from "./bytes";
import { isRow, type Row, readerOf } from "./rows";
import { scalarWriter, type WriteValue } from "./scalars";
import type { Selection } from "./selection";
import { Text } from "./text";
import type { FaultReason, Writing } from "./writing";

/** REFUSED: it is null and may not be, so that what it is part of is null instead; nothing of it is written. */
type Outcome = "VALUE" | "NULL" | "REFUSED";

export type Write = (value: unknown, writing: Writing) => Outcome;

const NULL = bytesOf("null");
const [CLOSED, NO_FIELDS] = [bytesOf("}"), bytesOf("{}")];

/** Compiles what a caller asked for into what writes it, out of the rows that the plan found. */
export class WriterCompiler {
  /** @param introspect @returns JSON of a field that the schema itself answers */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly selection: Selection,
    private readonly introspect: (nodes: readonly FieldNode[]) => string,
  ) {}

  /** @throws where a field is none of the type */
  object(sets: readonly SelectionSetNode[], type: GraphQLNamedType): Write {
    const fields = [...this.selection.fieldsOf(sets, type)].map(([name, nodes], index) => ({
      name,
      head: bytesOf(`${index > 0 ? "," : "{"}"${name}":`),
      read: readerOf(name),
      write: this.#field(nodes, type),
    }));
    const end = fields.length > 0 ? CLOSED : NO_FIELDS;
    return (value, writing) => {
      const row = value as Row;
      const { path, out } = writing;
      const start = out.at;
      const depth = writing.depth++;
      for (const { name, head, read, write } of fields) {
        path[depth] = name;
        out.put(head);
        if (write(read(row), writing) !== "REFUSED") continue;
        out.at = start;
        writing.depth = depth;
        return "REFUSED";
      }
      writing.depth = depth;
      out.put(end);
      return "VALUE";
    };
  }

  #field(nodes: readonly FieldNode[], type: GraphQLNamedType): Write {
    const name = nodes[0]?.name.value as string;
    if (name === "__typename") {
      // nobody can tell which of its types the object has
      return isObjectType(type)
        ? always(bytesOf(`"${type.name}"`))
        : (_value, writing) => writing.refuse("UNKNOWN_TYPE");
    }
    if (name === "__schema" || name === "__type") return always(Buffer.from(this.introspect(nodes)));
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new Error(`the plan and the schema differ: ${type.name} has no ${name}`);
    return this.#value(
      field.type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
  }

  #value(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    if (isNonNullType(type)) return nonNull(this.#value(type.ofType, sets));
    if (isListType(type)) return list(this.#value(type.ofType, sets));
    if (isLeafType(type)) return orNull(isEnumType(type) ? enumWriter(type) : scalarWriter(type.name));
    return nullable(isObjectType(type) ? this.#later(sets, type) : this.#abstract(sets, getNamedType(type)));
  }

  /** A query may be deeper than what is found: an object's writer is made when the first object comes. */
  #later(sets: readonly SelectionSetNode[], type: GraphQLNamedType): Write {
    let writer: Write | undefined;
    return (value, writing) => {
      writer ??= this.object(sets, type);
      return writer(value, writing);
    };
  }

  #abstract(sets: readonly SelectionSetNode[], type: GraphQLNamedType): Write {
    const writers = new Map<unknown, Write>();
    return (value, writing) => {
      const name = (value as Row).__typename;
      let writer = writers.get(name);
      if (!writer) {
        const found = name === undefined ? type : this.schema.getType(String(name));
        if (!isObjectType(found) && !isInterfaceType(found) && found !== type) return writing.refuse("UNKNOWN_TYPE");
        writer = this.object(sets, found);
        writers.set(name, writer);
      }
      return writer(value, writing);
    };
  }
}

function always(json: Uint8Array): Write {
  return (_value, { out }) => {
    out.put(json);
    return "VALUE";
  };
}

function nonNull(write: Write): Write {
  return (value, writing) => {
    const { out, faults } = writing;
    const start = out.at;
    const outcome = write(value, writing);
    if (outcome === "VALUE") return outcome;
    out.at = start;
    // what made it null was told already
    return writing.faults > faults ? "REFUSED" : writing.refuse("NULL");
  };
}

function list(write: Write): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return writeNull(writing);
    if (!Array.isArray(value)) return refused("NO_LIST", writing);
    const { path, out } = writing;
    const start = out.at;
    const depth = writing.depth++;
    out.ascii("[");
    for (let index = 0; index < value.length; index++) {
      path[depth] = index;
      if (index > 0) out.ascii(",");
      if (write(value[index], writing) !== "REFUSED") continue;
      out.at = start;
      writing.depth = depth;
      return writeNull(writing);
    }
    writing.depth = depth;
    out.ascii("]");
    return "VALUE";
  };
}

function nullable(write: Write): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return writeNull(writing);
    if (!isRow(value)) return refused("NO_OBJECT", writing);
    return write(value, writing) === "VALUE" ? "VALUE" : writeNull(writing);
  };
}

function orNull(write: WriteValue): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return writeNull(writing);
    return write(value, writing.out) ? "VALUE" : refused("NO_VALUE", writing);
  };
}

function enumWriter(type: GraphQLEnumType): WriteValue {
  const values = new Map(type.getValues().map(({ name }) => [name, bytesOf(`"${name}"`)]));
  const all = [...values.values()];
  return (value, out) => {
    const json = value instanceof Text ? all.find((each) => value.is(each)) : values.get(value as string);
    if (json) out.put(json);
    return json !== undefined;
  };
}

/** Of a wrong value that may be null. */
function refused(reason: FaultReason, writing: Writing): Outcome {
  writing.refuse(reason);
  return writeNull(writing);
}

function writeNull({ out }: Writing): "NULL" {
  out.put(NULL);
  return "NULL";
}
