import { Field } from "./field";
import { CELL, type Store, type Value } from "./store";
import { type Types, UNNAMED } from "./types";

const { TYPE, HEAD } = CELL;

/** Brings what another fetch found into an object. Lists of the same length are the same objects in the same order.
 * @param part may be brought into others as well, and stays as it is
 * @param types by which the object keeps the type that it has: a subgraph that knows only the interface must not take it back */
export function merge(row: number, part: number, store: Store, types?: Types): void {
  // an object that stands at many places comes once for each of them
  if (row === part || store.isLinkedLast(row, part)) return;
  store.link(row, withWhatIsInside(row, part, store), part);
  const type = store.typeOf(part);
  if (type !== UNNAMED && !types?.isConcrete(store.typeOf(row))) store.cells[row + TYPE] = type;
}

/** What both have inside is merged there, where it was first. */
function withWhatIsInside(row: number, part: number, store: Store): number {
  let own = part;
  const { names, objects } = store.layoutOf(part);
  for (const slot of objects) {
    const value = store.cells[part + HEAD + slot] as number;
    const old = value < 0 ? new Field(names[slot] as string).of(row, store) : value;
    if (old >= 0) continue;
    const merged = both(old, value, store);
    if (merged === value) continue;
    if (own === part) own = store.copyOf(part);
    store.cells[own + HEAD + slot] = merged;
  }
  return own;
}

function both(old: Value, value: Value, store: Store): Value {
  if (store.isObject(old) && store.isObject(value)) {
    merge(-old, -value, store);
    return old;
  }
  if (!store.isList(old) || !store.isList(value) || store.lengthOf(old) !== store.lengthOf(value)) return value;
  for (let index = 0; index < store.lengthOf(old); index++) {
    store.setElement(old, index, both(store.elementOf(old, index), store.elementOf(value, index), store));
  }
  return old;
}
