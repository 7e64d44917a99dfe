import type { FindingStatus } from "../words/index";
import type { TierOfRows } from "./tiers";

/** What a ledger shows, as its address says it: the address can be sent, and shows the reader what that reader may see. */
export interface LedgerPlace {
  tier: TierOfRows;
  region?: string;
  status?: readonly FindingStatus[];
  focus?: string;
  category?: string;
  round?: string;
  target?: string;
  /** words to search for; never kept in a saved view */
  text?: string;
}

const TEXTS = ["region", "focus", "category", "round", "target", "text"] as const;

export function ledgerLink(place: LedgerPlace): string {
  return `/ledger?${queryOf(place)}`;
}

export function queryOf({ tier, status, ...texts }: LedgerPlace): string {
  const query = new URLSearchParams({ tier });
  if (status?.length) query.set("status", status.join(","));
  for (const name of TEXTS) if (texts[name]) query.set(name, texts[name]);
  return query.toString();
}

/** @param usual the tier of the reader's own office */
export function placeOf(search: string, usual: TierOfRows): LedgerPlace {
  const query = new URLSearchParams(search);
  const tier = query.get("tier");
  const texts = Object.fromEntries(TEXTS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
  const status = query.get("status")?.split(",").filter(Boolean) as FindingStatus[] | undefined;
  return { tier: tier === "PROVINCE" || tier === "CITY" || tier === "COUNTY" ? tier : usual, status, ...texts };
}

/** As the lists and the export take it. */
export function filterOf({ region, status, focus, category, round, target }: LedgerPlace) {
  return {
    ...(region && { region }),
    ...(status?.length && { liveStatus: [...status] }),
    ...(focus && { focus }),
    ...(category && { category }),
    ...(round && { roundId: round }),
    ...(target && { targetId: target }),
  };
}
