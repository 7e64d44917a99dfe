import { check, type Expectation, type Look, type Verdict } from "../checker";
import { superiorsOf } from "../offices";
import { endOf, reads, rightWithdrawn, type Withdrawals, type Withdrawn } from "./endings";
import type { Reader } from "./followers";
import type { Happening } from "./happenings";
import type { Heard } from "./transcript";

/** What one reader was told, from where on, and what the queries said that were asked after a RESYNC. */
export interface Listened {
  /** names the look */
  where: string;
  reader: Reader;
  heard: readonly Heard[];
  /** place in the journal behind which the reader begins */
  from: number;
  /** by the place of the RESYNC: what the reader's queries showed after it */
  asked: ReadonlyMap<number, Answers>;
}

export interface Answers {
  /** milliseconds since 1970: when the last of them was answered */
  until: number;
  /** the status of each object */
  shown: ReadonlyMap<string, string>;
}

export interface LiveVerdict extends Verdict {
  /** told to somebody who had no right to it any more */
  revoked: string[];
  /** RESYNCs that nothing explains */
  resynced: string[];
  /** whose cursor leads elsewhere than to the place in the journal */
  misplaced: string[];
  /** RESYNCs that a change of rights explains */
  explained: number;
  /** missing, since the right to it ended in between */
  excused: number;
  /** missing since a RESYNC came, and shown by the queries after it */
  shown: number;
  /** deadlines of what was submitted, told to whoever stands above */
  deadlinesAbove: number;
}

/** Holds what readers were told against the journals. */
export function hold(
  listened: readonly Listened[],
  happened: Readonly<Record<string, readonly Happening[]>>,
  withdrawals: Withdrawals,
): LiveVerdict {
  const told: Pick<LiveVerdict, "revoked" | "resynced" | "misplaced"> = { revoked: [], resynced: [], misplaced: [] };
  const sum = { explained: 0, excused: 0, shown: 0, deadlinesAbove: 0 };
  const expectations: Expectation[] = [];
  const looks: Look[] = [];
  const missed = new Map<string, string>();
  for (const one of listened) {
    const { where, reader } = one;
    const all = happened[reader.tier] ?? [];
    const each = { ...one, heard: named(one.heard, all, reader) };
    const first = new Map(each.heard.map((heard) => [heard.key, heard]).reverse() as [string, Heard][]);
    const holes = holesOf(each, withdrawals, told.resynced);
    sum.explained += holes.length;
    const late = new Set<string>();
    const facts = all.filter((happening) => {
      const { number, key } = happening;
      if (number <= each.from || !reads(reader, happening, superiorsOf(happening.office))) return false;
      const heard = first.get(key);
      const end = endOf(reader, happening, withdrawals);
      if (heard) {
        if (!end || (happening.at <= end.until && heard.openedAt <= end.until)) return true;
        late.add(key);
        told.revoked.push(`${where}: ${key}${becauseOf(end, heard, reader, withdrawals)}`);
        return false;
      }
      // whoever was further already when the right still stood has missed it all the same
      const wasPast = each.heard.some(({ place, heardAt }) => place > number && heardAt < (end?.from ?? 0));
      const excused = end !== undefined && !wasPast;
      const hole = holes.find((each) => number > each.from && number <= each.to);
      const shown = !excused && hole?.covers(happening, all, end);
      if (excused) sum.excused++;
      if (shown) sum.shown++;
      if (hole) missed.set(`${where}: ${key}`, hole.words(happening));
      return !excused && !shown;
    });
    told.misplaced.push(...misplacedOf(each, all));
    const saw = each.heard.filter(({ kind, key }) => kind !== "STARTED" && kind !== "RESYNC" && !late.has(key));
    expectations.push({ where, ordered: true, facts });
    looks.push({ where, saw });
    sum.deadlinesAbove += facts.filter(({ about, key }) => about === "DEADLINE" && first.has(key)).length;
  }
  // what is told to nobody is known all the same: whoever is told of it has learned what is another's
  const anybody = { where: "anybody", ordered: false, facts: Object.values(happened).flat() };
  const verdict = check([...expectations, anybody], [...looks, { where: "anybody", saw: anybody.facts }]);
  const lost = verdict.lost.map((line) => `${line}${missed.get(line) ?? ""}`);
  return { ...verdict, lost, ...told, ...sum };
}

