import { type Failure, failureOfBody } from "./failure";
import type { RefusalShown } from "./useChange";

/** What became of a file. */
export type SentFile<Words> =
  | { kind: "READ"; words: Words }
  | { kind: "REFUSED"; refusal: RefusalShown }
  | { kind: "FAILED"; failure: Failure; words: Words }
  /** nobody knows: it may have been recorded */
  | { kind: "LOST" }
  /** the ticket was used, or has ended */
  | { kind: "OVER" };

interface Told {
  refusal?: RefusalShown;
  errors?: { message: string; extensions: { code: string } }[];
}

/** Sends a file under its ticket, which stands for the person; no token goes with it.
 * @param path of the ticket, at the gateway */
export async function sendFile<Words>(path: string, body: Blob): Promise<SentFile<Words>> {
  const answer = await put(path, body);
  if (!answer) return { kind: "LOST" };
  const { status, words } = answer;
  if (status === 404 || status === 410) return { kind: "OVER" };
  const { refusal, errors: [error] = [] } = words as Told;
  if (refusal) return { kind: "REFUSED", refusal };
  if (error) return { kind: "FAILED", failure: failureOfBody(error), words: words as Words };
  return { kind: "READ", words: words as Words };
}

async function put(path: string, body: Blob): Promise<{ status: number; words: unknown } | undefined> {
  try {
    const answer = await fetch(path, { method: "PUT", body, credentials: "omit" });
    return { status: answer.status, words: await answer.json() };
  } catch (cause) {
    // without a connection, or cut off in the middle of the answer; anything else is a defect
    if (cause instanceof TypeError || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
