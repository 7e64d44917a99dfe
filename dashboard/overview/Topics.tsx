import { Link } from "wouter";
import { useTerms } from "../ledger/useTerms";
import { rowsBehind } from "../rules/behind";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Nothing, Section } from "../shell/states";
import { countText } from "../words";
import { BarList } from "./BarList";

interface Topic {
  code: string;
  total: number;
}

/** What the findings of the counties are about. */
export function Topics({
  topics,
  region,
  isDoor = true,
}: {
  topics: readonly Topic[];
  region: string;
  /** whether they lead to their rows */
  isDoor?: boolean;
}) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const nameOf = useTerms("COUNTY");
  const rows = topics.slice(0, 12).map(({ code, total }) => ({
    key: code,
    name: isDoor ? (
      <Link href={rowsBehind("total", { tier: "COUNTY", region, category: code }, own)}>
        {nameOf("CATEGORY", code)}
      </Link>
    ) : (
      nameOf("CATEGORY", code)
    ),
    value: total,
    text: countText(total, language),
  }));
  return (
    <Section title={`${words.overview.topics}（${words.tier.COUNTY}）`}>
      {rows.length > 0 ? <BarList rows={rows} /> : <Nothing text={words.none} />}
    </Section>
  );
}