/** What whoever looks for the cause wants to know. */
function becauseOf(end: Withdrawn, { heardAt, openedAt }: Heard, reader: Reader, withdrawals: Withdrawals): string {
  const what = end === rightWithdrawn(reader, withdrawals) ? "the right" : "the submission";
  const [gone, told, begun] = [end.until, heardAt, openedAt].map((ms) => new Date(ms).toISOString());
  return ` (${what} was taken away by ${gone}; told at ${told} over a connection begun at ${begun})`;
}

/** To whoever stands above, a step and a deadline stay told of what an earlier submission listed, also while the finding itself is not
 * read. */
function named(heard: readonly Heard[], all: readonly Happening[], { office }: Reader): Heard[] {
  const bare = all.flatMap(({ bareKey, key, office: owner, number }) =>
    bareKey && owner !== office ? [[`${bareKey} ${number}`, key] as const] : [],
  );
  const keys = new Map(bare);
  return heard.map((each) => ({ ...each, key: keys.get(`${each.key} ${each.place}`) ?? each.key }));
}

function misplacedOf({ where, heard }: Listened, all: readonly Happening[]): string[] {
  const places = new Map(all.map(({ key, number }) => [key, number]));
  const wrong = heard.filter(({ key, place }) => (places.get(key) ?? place) !== place);
  return wrong.map(({ key, place }) => `${where}: ${key} leads to ${place}`);
}

/** Places behind the first of these, up to the second. */
interface Hole {
  from: number;
  to: number;
  /** @param end when the right to it ended, if it has: what was taken away before the queries were answered they need not show */
  covers(happening: Happening, all: readonly Happening[], end: Withdrawn | undefined): boolean;
  /** what whoever looks for the cause wants to know of one that is missing there */
  words(happening: Happening): string;
}

/** What lies between what a reader had and the place of a RESYNC need not be told, as far as the queries show it that the reader
 * asked then. A RESYNC comes to whom a right was taken from, once. */
function holesOf({ where, reader, heard, asked }: Listened, withdrawals: Withdrawals, resynced: string[]): Hole[] {
  const right = rightWithdrawn(reader, withdrawals);
  return heard.flatMap((each, i): Hole[] => {
    if (each.kind !== "RESYNC") {
      if (each.kind === "STARTED" && i > 0) resynced.push(`${where}: begins anew`);
      return [];
    }
    const isFirst = heard.findIndex(({ kind }) => kind === "RESYNC") === i;
    const isExplained = each.resync === "RIGHTS_CHANGED" && right && each.heardAt >= right.from && isFirst;
    if (!isExplained) {
      resynced.push(`${where}: ${each.resync} at ${each.place}`);
      return [];
    }
    return [holeAt(each, heard[i - 1]?.place ?? 0, asked.get(each.place) ?? { until: 0, shown: new Map() })];
  });
}

function holeAt({ place, heardAt }: Heard, from: number, { until, shown }: Answers): Hole {
  return {
    from,
    to: place,
    covers: (happening, all, end) =>
      isShown(happening, all, shown.get(askedOf(happening))) || (end !== undefined && end.from <= until),
    words(happening) {
      const [told, answered] = [heardAt, until].map((ms) => new Date(ms).toISOString());
      const status = shown.get(askedOf(happening)) ?? "nothing";
      return ` (behind a RESYNC that was told at ${told}; by ${answered} queries showed ${status})`;
    },
  };
}

/** What a query is asked for to learn of it: a deadline is read behind its finding or its submission, whose id stands behind the clock. */
function askedOf({ about, id }: Happening): string {
  return about === "DEADLINE" ? (id.split(" ")[1] ?? id) : id;
}

/** Whether a query shows a happening, or one of the same object that came after it. */
function isShown(
  { id, number, event, became, ...took }: Happening,
  all: readonly Happening[],
  status: string | undefined,
): boolean {
  if (status === undefined) return false;
  // what leaves no status of its own is read behind the object
  if (took.status === null && !STATUS_OF[event]) return true;
  if (became) return became.includes(status);
  const later = all.filter((other) => other.id === id && other.number >= number);
  return later.some((other) => (other.status ?? STATUS_OF[other.event]) === status);
}

const STATUS_OF: Record<string, string> = {
  PublicationAccepted: "ACCEPTED",
  PublicationReturned: "RETURNED",
  PublicationRecalled: "RECALLED",
  ReleaseWithdrawn: "WITHDRAWN",
};
