import type { ResyncReason } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { LiveMessage, Reader } from "./messages";

/** Who shares the group's events. */
export interface Member {
  reader: Reader;
  /** JOINING: what comes is put aside until the member has what was before. BEHIND: it has missed something. */
  state: "JOINING" | "LIVE" | "BEHIND";
  aside: LiveMessage[];
  /** of the first that was put aside: when the tier looked */
  asideAt: number;
  /** what the member has had elsewhere already */
  upTo: number;
  /** when it joined, by the clock that nobody can set back */
  since: number;
  /** Hears who the person is now: with other rights it goes elsewhere. */
  confirmed(standing: Standing): void;
}

export interface Joining extends Pick<Member, "confirmed"> {
  /** the cursor that the reader gives back, null for from now on */
  after: string | null;
  /** why the reader has not all that was before */
  missed?: ResyncReason;
}
