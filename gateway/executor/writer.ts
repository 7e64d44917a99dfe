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
import { type Bytes, bytesOf } from "./bytes";
import { Field } from "./field";
import { startsAt } from "./json";
import { endAsItStands, type Plain, plainOf, scalarWriter, type WriteValue } from "./scalars";
import type { Selection } from "./selection";
import { MISSING, NULL as NULL_VALUE, type Value } from "./store";
import { type Types, UNNAMED } from "./types";
import type { FaultReason, Writing } from "./writing";

/** REFUSED: it is null and may not be, so that what it is part of is null instead; nothing of it is written. */
type Outcome = "VALUE" | "NULL" | "REFUSED";

export type Write = (value: Value, writing: Writing) => Outcome;

const NULL = bytesOf("null");
const [CLOSED, NO_FIELDS] = [bytesOf("}"), bytesOf("{}")];

/** Compiles what a caller asked for into what writes it, out of what the plan found. */
export class WriterCompiler {
  /** @param introspect @returns JSON of a field that the schema itself answers */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly types: Types,
    private readonly selection: Selection,
    private readonly introspect: (nodes: readonly FieldNode[]) => string,
  ) {}

  /** @throws where a field is none of the type */
  object(sets: readonly SelectionSetNode[], type: GraphQLNamedType): Write {
    const fields = [...this.selection.fieldsOf(sets, type)].map(([name, nodes], index) => ({
      name,
      head: bytesOf(`${index > 0 ? "," : "{"}"${name}":`),
      field: new Field(name),
      ...this.#field(nodes, type),
    }));
    const end = fields.length > 0 ? CLOSED : NO_FIELDS;
    return (value, writing) => {
      const { path, out, store } = writing;
      const start = out.at;
      const depth = writing.depth++;
      for (const { name, head, field, plain, write } of fields) {
        path[depth] = name;
        const inside = field.of(-value, store);
        putHead(head, inside, out);
        const end = endAsItStands(plain, out.buffer, inside);
        if (end > 0) {
          out.again(inside, end);
          continue;
        }
        if (write(inside, writing) !== "REFUSED") continue;
        out.backTo(start);
        writing.depth = depth;
        return "REFUSED";
      }
      writing.depth = depth;
      out.put(end);
      return "VALUE";
    };
  }

  #field(nodes: readonly FieldNode[], type: GraphQLNamedType): { plain: Plain; write: Write } {
    const name = nodes[0]?.name.value as string;
    if (name.startsWith("__")) return { plain: 0, write: this.#meta(name, nodes, type) };
    const own = typeOf(name, type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { plain: plainOf(own), write: this.#value(own, sets) };
  }

  #meta(name: string, nodes: readonly FieldNode[], type: GraphQLNamedType): Write {
    if (name !== "__typename") return always(Buffer.from(this.introspect(nodes)));
    // nobody can tell which of its types the object has
    if (!isObjectType(type)) return (_value, writing) => writing.refuse("UNKNOWN_TYPE");
    return nameOfType(bytesOf(`"${type.name}"`));
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
    const writers: (Write | undefined)[] = [];
    return (value, writing) => {
      const own = writing.store.typeOf(-value);
      let writer = writers[own];
      if (!writer) {
        const found = own === UNNAMED ? type : this.schema.getType(this.types.nameOf(own) ?? "");
        if (!isObjectType(found) && !isInterfaceType(found) && found !== type) return writing.refuse("UNKNOWN_TYPE");
        writer = this.object(sets, found);
        writers[own] = writer;
      }
      return writer(value, writing);
    };
  }
}

/** @throws where a type has no such field */
function typeOf(name: string, type: GraphQLNamedType): GraphQLOutputType {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`the plan and the schema differ: ${type.name} has no ${name}`);
  return field.type;
}

/** The name in front of a value: it stands in front of it where it was found, too, and all that follows each other is copied at once.
 * @param head the name in JSON, and what separates it from what comes before */
function putHead(head: Uint8Array, value: Value, out: Bytes): void {
  const from = value - head.length;
  if (from > 0 && out.buffer[from] === head[0]) out.again(from, value);
  else out.put(head);
}

function always(json: Uint8Array): Write {
  return (_value, { out }) => {
    out.put(json);
    return "VALUE";
  };
}

/** Mostly it stands there, between what else is copied. */
function nameOfType(json: Uint8Array): Write {
  return (value, { out }) => {
    if (value > 0 && startsAt(out.buffer, value, json)) out.again(value, value + json.length);
    else out.put(json);
    return "VALUE";
  };
}

function nonNull(write: Write): Write {
  return (value, writing) => {
    const { out, faults } = writing;
    const start = out.at;
    const outcome = write(value, writing);
    if (outcome === "VALUE") return outcome;
    out.backTo(start);
    // what made it null was told already
    return writing.faults > faults ? "REFUSED" : writing.refuse("NULL");
  };
}

function list(write: Write): Write {
  return (value, writing) => {
    if (isNothing(value)) return writeNull(writing);
    const { path, out, store } = writing;
    if (!store.isList(value)) return refused("NO_LIST", writing);
    const start = out.at;
    const depth = writing.depth++;
    out.ascii("[");
    const length = store.lengthOf(value);
    for (let index = 0; index < length; index++) {
      path[depth] = index;
      if (index > 0) out.ascii(",");
      if (write(store.elementOf(value, index), writing) !== "REFUSED") continue;
      out.backTo(start);
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
    if (isNothing(value)) return writeNull(writing);
    if (!writing.store.isObject(value)) return refused("NO_OBJECT", writing);
    return write(value, writing) === "VALUE" ? "VALUE" : writeNull(writing);
  };
}

function orNull(write: WriteValue): Write {
  return (value, writing) => {
    if (isNothing(value)) return writeNull(writing);
    return write(value, writing) ? "VALUE" : refused("NO_VALUE", writing);
  };
}

function isNothing(value: Value): boolean {
  return value === MISSING || value === NULL_VALUE;
}

function enumWriter(type: GraphQLEnumType): WriteValue {
  const all = type.getValues().map(({ name }) => bytesOf(`"${name}"`));
  return (value, { out, store: { bytes } }) => {
    const json = value > 0 ? all.find((each) => startsAt(bytes, value, each)) : undefined;
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
