import { Tag } from "antd";
import { Link, useParams, useSearch } from "wouter";
import { OfficeSlices } from "../generated/operations";
import type { OfficeSlicesQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { type OfficesPlace, officesLink, officesPlaceOf } from "../rules/officesPlace";
import type { TierOfRows } from "../rules/tiers";
import { silenceOf, toldCount } from "../rules/toldCount";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Scroll } from "../shell/Scroll";
import { Answered, NotFound, Nothing, Section } from "../shell/states";
import { countText, wordFor } from "../words";

type Slice = NonNullable<OfficeSlicesQuery["countyOfficeSlices"]>["nodes"][number];

/** The offices behind what is known of a region: silent, late, with rounds that are running. */
export default function OfficesPage() {
  const words = useWords();
  const viewer = useViewer();
  const { code = "" } = useParams<{ code: string }>();
  const place = officesPlaceOf(useSearch(), viewer.tier as TierOfRows);
  const { tier, gap, running } = place;
  return (
    <div className="stack">
      <Link href={`/overview/${code}`}>← {words.pages.overview}</Link>
      <h1>{words.joined.noted(words.pages.offices, words.tier[tier])}</h1>
      {(gap || running) && (
        <div className="row">
          {gap && <Tag>{words.gap[gap]}</Tag>}
          {running && <Tag>{words.overview.figure.roundsRunning}</Tag>}
          <Link href={officesLink(code, { tier })}>{words.offices.all}</Link>
        </div>
      )}
      {/* another choice begins on its first page */}
      <Listed key={officesLink(code, place)} region={code} place={place} />
    </div>
  );
}

function Listed({ region, place: { tier, gap, running } }: { region: string; place: OfficesPlace }) {
  const words = useWords();
  const paging = usePaging();
  const variables = { region, gaps: gap ? [gap] : null, running: running ?? null, after: paging.after };
  const asked = useAskTier(OfficeSlices, tier, variables, { region });
  return (
    <Section title={words.offices.title}>
      <Answered asked={asked}>
        {({ officeSlices }) => {
          if (!officeSlices) return <NotFound />;
          return (
            <>
              {officeSlices.nodes.length === 0 ? <Nothing text={words.none} /> : <Slices slices={officeSlices.nodes} />}
              <PageTurner pageInfo={officeSlices.pageInfo} paging={paging} />
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

function Slices({ slices }: { slices: readonly Slice[] }) {
  const words = useWords();
  const { completenessOf, figure, waiting } = words.overview;
  const numbers = ["filedRounds", "runningRounds", "expected", "received"] as const;
  const heads = [words.offices.filed, figure.roundsRunning, completenessOf.expected, completenessOf.received];
  return (
    <Scroll>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.ledger.column.office}</th>
            <th scope="col">{words.offices.gaps}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className="numeric">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slices.map(({ office, gaps, longestWaitDays, ...slice }) => (
            <tr key={office?.code}>
              <th scope="row">{office && <Link href={`/overview/${office.code}`}>{office.name}</Link>}</th>
              <td>
                {gaps.map((gap) => (
                  <Tag key={gap}>{wordFor(words.gap, gap)}</Tag>
                ))}
                {longestWaitDays ? <div className="quiet">{waiting(longestWaitDays)}</div> : null}
              </td>
              {numbers.map((name) => (
                <td key={name} className="numeric">
                  <Told count={slice[name]} gaps={gaps} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A number of an office, or a dash where it has told none: who hears the page hears why. */
function Told({ count, gaps }: { count: number; gaps: Slice["gaps"] }) {
  const { words, language } = useAppearance();
  const told = toldCount(count, gaps);
  if (told !== undefined) return countText(told, language);
  return (
    <>
      <span aria-hidden="true">—</span>
      <span className="hidden">{wordFor(words.gap, silenceOf(gaps) ?? "SILENT")}</span>
    </>
  );
}
