import { normaliseRegionCode, type RegionCode } from "../../../schema/contract/regionCode";
import { badInput } from "./errors";

/** @throws BAD_USER_INPUT where the text is no region code */
export function requireRegionCode(text: string, path: string): RegionCode {
  const code = normaliseRegionCode(text);
  if (!code) throw badInput({ path, reason: "a region code of 2, 4, 6, 9 or 12 digits, zero-padded or not" });
  return code;
}

export function optionalRegion(text: string | undefined | null, path: string): RegionCode | undefined {
  return text ? requireRegionCode(text, path) : undefined;
}
