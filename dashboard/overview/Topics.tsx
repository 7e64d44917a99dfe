import { Link } from "wouter";
import { useTerms } from "../ledger/useTerms";
import { rowsBehind } from "../rules/behind";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Nothing, Section } from "../shell/states";
import { countText } from "../words";
import { BarList } from "./BarList";
import { DefinitionOf } from "./DefinitionOf";

interface Topic {
  code: string;
  total: number;
}

/** What the findings of the counties are about. */
export function Topics({
  topics,
  region,
  isDoor = true,
  nothing,
}: {
  topics: readonly Topic[];
  region: string;
  /** whether they lead to their rows */
  isDoor?: boolean;
  /** what is said where there are none */
  nothing?: string;
}) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const nameOf = useTerms("COUNTY");
  const { overview, tier, joined } = words;
  const rows = topics.slice(0, 12).map(({ code, total }) => {
    const [name, text] = [nameOf("CATEGORY", code), countText(total, language)];
    const href = rowsBehind("total", { tier: "COUNTY", region, category: code }, own);
    const label = joined.labelled(name, joined.labelled(overview.rows(overview.figure.total), text));
    return {
      ...{ key: code, name, value: total },
      text: isDoor ? (
        <Link href={href} aria-label={label}>
          {text}
        </Link>
      ) : (
        text
      ),
    };
  });
  const title = joined.noted(overview.topics, tier.COUNTY);
  return (
    <Section title={title} extra={isDoor && <DefinitionOf name="total" label={title} />}>
      {rows.length > 0 ? <BarList rows={rows} /> : <Nothing text={nothing ?? words.none} />}
    </Section>
  );
}
