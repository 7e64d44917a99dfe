import { Bounded } from "../../schema/process/bounded";
import { drawer } from "./drawer";

const MOST = 40;

/** The same, as plainly as it can be said: the longest unused first. */
class Model {
  kept: { key: string; entry: number; size: number }[] = [];

  find(key: string): number | undefined {
    const found = this.kept.find((each) => each.key === key);
    if (!found) return undefined;
    this.kept = [...this.kept.filter((each) => each !== found), found];
    return found.entry;
  }

  keep(key: string, entry: number, size: number): void {
    this.drop(key);
    if (size <= MOST) this.kept.push({ key, entry, size });
    while (this.kept.reduce((sum, each) => sum + each.size, 0) > MOST) this.kept.shift();
  }

  drop(key: string): void {
    this.kept = this.kept.filter((each) => each.key !== key);
  }
}

export function boundedMemory(): void {
  test("keeps what a list in the order of use would keep", () => {
    const [bounded, model, draw] = [new Bounded<number>(MOST), new Model(), drawer(20261127)];
    for (let turn = 0; turn < 1_500; turn++) {
      const key = `key ${draw(12)}`;
      const what = draw(10);
      if (what < 5) expect(bounded.find(key)).toBe(model.find(key));
      else if (what < 9) {
        const size = 1 + draw(turn % 100 === 0 ? 2 * MOST : 9);
        bounded.keep(key, turn, size);
        model.keep(key, turn, size);
      } else {
        bounded.drop(key);
        model.drop(key);
      }
      expect([...bounded.all()]).toEqual(model.kept.map(({ entry }) => entry));
      expect(bounded.count).toBe(model.kept.length);
    }
    bounded.clear();
    expect([...bounded.all(), bounded.count]).toEqual([0]);
  });

  test("finds one of ten thousand as cheaply as one of ten, however often it was found before", () => {
    const [few, many] = [10, 10_000].map(holding) as [() => number, () => number];
    const ratios = Array.from({ length: 7 }, () => many() / few()).sort((a, b) => a - b);
    expect(ratios[0]).toBeLessThan(3);
  });
}

/** @returns what says how much processor time it takes to find one of them again and again */
function holding(count: number): () => number {
  const bounded = new Bounded<number>(count);
  for (let i = 0; i < count; i++) bounded.keep(`key ${i}`, i, 1);
  return () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 10_000; i++) bounded.find(`key ${i % 2}`);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}
