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
import { type Row, readerOf } from "./rows";
import { scalarWriter } from "./scalars";
import type { Selection } from "./selection";
import type { Writing } from "./writing";

/** @returns JSON; undefined where it is null and may not be, so that what it is part of is null instead */
export type Write = (value: unknown, writing: Writing) => string | undefined;

const NULL = "null";

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
    const fields = [...this.selection.fieldsOf(sets, type)].map(([name, nodes]) => ({
      name,
      head: `${JSON.stringify(name)}:`,
      read: readerOf(name),
      write: this.#field(nodes, type),
    }));
    return (value, writing) => {
      const row = value as Row;
      const { path } = writing;
      const depth = path.length;
      let text = "{";
      for (const { name, head, read, write } of fields) {
        path[depth] = name;
        const written = write(read(row), writing);
        if (written === undefined) {
          path.length = depth;
          return undefined;
        }
        text += text.length > 1 ? `,${head}${written}` : head + written;
      }
      path.length = depth;
      return `${text}}`;
    };
  }

  #field(nodes: readonly FieldNode[], type: GraphQLNamedType): Write {
    const name = nodes[0]?.name.value as string;
    if (name === "__typename") {
      const text = JSON.stringify(type.name);
      // nobody can tell which of its types the object has
      return isObjectType(type) ? () => text : (_value, writing) => writing.refuse("UNKNOWN_TYPE");
    }
    if (name === "__schema" || name === "__type") {
      const text = this.introspect(nodes);
      return () => text;
    }
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
        if (!isObjectType(found) && !isInterfaceType(found) && found !== type)
          return writing.refuse("UNKNOWN_TYPE") ?? NULL;
        writer = this.object(sets, found);
        writers.set(name, writer);
      }
      return writer(value, writing);
    };
  }
}

function nonNull(write: Write): Write {
  return (value, writing) => {
    const before = writing.faults;
    const text = write(value, writing);
    if (text !== NULL) return text;
    // what made it null was told already
    return writing.faults > before ? undefined : writing.refuse("NULL");
  };
}

function list(write: Write): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return NULL;
    if (!Array.isArray(value)) return writing.refuse("NO_LIST") ?? NULL;
    const { path } = writing;
    const depth = path.length;
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      path[depth] = index;
      const written = write(value[index], writing);
      if (written === undefined) {
        path.length = depth;
        return NULL;
      }
      text += index > 0 ? `,${written}` : written;
    }
    path.length = depth;
    return `${text}]`;
  };
}

function nullable(write: Write): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return NULL;
    if (typeof value !== "object" || Array.isArray(value)) return writing.refuse("NO_OBJECT") ?? NULL;
    return write(value, writing) ?? NULL;
  };
}

/** @param text undefined for what is no value of the type */
function orNull(text: (value: unknown) => string | undefined): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return NULL;
    return text(value) ?? writing.refuse("NO_VALUE") ?? NULL;
  };
}

function enumWriter(type: GraphQLEnumType): (value: unknown) => string | undefined {
  return (value) => (typeof value === "string" && type.getValue(value) ? `"${value}"` : undefined);
}
