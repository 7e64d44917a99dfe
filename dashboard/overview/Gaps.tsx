import { Tag } from "antd";
import { Link } from "wouter";
import { OfficesWithGaps } from "../generated/operations";
import { useAsk } from "../graph/useAsk";
import { useWords } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { Answered, Nothing, Section } from "../shell/states";
import { wordFor } from "../words";

const SHOWN = 30;

/** Who is silent, late or not there: so that nobody takes silence for cleanliness. */
export function Gaps({ region }: { region: string }) {
  const words = useWords();
  const asked = useAsk(OfficesWithGaps, { region }, { region });
  return (
    <Section title={words.overview.gaps}>
      <Answered asked={asked}>
        {({ cityOfficeSlices, countyOfficeSlices }) => {
          const all = [cityOfficeSlices, countyOfficeSlices].flatMap((page) => page?.nodes ?? []);
          const taking = all.filter(({ gaps }) => gaps.some((gap) => gap !== "NOT_ENROLLED"));
          const shown = [...taking, ...all.filter((row) => !taking.includes(row))].slice(0, SHOWN);
          if (shown.length === 0) return <Nothing text={words.none} />;
          return (
            <Scroll>
              <table className="plain">
                <tbody>
                  {shown.map(({ office, gaps, longestWaitDays }) => (
                    <tr key={office?.code}>
                      <th scope="row">{office && <Link href={`/overview/${office.code}`}>{office.name}</Link>}</th>
                      <td>
                        {gaps.map((gap) => (
                          <Tag key={gap}>{wordFor(words.gap, gap)}</Tag>
                        ))}
                      </td>
                      <td>{longestWaitDays ? words.overview.waiting(longestWaitDays) : ""}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {all.length > SHOWN && <p className="quiet">{words.overview.others(all.length - SHOWN)}</p>}
            </Scroll>
          );
        }}
      </Answered>
    </Section>
  );
}
