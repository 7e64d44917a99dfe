import { type Row, read } from "./rows";

export type Path = readonly (string | number)[];

/** Where a step works: the rows at one path of the answer, `@` for each element of a list. */
export interface Place {
  path: readonly string[];
  rows: readonly Row[];
}

/** What is not there is left out.
 * @returns the rows at a path below the rows, in the order of the answer */
export function rowsBelow(rows: readonly unknown[], path: readonly string[]): Row[] {
  let found = rows;
  for (const step of path) {
    const next: unknown[] = [];
    for (const value of found) {
      if (step !== "@") pushUnlessNull(next, read(value as Row, step));
      else if (Array.isArray(value)) for (const element of value) pushUnlessNull(next, element);
    }
    found = next;
  }
  return found as Row[];
}

function pushUnlessNull(found: unknown[], value: unknown): void {
  if (value !== null && value !== undefined) found.push(value);
}

/** @returns where in the answer each of the rows is, in the same order as `rowsBelow` */
export function pathsBelow(root: Row, path: readonly string[]): Path[] {
  let found: { path: Path; value: unknown }[] = [{ path: [], value: root }];
  for (const step of path) found = found.flatMap((place) => placesIn(place, step));
  return found.map((place) => place.path);
}

function placesIn({ path, value }: { path: Path; value: unknown }, step: string) {
  const places =
    step !== "@"
      ? [{ path: [...path, step], value: read(value as Row, step) }]
      : Array.isArray(value)
        ? value.map((element, index) => ({ path: [...path, index], value: element as unknown }))
        : [];
  return places.filter((place) => place.value !== null && place.value !== undefined);
}
