import { useEffect, useRef, useSyncExternalStore } from "react";
import { RegionNames as Question } from "../generated/operations";
import type { RegionNamesQuery } from "../generated/types";
import { RegionNames } from "../rules/regionNames";
import { client, rememberHash } from "./client";
import { documentOf } from "./operation";

const names = new RegionNames(async (codes) => {
  rememberHash(Question);
  const answer = await client.query<RegionNamesQuery>(documentOf(Question), { codes }).toPromise();
  return answer.data?.regions ?? undefined;
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
