import type { FetchNode } from "@apollo/query-planner";
import type { Layout, Layouts } from "./layouts";
import { readCompact } from "./reading";
import { compileRewrites, type Rewrite } from "./rewrites";
import { isRow, type Row } from "./rows";
import type { Store } from "./store";
import type { Types } from "./types";

export const ENTITIES = "_entities";

/** Data of a subgraph that stands in the store of whoever asked. */
export class Stored {
  constructor(readonly row: number) {}
}

/** How the data that a subgraph gives for one fetch come into the store of a run. */
export class Replies {
  readonly #layout: Layout;
  readonly #rewrite: Rewrite | undefined;
  readonly #isOfEntities: boolean;

  constructor(
    { operation, requires, outputRewrites }: Pick<FetchNode, "operation" | "requires" | "outputRewrites">,
    private readonly types: Types,
    layouts: Layouts,
  ) {
    this.#layout = layouts.of(operation);
    this.#rewrite = compileRewrites(outputRewrites, types);
    this.#isOfEntities = requires !== undefined;
    const changed = this.#isOfEntities ? this.#layout.inside[this.#layout.slotOf(ENTITIES)] : this.#layout;
    if (this.#rewrite && changed) layouts.extend(changed, outputRewrites ?? []);
  }

  /** @returns undefined where it is no object in compact JSON, or the plan changes something in it: then it has to be parsed */
  read(store: Store, bytes: Buffer, from: number, end: number): Stored | undefined {
    if (this.#rewrite) return undefined;
    const value = readCompact({ store, types: this.types }, this.#layout, bytes, from, end);
    return value !== undefined && store.isObject(value) ? new Stored(-value) : undefined;
  }

  /** @param typesOf names of the types of the entities that were asked for: some changes are for objects of one type, and only who asked
   * knows it
   * @returns an object in the store */
  store(store: Store, data: Stored | Row, typesOf: () => readonly (string | undefined)[] = () => []): number {
    if (data instanceof Stored) return data.row;
    if (this.#rewrite) this.#change(data, this.#rewrite, typesOf);
    const value = readCompact({ store, types: this.types }, this.#layout, Buffer.from(JSON.stringify(data)));
    if (value === undefined || !store.isObject(value))
      throw new Error("what a subgraph sends is no object that can be read");
    return -value;
  }

  #change(data: Row, rewrite: Rewrite, typesOf: () => readonly (string | undefined)[]): void {
    const entities = this.#isOfEntities ? data[ENTITIES] : [data];
    if (!Array.isArray(entities)) return;
    const names = this.#isOfEntities ? typesOf() : [];
    entities.forEach((entity: unknown, number) => {
      if (!isRow(entity)) return;
      if (names[number] !== undefined) entity.__typename ??= names[number];
      rewrite(entity);
    });
  }
}
