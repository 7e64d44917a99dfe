import { Link } from "wouter";
import { Overdue } from "../generated/operations";
import { useAsk } from "../graph/useAsk";
import { useAppearance } from "../shell/Appearance";
import { Answered, Nothing, Section } from "../shell/states";
import { countText } from "../words";
import { BarList } from "./BarList";

/** Where most is overdue. */
export function Ranking({ region }: { region: string }) {
  const { words, language } = useAppearance();
  const asked = useAsk(Overdue, { region, first: 20 }, { region });
  return (
    <Section title={words.overview.ranking}>
      <p className="quiet">{words.overview.rankingHint}</p>
      <Answered asked={asked}>
        {({ provinceOverdueOffices, cityOverdueOffices, countyOverdueOffices }) => {
          const all = [provinceOverdueOffices, cityOverdueOffices, countyOverdueOffices].flatMap(
            (page) => page?.nodes ?? [],
          );
          const ranked = all.filter(({ overdue }) => overdue > 0).sort((a, b) => b.overdue - a.overdue);
          if (ranked.length === 0) return <Nothing text={words.none} />;
          return (
            <BarList
              rows={ranked.slice(0, 12).map(({ office, overdue, longestOverdueDays }) => ({
                key: office?.code ?? "",
                name: office ? <Link href={`/overview/${office.code}`}>{office.name}</Link> : words.unknown,
                value: overdue,
                text: countText(overdue, language),
                note: longestOverdueDays ? words.overview.longest(longestOverdueDays) : "",
              }))}
            />
          );
        }}
      </Answered>
    </Section>
  );
}
