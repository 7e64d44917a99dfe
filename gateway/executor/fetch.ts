import type { FetchNode } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import { Bytes } from "./bytes";
import { type Path, type Place, pathsBelow } from "./places";
import { compileRepresentation } from "./representations";
import { compileRewrites } from "./rewrites";
import { merge, type Row } from "./rows";
import type { Found, Question, Run, Step, Subgraph } from "./run";
import type { Types } from "./types";
import { NONE, Wanted } from "./wanted";

/** A row that misses the same field as thousands of others is told with the first of them. */
const MOST_PATHS = 100;

export function compileFetch<Context>(node: FetchNode, subgraph: Subgraph<Context>, types: Types): Step<Context> {
  return node.requires ? entities(node, node.requires, subgraph, types) : fields(node, subgraph, types);
}

/** Asks for fields of the root, which belong to each row of the place. */
function fields<Context>(node: FetchNode, subgraph: Subgraph<Context>, types: Types): Step<Context> {
  const head = headOf(node);
  const ask = asking(node, head, subgraph);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run, place) => {
    const out = Bytes.begin();
    out.put(head);
    out.ascii("{");
    const { data, errors = [] } = await ask(run, out, "");
    for (const error of errors) run.errors.push(placed(error, error.path && [...place.path, ...error.path]));
    if (!data) return;
    rewrite?.(data);
    for (const row of place.rows) merge(row, data);
  };
}

/** Asks for fields of entities: each is asked for once, wherever it stands. */
function entities<Context>(
  node: FetchNode,
  requires: NonNullable<FetchNode["requires"]>,
  subgraph: Subgraph<Context>,
  types: Types,
): Step<Context> {
  const head = headOf(node);
  const ask = asking(node, head, subgraph);
  const represent = compileRepresentation(requires, node.inputRewrites, types);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run, place) => {
    const { rows } = place;
    const wanted = new Wanted(head);
    const numbers = rows.map((row) => represent(row, wanted));
    if (wanted.count === 0) return wanted.drop();
    const { data, errors = [] } = await ask(run, wanted.close(), ",");
    run.errors.push(...placedAll(errors, numbers, place, run.root));
    if (!data) return;
    const found = data._entities;
    if (!Array.isArray(found) || found.length !== wanted.count) throw notEntities(place);
    if (rewrite) {
      // some changes are for rows of one type, and only who asked knows it
      rows.forEach(({ __typename }, index) => {
        const entity = found[numbers[index] as number] as Row | null | undefined;
        if (entity) entity.__typename ??= __typename;
      });
      for (const entity of found) if (entity) rewrite(entity as Row);
    }
    rows.forEach((row, index) => {
      const number = numbers[index] as number;
      if (number === NONE) return;
      const entity = found[number] as Row | null;
      if (entity) bring(entity, row, types);
      else run.absent.add(row);
    });
  };
}

/** A subgraph that knows only the interface must not take back what is known. */
function bring(entity: Row, row: Row, types: Types): void {
  const known = row.__typename;
  const isKept = entity.__typename !== undefined && entity.__typename !== known && types.isConcrete(row);
  merge(row, entity);
  if (isKept) row.__typename = known;
}

/** @returns how the body of a fetch begins, up to its variables */
function headOf({ operation: query, operationName }: FetchNode): Buffer {
  return Buffer.from(`${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":`);
}

/** @returns what asks, once the caller's variables stand behind what was written so far, and in front of them the sign that belongs there */
function asking<Context>(node: FetchNode, head: Buffer, subgraph: Subgraph<Context>) {
  const usages = (node.variableUsages ?? []).map((name) => ({ name, key: `${JSON.stringify(name)}:` }));
  return (run: Run<Context>, out: Bytes, sign: "" | ","): Promise<Found> => {
    let separator: string = sign;
    for (const { name, key } of usages) {
      if (!Object.hasOwn(run.sent, name) || run.sent[name] === undefined) continue;
      out.json(`${separator}${key}${JSON.stringify(run.sent[name])}`);
      separator = ",";
    }
    out.ascii("}}");
    return subgraph.ask(new Asked(node, out.end(), head.length), run.context);
  };
}

class Asked implements Question {
  #variables: Row | undefined;

  constructor(
    readonly fetch: FetchNode,
    readonly body: Buffer,
    private readonly variablesAt: number,
  ) {}

  get variables(): Row {
    this.#variables ??= JSON.parse(this.body.toString("utf8", this.variablesAt, this.body.length - 1)) as Row;
    return this.#variables;
  }
}

/** An error about an entity is told at each place where it stands. Where the rows stand is looked up once, however many errors there are.
 * @param numbers of the entities that the rows of the place are */
function placedAll(
  errors: readonly GraphQLError[],
  numbers: readonly number[],
  place: Place,
  root: Row,
): GraphQLError[] {
  if (errors.length === 0) return [];
  const paths = pathsBelow(root, place.path);
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
