import type { FetchNode } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import { type Path, type Place, pathsBelow } from "./places";
import { compileRepresentation } from "./representations";
import { compileRewrites } from "./rewrites";
import { merge, type Row } from "./rows";
import type { Found, Question, Run, Step, Subgraph } from "./run";
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
    const { data, errors = [] } = await ask(run);
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
  const represent = compileRepresentation(requires, node.inputRewrites, types);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run, place) => {
    const wanted = new Wanted();
    place.rows.forEach((row, index) => {
      const representation = represent(row);
      if (representation !== undefined) wanted.add(representation, index);
    });
    if (wanted.count === 0) return;
    const { data, errors = [] } = await ask(run, wanted);
    for (const error of errors) run.errors.push(...placedEach(error, wanted, place, run.root));
    if (!data) return;
    const found = data._entities;
    if (!Array.isArray(found) || found.length !== wanted.count) throw notEntities(place);
    found.forEach((entity: Row | null, number) => {
      const rows = wanted.rowsOf(number).map((index) => place.rows[index] as Row);
      if (entity && rewrite) {
        entity.__typename ??= rows[0]?.__typename;
        rewrite(entity);
      }
      for (const row of rows) {
        if (entity) bring(entity, row, types);
        else run.absent.add(row);
      }
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

/** The entities that a fetch asks for, and which rows each of them is. */
class Wanted {
  readonly #rows: number[][] = [];
  /** by what is asked, as JSON */
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#rows.length;
  }

  get json(): string {
    return `[${[...this.#numbers.keys()].join(",")}]`;
  }

  add(representation: string, row: number): void {
    const number = this.#numbers.get(representation);
    if (number !== undefined) {
      this.#rows[number]?.push(row);
      return;
    }
    this.#numbers.set(representation, this.#rows.length);
    this.#rows.push([row]);
  }

  /** @returns indexes of rows of the place */
  rowsOf(number: number): readonly number[] {
    return this.#rows[number] ?? [];
  }
}

function asking<Context>(node: FetchNode, subgraph: Subgraph<Context>) {
  const usages = (node.variableUsages ?? []).map((name) => ({ name, head: `${JSON.stringify(name)}:` }));
  return (run: Run<Context>, wanted?: Wanted): Promise<Found> => {
    let inside = wanted ? `"representations":${wanted.json}` : "";
    for (const { name, head } of usages) {
      if (!Object.hasOwn(run.sent, name) || run.sent[name] === undefined) continue;
      inside += `${inside && ","}${head}${JSON.stringify(run.sent[name])}`;
    }
    return subgraph.ask(new Asked(node, `{${inside}}`), run.context);
  };
}

class Asked implements Question {
  #variables: Row | undefined;

  constructor(
    readonly fetch: FetchNode,
    readonly json: string,
  ) {}

  get variables(): Row {
    this.#variables ??= JSON.parse(this.json) as Row;
    return this.#variables;
  }
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
