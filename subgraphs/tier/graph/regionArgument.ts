import { normaliseRegionCode, type RegionCode } from "../../../schema/contract/regionCode";
import { badField } from "./errors";

/** @throws BAD_USER_INPUT where the text is no region code */
export function requireRegionCode(text: string, path: string): RegionCode {
  const code = normaliseRegionCode(text);
  if (!code) throw badField(path, "NO_REGION_CODE");
  return code;
}

export function optionalRegion(text: string | undefined | null, path: string): RegionCode | undefined {
  return text ? requireRegionCode(text, path) : undefined;
}
