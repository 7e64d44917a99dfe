import DataLoader from "dataloader";
import type { Db } from "../storage/db";
import type { Page, PageRequest } from "../storage/page";
import type { Session } from "../storage/session";

/** One row a key; what is missing or may not be seen is undefined. */
export function byKey<Row>(
  session: Session,
  find: (db: Db, keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | undefined> {
  return new DataLoader(async (keys) => {
    const rows = await session.read((db) => find(db, keys));
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => found.get(key));
  });
}

/** All rows of each parent, where they are few by nature. */
export function ofParent<Row>(
  session: Session,
  find: (db: Db, parents: readonly string[]) => Promise<Row[]>,
  parentOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader(async (parents) => {
    const rows = await session.read((db) => find(db, parents));
    return parents.map((parent) => rows.filter((row) => parentOf(row) === parent));
  });
}

/** The first n rows of each parent: parents that ask for the same page with the same filter share one statement. */
export function pages<Row, Filter extends object = Record<string, never>>(
  session: Session,
  find: (db: Db, parents: readonly string[], page: PageRequest, filter: Filter) => Promise<Map<string, Page<Row>>>,
) {
  const loaders = new Map<string, DataLoader<string, Page<Row>>>();
  return (page: PageRequest, filter = {} as Filter): DataLoader<string, Page<Row>> => {
    const kind = JSON.stringify([page, filter]);
    let loader = loaders.get(kind);
    if (!loader) {
      loader = new DataLoader(async (parents) => {
        const found = await session.read((db) => find(db, parents, page, filter));
        return parents.map((parent) => found.get(parent) ?? { rows: [], hasNext: false });
      });
      loaders.set(kind, loader);
    }
    return loader;
  };
}
