import { Segmented } from "antd";
import { useEffect, useRef, useState } from "react";
import { ExchangeLosses, ExchangeStreams } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { useNames } from "../graph/useNames";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Answered, Nothing, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { StreamTable } from "./StreamTable";

const ASKED = { first: 50 };
/** How a stream goes on is no event of a region that anybody is told of: it is asked for again and again. */
const ASK_ANEW_MS = 10_000;

/** 通道: what goes to other offices and comes from them, how far it lags, what stands still and what was lost. */
export default function StreamsPage() {
  const words = useWords();
  const tier = useViewer().tier as TierOfRows;
  const [stopped, setStopped] = useState(false);
  const asked = useAskTier(ExchangeStreams, tier, { ...ASKED, stopped });
  const { again } = asked;
  const ask = useRef(again);
  ask.current = again;
  useEffect(() => {
    const timer = setInterval(() => ask.current(), ASK_ANEW_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="stack">
      <h1>{words.pages.streams}</h1>
      <Section
        title={words.streams.streams}
        extra={
          <Segmented
            aria-label={words.streams.shown}
            options={[
              { value: "all", label: words.all },
              { value: "stopped", label: words.streams.stopped },
            ]}
            value={stopped ? "stopped" : "all"}
            onChange={(value) => setStopped(value === "stopped")}
          />
        }
      >
        <Answered asked={asked}>
          {({ exchangeStreams }) => {
            const rows = exchangeStreams?.nodes ?? [];
            if (rows.length === 0) return <Nothing text={words.none} />;
            return (
              <>
                <StreamTable rows={rows} tier={tier} />
                {exchangeStreams?.pageInfo.hasNextPage && <p className="quiet">{words.streams.more}</p>}
              </>
            );
          }}
        </Answered>
      </Section>
      <Losses tier={tier} />
    </div>
  );
}

/** What a restore to an earlier time took away: it has to be entered anew. */
function Losses({ tier }: { tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const asked = useAskTier(ExchangeLosses, tier, ASKED);
  return (
    <Section title={words.streams.losses}>
      <Answered asked={asked}>
        {({ exchangeLosses }) => {
          const rows = exchangeLosses?.nodes ?? [];
          if (rows.length === 0) return <Nothing text={words.none} />;
          return (
            <ul className="hits">
              {rows.map(({ destination, kind, subject, at, foundAt }) => (
                <li key={`${destination} ${kind} ${subject} ${at}`}>
                  {wordFor(words.streams.message, kind)} → {nameOf(destination)}
                  <div className="quiet">
                    {subject} · {instantText(at, language)} · {words.streams.foundAt} {instantText(foundAt, language)}
                  </div>
                </li>
              ))}
            </ul>
          );
        }}
      </Answered>
    </Section>
  );
}
