import { Link } from "wouter";
import { Overdue } from "../generated/operations";
import type { OverdueQuery } from "../generated/types";
import { useAsk } from "../graph/useAsk";
import { rowsBehind } from "../rules/behind";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Answered, Nothing, Section } from "../shell/states";
import { countText } from "../words";
import { BarList } from "./BarList";
import { DefinitionOf } from "./DefinitionOf";

const SHOWN = 12;

/** Where most is overdue. */
export function Ranking({ region }: { region: string }) {
  const words = useWords();
  const asked = useAsk(Overdue, { region, first: 20 }, { region });
  return (
    <Section
      title={words.overview.ranking}
      extra={<DefinitionOf name={["overdue", "longestOverdueDays"]} label={words.overview.ranking} />}
    >
      <p className="quiet">{words.overview.rankingHint}</p>
      <Answered asked={asked}>
        {(overdue) => <Ranked overdue={overdue} hrefOf={(code) => `/overview/${code}`} isDoor />}
      </Answered>
    </Section>
  );
}

/** @param isDoor whether the numbers lead to their rows */
export function Ranked({
  overdue,
  hrefOf,
  isDoor = false,
}: {
  overdue: OverdueQuery;
  hrefOf: (code: string) => string;
  isDoor?: boolean;
}) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const { labelled } = words.joined;
  const all = [
    { tier: "PROVINCE" as const, page: overdue.provinceOverdueOffices },
    { tier: "CITY" as const, page: overdue.cityOverdueOffices },
    { tier: "COUNTY" as const, page: overdue.countyOverdueOffices },
  ].flatMap(({ tier, page }) => (page?.nodes ?? []).map((node) => ({ ...node, tier })));
  const ranked = all.filter((row) => row.overdue > 0).sort((a, b) => b.overdue - a.overdue);
  if (ranked.length === 0) return <Nothing text={words.none} />;
  return (
    <BarList
      rows={ranked.slice(0, SHOWN).map(({ office, overdue: count, longestOverdueDays, tier }) => ({
        key: `${tier} ${office?.code}`,
        name: office ? <Link href={hrefOf(office.code)}>{office.name}</Link> : words.unknown,
        value: count,
        text:
          office && isDoor ? (
            <Link
              href={rowsBehind("overdue", { tier, region: office.code }, own)}
              aria-label={labelled(office.name, labelled(words.overview.rows(words.overview.figure.overdue), count))}
            >
              {countText(count, language)}
            </Link>
          ) : (
            countText(count, language)
          ),
        note: longestOverdueDays ? words.overview.longest(longestOverdueDays) : "",
      }))}
    />
  );
}
