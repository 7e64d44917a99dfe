import { sign, verify } from "node:crypto";
import * as v from "valibot";
import type { Custody } from "../../domain/clue/custody";
import { PARCEL_KINDS, type ParcelKind } from "../../domain/clue/parcel";
import {
  type CustodyKeys,
  newest,
  PublicKeys,
  signingKey,
  unwrappingKey,
  verifyingKey,
  wrappingKey,
} from "./custodyKeys";
import { custodyShape } from "./custodyShape";
import { newKey, open, seal, unwrap, wrap } from "./envelope";

const bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/));
const Wrapped = v.object({ generation: v.string(), key: bytes });

/** What stands on a parcel for everybody who carries it: routing, and the public keys of who sends it. */
const Said = v.object({
  parcel: v.string(),
  kind: v.picklist(PARCEL_KINDS),
  from: custodyShape,
  to: custodyShape,
  keys: PublicKeys,
  /** its key, for both sides: who was set back gets the own parcels back and opens them too */
  wrapped: v.object({ from: Wrapped, to: Wrapped }),
  sealed: bytes,
});
type Said = v.InferOutput<typeof Said>;
const Parcel = v.object({ said: v.string(), key: v.string(), signature: v.string() });

export interface ParcelRoute {
  parcel: string;
  kind: ParcelKind;
  from: Custody;
  to: Custody;
}

/** A parcel as it was read, not verified yet. */
export interface ReadParcel {
  said: Said;
  verifiedBy(sender: PublicKeys): boolean;
}

/** Seals what one custody tells another: for these two alone, signed by the one that sends it.
 * @param known by which the sender is known at home, ended generations too: who knows but an old one is led to the newest
 * @returns the exact text that travels */
export function sealParcel(
  route: ParcelRoute,
  content: string,
  { sender, known }: { sender: CustodyKeys; known: PublicKeys },
  receiver: PublicKeys,
): string {
  const [key, own, other, binding] = [newKey(), newest(sender), newest(receiver), bindingOf(route)];
  const wrapFor = (generation: Parameters<typeof wrappingKey>[0] & { id: string }) => {
    return { generation: generation.id, key: wrap(key, wrappingKey(generation), binding).toString("base64url") };
  };
  const told: Said = {
    ...{ parcel: route.parcel, kind: route.kind, from: route.from, to: route.to, keys: known },
    ...{ wrapped: { from: wrapFor(own), to: wrapFor(other) } },
    sealed: seal(content, key, binding).toString("base64url"),
  };
  const said = JSON.stringify(told);
  const signature = sign(null, signedBytes(said), signingKey(own)).toString("base64url");
  return JSON.stringify({ said, key: own.id, signature });
}

/** @returns undefined where the text is no parcel */
export function readParcel(text: string): ReadParcel | undefined {
  try {
    const { said, key, signature } = v.parse(Parcel, JSON.parse(text));
    return {
      said: v.parse(Said, JSON.parse(said)),
      verifiedBy({ generations }) {
        const generation = generations.find(({ id }) => id === key);
        const bytes = Buffer.from(signature, "base64url");
        return !!generation && verify(null, signedBytes(said), verifyingKey(generation), bytes);
      },
    };
  } catch {
    return undefined; // the cause would quote what travels
  }
}

/** @param side whose keys these are
 * @returns undefined where the generation that it was sealed for is not there any more
 * @throws DoesNotOpen */
export function openParcel(
  { said }: ReadParcel,
  side: "from" | "to",
  { generations }: CustodyKeys,
): string | undefined {
  const { generation: id, key } = said.wrapped[side];
  const generation = generations.find((each) => each.id === id);
  if (!generation) return undefined;
  const binding = bindingOf(said);
  return open(Buffer.from(said.sealed, "base64url"), unwrap(bytesOf(key), unwrappingKey(generation), binding), binding);
}

const bytesOf = (text: string) => Buffer.from(text, "base64url");

function bindingOf({ parcel, kind, from, to }: ParcelRoute) {
  return { purpose: "clue-parcel/v1", parcel, kind, from, to };
}

function signedBytes(said: string): Buffer {
  return Buffer.from(`clue-parcel/v1\0${said}`);
}
