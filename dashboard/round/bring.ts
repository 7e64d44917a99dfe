import { type SentFile, sendFile } from "../graph/sendFile";
import { tellChange } from "../rules/changes";

export interface RowFault {
  row: number;
  column?: string | null;
  head?: string | null;
  reason: string;
}

export interface Duplicate {
  row: number;
  sameAsRow?: number;
  finding?: { id: string; ordinal: number; title: string };
}

/** What became of a ledger. */
export type Brought =
  | {
      kind: "TRIED" | "RECORDED";
      recorded: number;
      /** of findings that went out and came back: with another text, and as they were */
      revised: number;
      unchanged: number;
      possibleDuplicates: Duplicate[];
    }
  | { kind: "FAULTS"; faultCount: number; faults: RowFault[] }
  | Exclude<SentFile<Words>, { kind: "READ" }>;

interface Words {
  recorded?: number;
  revised?: number;
  unchanged?: number;
  possibleDuplicates?: Duplicate[];
  faultCount?: number;
  faults?: RowFault[];
}

/** Sends a ledger under its ticket.
 * @param path of the ticket, at the gateway */
export async function bring(path: string, body: Blob, dryRun: boolean): Promise<Brought> {
  const sent = await sendFile<Words>(path, body);
  const words: Words = "words" in sent ? sent.words : {};
  const { recorded = 0, revised = 0, unchanged = 0, possibleDuplicates = [], faultCount, faults } = words;
  if (faults) return { kind: "FAULTS", faultCount: faultCount ?? faults.length, faults };
  if (sent.kind !== "READ") return sent;
  if (!dryRun) await tellChange();
  return { kind: dryRun ? "TRIED" : "RECORDED", recorded, revised, unchanged, possibleDuplicates };
}
