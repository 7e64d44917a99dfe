import type { FetchNode } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import { Bytes } from "./bytes";
import { Field } from "./field";
import type { Layouts } from "./layouts";
import { merge } from "./merge";
import { type Path, type Place, pathsBelow, wayOf } from "./places";
import { ENTITIES, Replies, type Stored } from "./replies";
import { compileRepresentation } from "./representations";
import type { Row } from "./rows";
import type { Found, Question, Run, Step, Subgraph } from "./run";
import { NULL, type Store } from "./store";
import type { Types } from "./types";
import { NONE, Wanted } from "./wanted";

/** An object that misses the same field as thousands of others is told with the first of them. */
const MOST_PATHS = 100;

interface FetchParts {
  types: Types;
  layouts: Layouts;
}

export function compileFetch<Context>(node: FetchNode, subgraph: Subgraph<Context>, parts: FetchParts): Step<Context> {
  return node.requires ? entities(node, node.requires, subgraph, parts) : fields(node, subgraph, parts);
}

/** Asks for fields of the root, which belong to each object of the place. */
function fields<Context>(node: FetchNode, subgraph: Subgraph<Context>, { types, layouts }: FetchParts): Step<Context> {
  const replies = new Replies(node, types, layouts);
  const head = headOf(node);
  const ask = asking(node, head, subgraph, replies);
  return async (run, place) => {
    const out = Bytes.begin();
    out.put(head);
    out.ascii("{");
    const { data, errors = [] } = await ask(run, out, "");
    for (const error of errors) run.errors.push(placed(error, error.path && [...place.path, ...error.path]));
    if (!data) return;
    const found = replies.store(run.store, data);
    for (const row of place.rows) merge(row, found, run.store);
  };
}

/** Asks for fields of entities: each is asked for once, wherever it stands. */
function entities<Context>(
  node: FetchNode,
  requires: NonNullable<FetchNode["requires"]>,
  subgraph: Subgraph<Context>,
  { types, layouts }: FetchParts,
): Step<Context> {
  const replies = new Replies(node, types, layouts);
  const head = headOf(node);
  const ask = asking(node, head, subgraph, replies);
  const represent = compileRepresentation(requires, node.inputRewrites, types);
  const listOf = new Field(ENTITIES);
  return async (run, place) => {
    const { rows } = place;
    const { store, absent } = run;
    const wanted = new Wanted(head, store);
    const numbers = rows.map((row) => represent(row, wanted));
    if (wanted.count === 0) return wanted.drop();
    const { data, errors = [] } = await ask(run, wanted.close(), ",");
    run.errors.push(...placedAll(errors, numbers, place, run));
    if (!data) return;
    const found = listOf.of(
      replies.store(store, data, () => typesOf(rows, numbers, run, types)),
      store,
    );
    if (!store.isList(found) || store.lengthOf(found) !== wanted.count) throw notEntities(place);
    let isOdd = false;
    rows.forEach((row, index) => {
      const number = numbers[index] as number;
      if (number === NONE) return;
      const entity = store.elementOf(found, number);
      if (store.isObject(entity)) merge(row, -entity, store, types);
      else if (entity === NULL) absent.add(row);
      else isOdd = true;
    });
    if (isOdd) throw notEntities(place);
  };
}

/** @param numbers of the entities that the rows are
 * @returns the names of the entities' types */
function typesOf<Context>(
  rows: readonly number[],
  numbers: readonly number[],
  { store }: Run<Context>,
  types: Types,
): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  rows.forEach((row, index) => {
    const number = numbers[index] as number;
    if (number !== NONE) names[number] ??= types.nameOf(store.typeOf(row));
  });
  return names;
}

/** @returns how the body of a fetch begins, up to its variables */
function headOf({ operation: query, operationName }: FetchNode): Buffer {
  return Buffer.from(`${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":`);
}

/** @returns what asks, once the caller's variables stand behind what was written so far, and in front of them the sign that belongs there */
function asking<Context>(node: FetchNode, head: Buffer, subgraph: Subgraph<Context>, replies: Replies) {
  const usages = (node.variableUsages ?? []).map((name) => ({ name, key: `${JSON.stringify(name)}:` }));
  return (run: Run<Context>, out: Bytes, sign: "" | ","): Promise<Found> => {
    let separator: string = sign;
    for (const { name, key } of usages) {
      if (!Object.hasOwn(run.sent, name) || run.sent[name] === undefined) continue;
      out.json(`${separator}${key}${JSON.stringify(run.sent[name])}`);
      separator = ",";
    }
    out.ascii("}}");
    return subgraph.ask(new Asked(node, out.end(), head.length, replies, run.store), run.context);
  };
}

class Asked implements Question {
  #variables: Row | undefined;

  constructor(
    readonly fetch: FetchNode,
    readonly body: Buffer,
    private readonly variablesAt: number,
    private readonly replies: Replies,
    private readonly store: Store,
  ) {}

  read(bytes: Buffer, from: number, end: number): Stored | undefined {
    return this.replies.read(this.store, bytes, from, end);
  }

  get variables(): Row {
    this.#variables ??= JSON.parse(this.body.toString("utf8", this.variablesAt, this.body.length - 1)) as Row;
    return this.#variables;
  }
}

/** An error about an entity is told at each place where it stands. Where the rows stand is looked up once, however many errors there are.
 * @param numbers of the entities that the rows of the place are */
function placedAll<Context>(
  errors: readonly GraphQLError[],
  numbers: readonly number[],
  place: Place,
  { root, store }: Run<Context>,
): GraphQLError[] {
  if (errors.length === 0) return [];
  const paths = pathsBelow(root, wayOf(place.path), store);
  const rowsOf = new Map<unknown, number[]>();
  for (const [index, number] of numbers.entries()) {
    const rows = rowsOf.get(number);
    if (!rows) rowsOf.set(number, [index]);
    else if (rows.length < MOST_PATHS) rows.push(index);
  }
  return errors.flatMap((error) => {
    const [, number, ...inside] = error.path ?? [];
    if (typeof number !== "number" || number < 0) return [placed(error, error.path && place.path)];
    return (rowsOf.get(number) ?? []).map((row) => placed(error, [...(paths[row] ?? place.path), ...inside]));
  });
}

function placed(error: GraphQLError, path: Path | undefined): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: error.extensions, path });
}

function notEntities({ path }: Place): GraphQLError {
  return new GraphQLError("a subgraph does not answer with the entities that were asked for", { path });
}
