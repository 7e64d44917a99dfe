import { useEffect, useRef, useSyncExternalStore } from "react";
import { RegionNames as Question } from "../generated/operations";
import type { RegionNamesQuery } from "../generated/types";
import { BACK, onChange } from "../rules/changes";
import { RegionNames } from "../rules/regionNames";
import { client, rememberHash } from "./client";
import { documentOf } from "./operation";

const names = new RegionNames(async (codes) => {
  rememberHash(Question);
  const { data, error } = await client.query<RegionNamesQuery>(documentOf(Question), { codes }).toPromise();
  const failed = new Set(error?.graphQLErrors.map(({ path }) => path?.[1]));
  return codes.map((_, place) => (failed.has(place) ? undefined : data?.regions?.[place]));
});
onChange((change) => {
  if (change === BACK) names.back();
  else if (!change.regions) names.again();
  return undefined;
});

/** What the region of an office is called. Until it is known, and where nobody can say, it stands there by its code. */
export function useNames(): (code: string) => string {
  const known = useSyncExternalStore(names.listen, () => names.known);
  const shown = useRef(new Set<string>());
  shown.current = new Set();
  useEffect(() => {
    names.want([...shown.current]);
  });
  return (code) => {
    shown.current.add(code);
    return known.get(code) ?? code;
  };
}
