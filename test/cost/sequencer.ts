import { type Kind, kindOf } from "./kind";

interface TestFile {
  path: string;
}

interface Known<File> extends Kind {
  file: File;
}

/** What waits begins, and then the longest files, so that none of them runs alone at the end while the other core has nothing to do:
 * those that borrow a platform and those that need none side by side, because fewer platforms are lent at once than files run. */
export default class LongestFirst {
  sort<File extends TestFile>(files: readonly File[]): File[] {
    const known = files.map((file) => ({ file, ...kindOf(file.path) }));
    const borrowers = known.filter(({ borrows }) => borrows);
    const others = known.filter(({ borrows }) => !borrows);
    const placed = [...placesOf(borrowers), ...placesOf(others)];
    return placed.sort((a, b) => a.place - b.place).map(({ file }) => file);
  }

  cacheResults(): void {}
}

/** How much of a group is run before each of its files, from 0 to 1. */
function placesOf<File>(group: readonly Known<File>[]): { file: File; place: number }[] {
  const all = group.reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  return [...group]
    .sort((a, b) => Number(b.waits) - Number(a.waits) || b.length - a.length)
    .map(({ file, length }) => {
      const place = before / all;
      before += length;
      return { file, place };
    });
}
