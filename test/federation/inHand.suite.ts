import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type InLine, Line } from "../../schema/process/line";
import { Roll } from "../../schema/process/roll";
import { Tally } from "../../schema/process/tally";
import { drawer } from "./drawer";

interface Guest extends InLine<Guest> {
  load: number[];
}

const guest = (load: number[] = []): Guest => ({ load, before: undefined, after: undefined });

/** So many come and go, each with some 8 KB, and so many are there at once. */
const [GUESTS, AT_ONCE, LOAD] = [4_000, 16, 1_000];
const MB = 1024 * 1024;

export function whatIsInHand(): void {
  test("a line is in the order in which they came, whoever leaves it from where", () => {
    const [line, draw] = [new Line<Guest>(), drawer(20261204)];
    const all = Array.from({ length: 8 }, () => guest());
    let model: Guest[] = [];
    for (let turn = 0; turn < 1_000; turn++) {
      const one = all[draw(all.length)] as Guest;
      if (draw(2) === 0) {
        line.join(one);
        if (!model.includes(one)) model.push(one);
      } else {
        line.leave(one);
        model = model.filter((each) => each !== one);
      }
      expect(line.all().map((each) => all.indexOf(each))).toEqual(model.map((each) => all.indexOf(each)));
      expect([line.first, line.last]).toEqual([model[0], model.at(-1)]);
      expect(line.has(one)).toBe(model.includes(one));
    }
  });

  test("a tally counts as a list would, however many have come, and forgets who has nothing", () => {
    const [tally, draw, model] = [new Tally(), drawer(20261205), [] as string[]];
    for (let turn = 0; turn < 3_000; turn++) {
      const name = `person ${draw(turn)}`;
      if (draw(3) > 0) {
        tally.up(name);
        model.push(name);
      } else {
        const given = model[draw(model.length)] ?? name;
        expect(tally.down(given)).toBe(model.includes(given));
        if (model.includes(given)) model.splice(model.indexOf(given), 1);
      }
      expect(tally.of(name)).toBe(model.filter((each) => each === name).length);
    }
    expect(new Map(tally.all())).toEqual(countsOf(model));
    expect(tally.down("nobody")).toBe(false);
  });

  test("a roll keeps who has something in hand, and few others", () => {
    const roll = new Roll<number, { busy: boolean }>(
      () => ({ busy: false }),
      ({ busy }) => !busy,
    );
    const own = [1, 2, 3].map((key) => roll.of(key));
    for (const entry of own) entry.busy = true;
    for (let key = 100; key < 1_100; key++) roll.of(key);
    expect([1, 2, 3].map((key) => roll.find(key))).toEqual(own);
    expect(roll.all().map(([key]) => key)).toEqual([1, 2, 3]);
    const known = Array.from({ length: 1_000 }, (_, index) => roll.find(100 + index)).filter(Boolean);
    expect(known.length).toBeLessThan(64);
  });

  test.each([
    ["left a line", throughALine],
    ["is idle in a roll", throughARoll],
  ])("what %s goes with what is young, though what was there before is old", (_, come) => {
    expect(keptOld(come())).toBeLessThan(4 * MB);
  });
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function throughALine(): (load: number[]) => void {
  const line = new Line<Guest>();
  let count = 0;
  return (load) => {
    line.join(guest(load));
    if (++count > AT_ONCE) line.leave(line.first as Guest);
  };
}

function throughARoll(): (load: number[]) => void {
  const roll = new Roll<number, { load?: number[] }>(
    () => ({}),
    ({ load }) => load === undefined,
  );
  let count = 0;
  return (load) => {
    roll.of(++count).load = load;
    const gone = roll.find(count - AT_ONCE);
    if (gone) gone.load = undefined;
  };
}

/** @returns by how many bytes the space of what lives long grows while many come and go */
function keptOld(come: (load: number[]) => void): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how?: { type: "minor" }) => void;
  for (let i = 0; i < AT_ONCE; i++) come(new Array(LOAD).fill(i));
  collect();
  const before = oldBytes();
  for (let i = 0; i < GUESTS; i++) {
    come(new Array(LOAD).fill(i));
    if (i % 100 === 0) collect({ type: "minor" });
  }
  return oldBytes() - before;
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")?.space_used_size ?? 0;
}
