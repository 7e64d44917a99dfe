import { Field } from "./field";
import type { Store, Value } from "./store";

export type Path = readonly (string | number)[];

/** Where a step works: the objects at one path of the answer, `@` for each element of a list. */
export interface Place {
  path: readonly string[];
  rows: readonly number[];
}

/** A path, as it is looked up. */
type Way = readonly (Field | typeof ELEMENTS)[];

const ELEMENTS = "@";

export function wayOf(path: readonly string[]): Way {
  return path.map((step) => (step === ELEMENTS ? step : new Field(step)));
}

/** What is not there is left out.
 * @returns the objects on a way from others, in the order of the answer */
export function rowsBelow(rows: readonly number[], way: Way, store: Store): number[] {
  let found: Value[] = rows.map((row) => -row);
  for (const step of way) {
    const next: Value[] = [];
    for (const value of found) {
      if (step !== ELEMENTS) {
        if (store.isObject(value)) next.push(step.of(-value, store));
      } else if (store.isList(value)) {
        const length = store.lengthOf(value);
        for (let index = 0; index < length; index++) next.push(store.elementOf(value, index));
      }
    }
    found = next;
  }
  const below: number[] = [];
  for (const value of found) if (store.isObject(value)) below.push(-value);
  return below;
}

/** @returns where in the answer each of the objects is, in the same order as `rowsBelow` */
export function pathsBelow(root: number, way: Way, store: Store): Path[] {
  let found: { path: Path; value: Value }[] = [{ path: [], value: -root }];
  for (const step of way) found = found.flatMap((place) => placesIn(place, step, store));
  return found.filter(({ value }) => store.isObject(value)).map(({ path }) => path);
}

function placesIn({ path, value }: { path: Path; value: Value }, step: Way[number], store: Store) {
  if (step !== ELEMENTS)
    return store.isObject(value) ? [{ path: [...path, step.name], value: step.of(-value, store) }] : [];
  const length = store.isList(value) ? store.lengthOf(value) : 0;
  return Array.from({ length }, (_, index) => ({ path: [...path, index], value: store.elementOf(value, index) }));
}
