import { setTimeout as pause } from "node:timers/promises";
import { nameOfTier } from "../../../schema/contract/tier";
import type { Reader } from "./followers";
import { bySocket } from "./socket";
import type { Bringing, Following, Source, Wrong } from "./source";
import { byStream } from "./stream";
import type { Told, Transcript } from "./transcript";

export type Over = "socket" | "stream";
const SOURCES: Record<Over, Source> = { socket: bySocket, stream: byStream };

const AGAIN_MS = 300;
/** Codes after which a reader may well ask again; after the others something is wrong with the platform. */
const PASSING = ["STANDING_UNAVAILABLE", "TIER_UNAVAILABLE", "OVERLOADED", "UNAUTHENTICATED"];

/** Follows until it is stopped, whatever ends in between.
 * @returns stops it */
export function follow(over: Over, query: string, following: Omit<Following, "query" | "bringing">): () => void {
  const { transcript } = following;
  let end = () => {};
  let stopped = false;
  const begin = () => {
    if (stopped) return;
    const bringing: Bringing = {
      next: ({ data, errors }, openedAt) => {
        // a stream has no other way to say that it is over
        if (data === undefined) return complainAll(transcript, errors as Wrong[]);
        const [event] = Object.values(data ?? {}) as (Told | null)[];
        if (event) transcript.hear(event, openedAt);
        else transcript.defects.push(`an event without data: ${JSON.stringify(errors)}`);
      },
      over: (errors) => {
        complainAll(transcript, errors);
        void pause(AGAIN_MS).then(begin);
      },
    };
    end = SOURCES[over]({ ...following, query, bringing });
  };
  begin();
  return () => {
    stopped = true;
    end();
  };
}

function complainAll(transcript: Transcript, errors: readonly Wrong[]): void {
  for (const { message, extensions } of errors) {
    const code = extensions?.code ?? "";
    transcript.end(code || message);
    if (!PASSING.includes(code)) transcript.defects.push(`${code} ${message}`);
  }
}

/** What is asked for: of a county's events also what only another tier knows, which may be away. */
export function queryOf({ tier }: Reader): string {
  const name = nameOfTier(tier);
  const unit = tier === "COUNTY" ? "unit { ... on CountyUnit { cityInspections { enteredOn } } }" : "";
  return `subscription ($region: ID!, $after: String) { ${name}Events(region: $region, after: $after) {
    cursor kind at resync findingStatus orderStatus clock region { name }
    publication { id } order { id } receivedRelease { id } supervision { id } receivedSupervision { id } alert { id }
    finding { id ${unit} } } }`;
}

export function figuresQueryOf({ tier }: Reader): string {
  return `subscription ($region: ID!, $after: String) { ${nameOfTier(tier)}FiguresChanges(region: $region, after: $after) {
    cursor kind at resync numbers { name value } } }`;
}
