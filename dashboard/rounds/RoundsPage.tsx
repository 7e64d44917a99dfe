import { Tag } from "antd";
import { Link } from "wouter";
import { Rounds } from "../generated/operations";
import type { RoundsQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { roundLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Answered, NotFound, Nothing, Section } from "../shell/states";
import { wordFor } from "../words";
import { OpenRoundCommand } from "./OpenRoundCommand";

type Round = NonNullable<RoundsQuery["countyOffice"]>["rounds"]["nodes"][number];

/** 轮次: the rounds of the own office, and where a new one is opened. */
export default function RoundsPage() {
  const words = useWords();
  const { tier, officeCode } = useViewer();
  const paging = usePaging();
  const asked = useAskTier(
    Rounds,
    tier as TierOfRows,
    { office: officeCode, after: paging.after },
    { region: officeCode },
  );
  return (
    <div className="stack">
      <h1>{words.pages.rounds}</h1>
      <Answered asked={asked}>
        {({ office }) =>
          office ? (
            <>
              <OpenRoundCommand terms={office.terms} tier={tier as TierOfRows} />
              <Section title={words.work.prepare.rounds}>
                {office.rounds.nodes.length === 0 ? <Nothing /> : <List rounds={office.rounds.nodes} />}
                <PageTurner pageInfo={office.rounds.pageInfo} paging={paging} />
              </Section>
            </>
          ) : (
            <NotFound />
          )
        }
      </Answered>
    </div>
  );
}

function List({ rounds }: { rounds: readonly Round[] }) {
  const words = useWords();
  return (
    <ul className="hits">
      {rounds.map(({ id, title, status, targets }) => (
        <li key={id} className="row">
          <Link href={roundLink(id)}>{title}</Link>
          <Tag color="blue">{wordFor(words.roundStatus, status)}</Tag>
          <span className="quiet">{targets.nodes.map(({ unitName }) => unitName).join("、")}</span>
        </li>
      ))}
    </ul>
  );
}
