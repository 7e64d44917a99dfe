import "reflect-metadata";
import { directorySdl } from "../gateway/directory";
import { TIER_NAMES } from "../schema/contract/tier";
import { profile as city } from "../subgraphs/city/profile";
import { profile as county } from "../subgraphs/county/profile";
import { profile as province } from "../subgraphs/province/profile";
import { tierSdl } from "../subgraphs/tier/schema";
import type { SubgraphSdl } from "./check/composition";

export const PROFILES = { province, city, county };

/** The SDL of the directory and of each tier, built from the code. */
export function buildSubgraphs(): SubgraphSdl[] {
  const tiers = TIER_NAMES.map((name) => ({ name, sdl: tierSdl(PROFILES[name]) }));
  return [{ name: "directory", sdl: directorySdl }, ...tiers];
}
