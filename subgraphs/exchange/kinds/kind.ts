import type { RegionCode } from "../../../schema/contract/regionCode";
import type { Tier } from "../../../schema/contract/tier";
import { superiorsOf } from "../../domain/tier";
import type { Db } from "../../storage/db";

/** Statements over the connection of the worker. */
export type Rows = Pick<Db, "rows">;

/** An entry of the journal, numbered. */
export interface Entry {
  number: number;
  office: RegionCode;
  event: string;
  objectKind: string;
  objectId: string;
  objectVersion: number;
  actor: string;
  at: string;
  enteredByOffice?: RegionCode;
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows the details of its events
  details: any;
}

/** What one office tells another, before it has a place in a stream. */
export interface Draft {
  kind: string;
  source: RegionCode;
  destination: RegionCode;
  /** id of the object that it is about */
  subject: string;
  journal: number;
  /** instant of the business change */
  at: string;
  payload: string;
}

/** A message that arrived. */
export interface Arrived<Payload = unknown> {
  source: RegionCode;
  destination: RegionCode;
  subject: string;
  at: string;
  payload: Payload;
}

export interface Effects {
  db: Rows;
  tier: Tier;
  /** the receiver's clock: of everything that one batch brings */
  now: string;
}

/** What an effect met: done, or true but overtaken, with the reason. */
export type Met = "APPLIED" | { setAside: string };

/** An effect that can't be: it parks the stream. */
export class Impossible extends Error {}

/** What a recusal asks for, of what a message says. */
interface About {
  region: string;
  unitId: string;
  roundId: string;
  findingId: string;
}
export const ABOUT_NOTHING: About = { region: "", unitId: "", roundId: "", findingId: "" };

/** One kind of message: where it comes from, and what it does where it arrives. A new kind is a file here and a line in the
 * registry. */
export interface Kind {
  name: string;
  /** the journal's events that it may come of, `Round.RoundAuthorised` */
  from: readonly string[];
  /** Whether this source may say it to this destination. */
  between(source: RegionCode, destination: RegionCode): boolean;
  /** Messages of entries in the order of the journal: a function of these, of rows that no longer change, and of what the
   * dispatcher wrote before. */
  draft(db: Rows, entries: readonly Entry[], tier: Tier): Promise<Draft[]>;
  /** Checks what a payload says; a throw is Impossible. */
  read(payload: unknown): unknown;
  /** Ids in a payload under which something is kept at the destination: each of the source's own tier, so that no tier says
   * anything of another's objects, whoever stands in between. */
  // biome-ignore lint/suspicious/noExplicitAny: `read` has made the payload what the kind says
  own?(payload: any): readonly string[];
  /** Region codes in a payload, of the objects that it is about: each in the area of the source, so that nobody fills another's
   * figures. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  regions?(payload: any): readonly string[];
  /** Two messages with the same word are not applied in one run. */
  apart?(message: Arrived): string;
  /** Applies a run of messages, set-based.
   * @returns what each met, in their order
   * @throws Impossible */
  // biome-ignore lint/suspicious/noExplicitAny: `read` has made the payload what the kind says
  apply(effects: Effects, messages: readonly Arrived<any>[]): Promise<Met[]>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  about(payload: any): About;
  /** Which of these objects the source still knows: what it does not, the receiver marks. */
  known?(db: Rows, subjects: readonly string[]): Promise<ReadonlySet<string>>;
  /** The present state of what lost messages were about, where the source was set back.
   * @param destination that had them
   * @param now the instant of the reconciliation */
  present?(
    db: Rows,
    lost: { source: RegionCode; destination: RegionCode; payloads: unknown[]; now: string },
  ): Promise<Draft[]>;
}

/** From an office to each office above it. */
export const upward = (source: RegionCode, destination: RegionCode) => superiorsOf(source).includes(destination);

/** One draft for each office above. */
export function toSuperiors(entry: Entry, kind: string, subject: string, payload: object): Draft[] {
  const text = JSON.stringify(payload);
  return superiorsOf(entry.office).map((destination) => ({
    kind,
    source: entry.office,
    destination,
    subject,
    journal: entry.number,
    at: entry.at,
    payload: text,
  }));
}
