import type { Tier } from "../../schema/contract/tier";
import type { PeerKeys, SigningKey } from "./keys";
import { type Signed, signerOf, signParts } from "./signing";

/** One request from tier to tier. */
export interface Envelope {
  route: string;
  sender: Tier;
  receiver: Tier;
  /** the exact text that travels */
  body: string;
}

export function signEnvelope(key: SigningKey, { route, sender, receiver, body }: Envelope): Signed {
  return signParts(key, ["request", route, sender, receiver, body]);
}

/** Who sent a request: tried for the one tier whose key is named, so that nobody speaks for another.
 * @returns undefined where nobody did whom this tier knows */
export function senderOf(keys: PeerKeys, request: Omit<Envelope, "sender">, signed: Signed): Tier | undefined {
  for (const sender of Object.keys(keys) as Tier[]) {
    if (!keys[sender]?.has(signed.key)) continue;
    const parts = ["request", request.route, sender, request.receiver, request.body];
    return signerOf({ [sender]: keys[sender] }, parts, signed);
  }
  return undefined;
}

/** An answer covers the signature of its request: no answer to another request passes for it. */
export function signAnswer(key: SigningKey, envelope: Envelope, request: Signed, body: string): Signed {
  return signParts(key, answerParts(envelope, request, body));
}

export function isAnswer(
  keys: PeerKeys,
  envelope: Envelope,
  request: Signed,
  answer: { body: string; signed: Signed },
): boolean {
  const { receiver } = envelope;
  return (
    signerOf({ [receiver]: keys[receiver] }, answerParts(envelope, request, answer.body), answer.signed) === receiver
  );
}

function answerParts({ route, sender, receiver }: Envelope, request: Signed, body: string): string[] {
  return ["answer", route, sender, receiver, request.signature, body];
}
