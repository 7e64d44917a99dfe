import { Tag } from "antd";
import { Link, useSearch } from "wouter";
import { Rounds } from "../generated/operations";
import type { RoundsQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { keepsBook } from "../rules/books";
import { bookIn, roundLink } from "../rules/links";
import { tierOfRegion } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Answered, NotFound, Nothing, Section } from "../shell/states";
import { wordFor } from "../words";
import { OpenRoundCommand } from "./OpenRoundCommand";

type Round = NonNullable<RoundsQuery["countyOffice"]>["rounds"]["nodes"][number];

/** 轮次: the rounds of the own office, or of one that keeps its book on paper, and where a new one is opened. */
export default function RoundsPage() {
  const { officeCode } = useViewer();
  const code = bookIn(useSearch()) ?? officeCode;
  // neither the page nor what is being written goes over to another office
  return <RoundsOf key={code} code={code} />;
}

function RoundsOf({ code }: { code: string }) {
  const words = useWords();
  const { officeCode } = useViewer();
  const tier = tierOfRegion(code);
  const paging = usePaging();
  const asked = useAskTier(Rounds, tier, { office: code, after: paging.after }, { region: code });
  return (
    <div className="stack">
      <h1>{words.pages.rounds}</h1>
      <Answered asked={asked}>
        {({ office }) =>
          office && tier ? (
            <>
              {keepsBook(officeCode, office) && <OpenRoundCommand terms={office.terms} tier={tier} />}
              <Section title={code === officeCode ? words.work.prepare.rounds : office.name}>
                {office.rounds.nodes.length === 0 ? (
                  <Nothing text={words.nothingYet} />
                ) : (
                  <List rounds={office.rounds.nodes} />
                )}
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
          <span className="quiet">{words.joined.list(...targets.nodes.map(({ unitName }) => unitName))}</span>
        </li>
      ))}
    </ul>
  );
}
