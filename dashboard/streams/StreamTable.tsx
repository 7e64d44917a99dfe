import type { ExchangeStreamsQuery } from "../generated/types";
import { useNames } from "../graph/useNames";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { countText, instantText, wordFor } from "../words";
import { ReleaseStreamForm } from "./ReleaseStreamForm";

type Stream = NonNullable<ExchangeStreamsQuery["cityExchangeStreams"]>["nodes"][number];

/** Nothing lags and nothing stands still: green; it lags: yellow; it does not go on by itself: red. */
function colourOf({ state, behind }: Stream): "GREEN" | "YELLOW" | "RED" {
  if (state !== "OPEN" && state !== "SUPERSEDED") return "RED";
  return behind > 0 ? "YELLOW" : "GREEN";
}

export function StreamTable({ rows, tier }: { rows: readonly Stream[]; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { streams } = words;
  const time = (instant: string | null | undefined) => (instant ? instantText(instant, language) : words.none);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keyboard
    <section className="scroll" tabIndex={0} aria-label={streams.between}>
      <table className="plain wide">
        <thead>
          <tr>
            <th scope="col">{streams.between}</th>
            <th scope="col">{streams.state}</th>
            <th scope="col" className="numeric">
              {streams.behind}
            </th>
            <th scope="col">{streams.lastContact}</th>
            <th scope="col">{streams.answered}</th>
            <th scope="col">{streams.witnessed}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {nameOf(row.source)} → {nameOf(row.destination)}
                <div className="quiet">
                  {row.direction === "OUT" ? streams.out : streams.in} · {streams.epoch(row.epoch)}
                </div>
              </th>
              <td>
                <Signal colour={colourOf(row)}>{wordFor(streams.states, row.state)}</Signal>
                {row.parkedKind && (
                  <div className="quiet">
                    {words.joined.labelled(
                      wordFor(streams.message, row.parkedKind),
                      wordFor(streams.why, row.parkedReason ?? ""),
                    )}{" "}
                    · {time(row.parkedAt)}
                  </div>
                )}
                {row.state === "PARKED" && row.direction === "IN" && <ReleaseStreamForm id={row.id} tier={tier} />}
              </td>
              <td className="numeric">
                {countText(row.behind, language)}
                <div className="quiet">
                  {row.received} / {row.sent}
                </div>
              </td>
              <td>{time(row.lastContactAt)}</td>
              <td>{time(row.answeredAt)}</td>
              <td>{time(row.witnessedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
