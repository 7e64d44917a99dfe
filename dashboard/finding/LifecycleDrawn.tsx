import { useEffect, useRef } from "react";
import { findingLifecycle } from "../generated/lifecycles";
import { type Edge, layoutOf, linesOf, type Node } from "../rules/lifecycle";
import { useAppearance } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { wordFor } from "../words";
import { useHistory } from "./useHistory";

const [WIDE, HIGH, GAP_X, GAP_Y] = [92, 34, 24, 14];
/** from one line of a name to the next */
const LINE = 14;
const { nodes, edges, columns, rows } = layoutOf(findingLifecycle);

/** The life cycle from the platform's own table, with where this finding is and what may come next. */
export function LifecycleDrawn({ id, status }: { id: string; status: string }) {
  const { words } = useAppearance();
  const passed = usePassed(id);
  const drawn = useRef<HTMLElement>(null);
  // on a narrow screen the drawing is wider: it begins where the finding is
  useEffect(() => {
    const current = nodes.find((node) => node.status === status);
    if (drawn.current && current) drawn.current.scrollLeft = xOf(current) - (drawn.current.clientWidth - WIDE) / 2;
  }, [status]);
  const next = findingLifecycle.steps.filter(
    ({ from, by }) => from === status && !by.every((who) => who === "PLATFORM"),
  );
  const [width, height] = [columns * (WIDE + GAP_X), rows * (HIGH + GAP_Y)];
  return (
    <>
      <p className="quiet">{words.finding.lifecycleHint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keyboard */}
      <section ref={drawn} className="scroll" tabIndex={0} aria-label={words.finding.lifecycleDrawn}>
        <svg
          className="lifecycle"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={words.joined.labelled(words.finding.lifecycle, wordFor(words.findingStatus, status))}
        >
          {edges.map((edge) => (
            <path key={`${edge.from.status} ${edge.to.status}`} d={lineOf(edge)} className="edge" />
          ))}
          {nodes.map((node) => (
            <g
              key={node.status}
              className={classOf(node, status, passed)}
              transform={`translate(${xOf(node)} ${yOf(node)})`}
            >
              <rect width={WIDE} height={HIGH} rx={6} />
              <Name lines={linesOf(wordFor(words.findingStatus, node.status))} />
            </g>
          ))}
        </svg>
      </section>
      <h3>{words.finding.nextSteps}</h3>
      <Scroll>
        <table className="plain">
          <tbody>
            {next.map(({ command, to, by }) => (
              <tr key={command}>
                <th scope="row">{wordFor(words.findingCommand, command)}</th>
                <td>→ {to === "PREVIOUS" ? words.finding.statusBefore : wordFor(words.findingStatus, to)}</td>
                <td>{words.joined.list(...by.map((who) => wordFor({ ...words.role, ...words.teamRole }, who)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Name({ lines }: { lines: readonly string[] }) {
  const first = HIGH / 2 + 5 - ((lines.length - 1) * LINE) / 2;
  return (
    <text textAnchor="middle">
      {lines.map((line, place) => (
        <tspan key={line} x={WIDE / 2} y={first + place * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** The statuses that its history tells of; none where the reader does not read the book. */
function usePassed(id: string): ReadonlySet<string> {
  const { steps } = useHistory(id);
  const names = new Set(steps.map(({ event }) => event));
  const reached = findingLifecycle.steps.filter(({ event }) => names.has(event)).map(({ to }) => to);
  return new Set(steps.length > 0 ? [findingLifecycle.statuses[0] ?? "", ...reached] : []);
}

function classOf({ status }: Node, current: string, passed: ReadonlySet<string>): string {
  if (status === current) return "node current";
  return passed.has(status) ? "node passed" : "node";
}

function xOf({ column }: Node): number {
  return column * (WIDE + GAP_X) + 2;
}

function yOf({ row }: Node): number {
  return row * (HIGH + GAP_Y) + 2;
}

function lineOf({ from, to }: Edge): string {
  const [x1, y1] = [xOf(from) + WIDE, yOf(from) + HIGH / 2];
  const [x2, y2] = [xOf(to), yOf(to) + HIGH / 2];
  const bend = Math.max(16, (x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}
