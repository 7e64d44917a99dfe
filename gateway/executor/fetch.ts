import type { FetchNode } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import { type Path, type Place, pathsBelow } from "./places";
import { compileRepresentation } from "./representations";
import { compileRewrites } from "./rewrites";
import { merge, type Row } from "./rows";
import type { Found, Run, Step, Subgraph } from "./run";
import type { Types } from "./types";

/** A row that misses the same field as thousands of others is told with the first of them. */
const MOST_PATHS = 100;

export function compileFetch<Context>(node: FetchNode, subgraph: Subgraph<Context>, types: Types): Step<Context> {
  return node.requires ? entities(node, node.requires, subgraph, types) : fields(node, subgraph, types);
}

/** Asks for fields of the root, which belong to each row of the place. */
function fields<Context>(node: FetchNode, subgraph: Subgraph<Context>, types: Types): Step<Context> {
  const ask = asking(node, subgraph);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run, place) => {
    const { data, errors = [] } = await ask(run, {});
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
  const ask = asking(node, subgraph);
  const represent = compileRepresentation(requires, types);
  const rewriteInput = compileRewrites(node.inputRewrites, types);
  const rewriteOutput = compileRewrites(node.outputRewrites, types);
  return async (run, place) => {
    const wanted = new Wanted();
    place.rows.forEach((row, index) => {
      const representation = represent(row);
      if (typeof representation?.__typename !== "string") return;
      rewriteInput?.(representation);
      wanted.add(representation, index);
    });
    if (wanted.representations.length === 0) return;
    const { data, errors = [] } = await ask(run, { representations: wanted.representations });
    for (const error of errors) run.errors.push(...placedEach(error, wanted, place, run.root));
    if (!data) return;
    const found = data._entities;
    if (!Array.isArray(found) || found.length !== wanted.representations.length) throw notEntities(place);
    found.forEach((entity: Row | null, number) => {
      const rows = wanted.rowsOf(number).map((index) => place.rows[index] as Row);
      if (!entity) {
        for (const row of rows) run.absent.add(row);
        return;
      }
      entity.__typename ??= rows[0]?.__typename;
      rewriteOutput?.(entity);
      // a subgraph that knows only the interface must not take back what is known
      if (rows.every((row) => types.isConcrete(row))) delete entity.__typename;
      for (const row of rows) merge(row, entity);
    });
  };
}

/** The entities that a fetch asks for, and which rows each of them is. */
class Wanted {
  readonly representations: Row[] = [];
  readonly #rows: number[][] = [];
  readonly #numbers = new Map<string, number>();

  add(representation: Row, row: number): void {
    const key = JSON.stringify(representation);
    const number = this.#numbers.get(key);
    if (number !== undefined) {
      this.#rows[number]?.push(row);
      return;
    }
    this.#numbers.set(key, this.representations.length);
    this.representations.push(representation);
    this.#rows.push([row]);
  }

  /** @returns indexes of rows of the place */
  rowsOf(number: number): readonly number[] {
    return this.#rows[number] ?? [];
  }
}

function asking<Context>(node: FetchNode, subgraph: Subgraph<Context>) {
  const { variableUsages = [] } = node;
  return (run: Run<Context>, variables: Row): Promise<Found> => {
    for (const name of variableUsages) {
      if (Object.hasOwn(run.sent, name) && run.sent[name] !== undefined) variables[name] = run.sent[name];
    }
    return subgraph.ask({ fetch: node, variables }, run.context);
  };
}

/** An error about an entity is told at each place where it stands. */
function placedEach(error: GraphQLError, wanted: Wanted, place: Place, root: Row): GraphQLError[] {
  const [, number, ...inside] = error.path ?? [];
  if (typeof number !== "number") return [placed(error, error.path && place.path)];
  const paths = pathsBelow(root, place.path);
  return wanted
    .rowsOf(number)
    .slice(0, MOST_PATHS)
    .map((index) => placed(error, [...(paths[index] ?? place.path), ...inside]));
}

function placed(error: GraphQLError, path: Path | undefined): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: error.extensions, path });
}

function notEntities({ path }: Place): GraphQLError {
  return new GraphQLError("a subgraph does not answer with the entities that were asked for", { path });
}
