/** What the subgraphs of the measurement tell of: all of it follows from the number in the id. */
export interface Thing {
  __typename: string;
  id: string;
}

const numberIn = ({ id }: Thing) => Number(id.slice(1));

/** By the name of the field. */
export const ANSWERS: Readonly<Record<string, (thing: Thing) => unknown>> = {
  title: (thing) => `题目 ${thing.id}`,
  size: numberIn,
  owner: (thing) => ({ __typename: "Person", id: `p${thing.id.slice(1)}` }),
  stock: (thing) => numberIn(thing) % 7,
  place: (thing) => `shelf ${thing.id}`,
  name: (thing) => `name ${thing.id}`,
  age: (thing) => numberIn(thing) % 90,
};

export function itemsFrom({ from, first }: { from: number; first: number }): Thing[] {
  return Array.from({ length: first }, (_, index) => itemOf(from + index));
}

function itemOf(number: number): Thing {
  return { __typename: number % 2 === 0 ? "Book" : "Disc", id: `i${number}` };
}
