/** One thing that a reader was told, in its order. */
export interface Heard {
  kind: string;
  /** names what happened, whoever tells of it */
  key: string;
  /** place in the tier's journal, as the cursor says it */
  place: number;
  resync: string | null;
  /** milliseconds since 1970: when the connection was begun over which it came, and when it came */
  openedAt: number;
  heardAt: number;
}

/** What a subscription brings, as the operation asks for it. */
export interface Told {
  cursor: string;
  kind: string;
  at: string | null;
  resync: string | null;
  findingStatus?: string | null;
  orderStatus?: string | null;
  /** of an alert: which deadline */
  clock?: string | null;
  publication?: { id: string } | null;
  finding?: { id: string } | null;
  order?: { id: string } | null;
  alert?: { id: string } | null;
  receivedRelease?: { id: string } | null;
  supervision?: { id: string } | null;
  receivedSupervision?: { id: string } | null;
  numbers?: { name: string; value: number | null }[] | null;
}

/** All that one reader was told, over however many connections, and the cursor with which to go on. */
export class Transcript {
  readonly heard: Heard[] = [];
  /** the cursor with which it began */
  first: string | null = null;
  /** of each connection that came to its end: why, and how often */
  readonly ends = new Map<string, number>();
  /** answers that no reader should get */
  readonly defects: string[] = [];
  /** figures, as they stand by what was told; null where nothing is counted */
  numbers: Map<string, number | null> | null | undefined;

  /** @param placeOf reads a cursor
   * @param after where to begin; from now on without it */
  constructor(
    private readonly placeOf: (cursor: string) => number,
    public after: string | null = null,
    private readonly told: (last: Heard) => void = () => {},
  ) {}

  hear(event: Told, openedAt: number): void {
    const { cursor, kind, resync } = event;
    const place = this.placeOf(cursor);
    const heard = { kind, key: keyOf(event, place), place, resync, openedAt, heardAt: Date.now() };
    this.first ??= cursor;
    this.after = cursor;
    this.heard.push(heard);
    if (event.numbers !== undefined) this.count(event);
    this.told(heard);
  }

  end(why: string): void {
    this.ends.set(why, (this.ends.get(why) ?? 0) + 1);
  }

  private count({ kind, numbers }: Told): void {
    if (!numbers) this.numbers = null;
    else {
      const before = kind === "CHANGED" ? (this.numbers ?? []) : [];
      this.numbers = new Map([...before, ...numbers.map(({ name, value }) => [name, value] as const)]);
    }
  }
}

/** The same for the same happening: its kind, what it is about, which status that took, and when. */
export function keyOf(event: Omit<Told, "cursor">, place: number): string {
  const { kind, at, findingStatus, orderStatus, clock, order, receivedRelease, alert, finding, publication } = event;
  const about = order ?? receivedRelease ?? event.supervision ?? event.receivedSupervision ?? alert;
  const submitted = finding ?? publication;
  // whoever stands above is told which deadline of what, and nothing of the alert itself
  const id = about?.id ?? (clock && submitted ? deadlineId(clock, submitted.id) : submitted?.id);
  return happeningKey(kind, id ?? "nothing", orderStatus ?? findingStatus ?? null, at ?? 0, place);
}

/** Where several messages are met together, these may say the same twice in one moment. */
const REPEATED = ["SUPERVISION_CHANGED", "ORDER_REMINDED", "ORDER_STATUS_CHANGED"];

export function happeningKey(
  kind: string,
  id: string,
  status: string | null,
  at: string | number,
  place: number,
): string {
  const told = [kind, id, ...(status ? [status] : []), new Date(at).toISOString()];
  return [...told, ...(REPEATED.includes(kind) ? [`at ${place}`] : [])].join(" ");
}

/** @param id of the finding, or of the submission */
export function deadlineId(clock: string, id: string): string {
  return `${clock} ${id}`;
}
