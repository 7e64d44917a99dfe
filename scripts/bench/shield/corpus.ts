import { Random } from "../../random";
import { documentFamilies } from "./families/documents";
import { type Families, type Made, post } from "./families/family";
import { httpFamilies } from "./families/http";
import { jsonFamilies } from "./families/json";
import type { Expectation } from "./judge";
import type { Wire } from "./wire";

/** One request of the corpus, ready to be sent as somebody. */
export interface Attack extends Expectation {
  family: string;
  wire: (authorization: string) => Wire;
}

/** The corpus: families of malicious and malformed requests.
 * @param value the caller's own value, which no refusal may repeat
 * @param nonce makes texts that no cache knows, of the same shapes
 * @param share of each family, up to 1 */
export function corpus(seed: number, value: string, nonce: string, share = 1): Attack[] {
  const families: Families = { ...documentFamilies, ...jsonFamilies, ...httpFamilies };
  return Object.entries(families).flatMap(([family, [count, make]], f) =>
    Array.from({ length: Math.ceil(count * share) }, (_, i) => {
      const made = make(new Random(seed * 1_000_003 + f * 1_009 + i), i, value);
      return { family, refused: made.refused ?? false, silence: made.silence ?? false, wire: wireOf(made, nonce) };
    }),
  );
}

function wireOf({ query, json, body, wire }: Made, nonce: string): Attack["wire"] {
  if (wire) return wire;
  const bytes = Buffer.from(body ?? JSON.stringify(json ?? { query: `${query} #${nonce}` }));
  return (authorization) => ({ chunks: [post({ authorization }, bytes)] });
}
