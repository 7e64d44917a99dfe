import { useMemo, useState } from "react";
import { RegionNames, RegionsBelow } from "../generated/operations";
import type { RegionsBelowQuery } from "../generated/types";
import { client, rememberHash } from "../graph/client";
import { type Failure, failureOf } from "../graph/failure";
import { documentOf } from "../graph/operation";
import { type Asked, useAsk } from "../graph/useAsk";
import { shortPath } from "../rules/regionNames";
import { isRegionCode, pathOf } from "../rules/regions";
import { useViewer } from "../session/Viewer";

export interface Place {
  value: string;
  title: string;
  children?: Place[];
  isLeaf?: boolean;
}

type Region = NonNullable<RegionsBelowQuery["region"]>;
interface Below {
  code: string;
  name: string;
  children?: readonly Below[];
}

const VILLAGE_DIGITS = 12;

/** The regions that can be chosen: of the own area two levels down, asked for together; what lies below is asked for where somebody opens
 * it, down to the village; and any other one by its code.
 * @param withAbove those above the own area too, up to the province */
export function useRegionTree(withAbove: boolean) {
  const { officeCode } = useViewer();
  const [opened, setOpened] = useState<ReadonlyMap<string, Region>>(new Map());
  const [lost, setLost] = useState<ReadonlyMap<string, Failure>>(new Map());
  const [typed, setTyped] = useState("");
  const around = useAsk(RegionsBelow, { code: officeCode }, { steady: true });
  const isCode = isRegionCode(typed);
  const named = useAsk(RegionNames, { codes: isCode ? [typed] : [] }, { steady: true, pause: !isCode });
  const own = useMemo(() => treeOf(around.data?.region, opened, withAbove), [around.data, opened, withAbove]);
  const byCode = isCode ? named.data?.regions?.find((region) => region?.code === typed) : undefined;
  const isKnown = byCode && titleIn(own, byCode.code);
  /** Never throws: the tree would ask ten times more by itself, and then never again. */
  async function open(code: string): Promise<void> {
    rememberHash(RegionsBelow);
    const answer = await client.query<RegionsBelowQuery>(documentOf(RegionsBelow), { code }).toPromise();
    const failure = failureOf(answer.error);
    setLost((before) => {
      const others = [...before].filter(([other]) => other !== code);
      return new Map(failure ? [...others, [code, failure]] : others);
    });
    const region = answer.data?.region;
    if (region) setOpened((before) => new Map([...before, [code, region]]));
  }
  const below: Pick<Asked<unknown>, "failure" | "again"> = {
    failure: [...lost.values()][0],
    again: () => void Promise.all([...lost.keys()].map(open)),
  };
  return {
    tree: byCode && !isKnown ? [{ value: byCode.code, title: shortPath(byCode.pathName), isLeaf: true }, ...own] : own,
    /** of what is in the tree; undefined: it is from elsewhere */
    titleOf: (code: string) => titleIn(own, code),
    onTyped: (text: string) => setTyped(text.trim()),
    open,
    /** each part may have failed by itself */
    asked: [below, around, ...(isCode ? [named] : [])],
  };
}

function treeOf(region: Region | null | undefined, opened: ReadonlyMap<string, Region>, withAbove: boolean): Place[] {
  if (!region) return [];
  const placeOf = ({ code, name, children }: Below): Place => {
    const below = children ?? opened.get(code)?.children;
    return {
      value: code,
      title: name,
      isLeaf: code.length === VILLAGE_DIGITS || below?.length === 0,
      ...(below?.length && { children: below.map(placeOf) }),
    };
  };
  const above = withAbove ? pathOf(region.code, region.pathName).slice(0, -1) : [];
  return above.reduceRight<Place[]>(
    (below, { code, name }) => [{ value: code, title: name, children: below }],
    [placeOf(region)],
  );
}

function titleIn(places: readonly Place[], code: string): string | undefined {
  for (const { value, title, children = [] } of places) {
    const found = value === code ? title : titleIn(children, code);
    if (found) return found;
  }
  return undefined;
}
