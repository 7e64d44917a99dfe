import { Alert } from "antd";
import { useAppearance } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { FailureShown, RefusalNote } from "../shell/states";
import { inLanguage } from "../words";
import type { Brought, Duplicate, RowFault } from "./bring";

/** What became of a ledger: each row that is wrong with its reason, or what was recorded.
 * @param linesAbove that the page put above what was pasted: rows are counted as whoever pasted them does */
export function LedgerAnswer({ brought, linesAbove }: { brought: Brought | undefined; linesAbove: number }) {
  const texts = useAppearance().words.work.ledger;
  if (!brought) return <p role="status" className="hidden" />;
  switch (brought.kind) {
    case "LOST":
      return <Alert role="alert" type="error" showIcon title={texts.failed} />;
    case "OVER":
      return <Alert role="alert" type="warning" showIcon title={texts.over} />;
    case "REFUSED":
      return <RefusalNote refusal={brought.refusal} />;
    case "FAILED":
      return <FailureShown failure={brought.failure} />;
    case "FAULTS":
      return <Faults count={brought.faultCount} faults={brought.faults} linesAbove={linesAbove} />;
    default: {
      const said = brought.kind === "TRIED" ? texts.tried : texts.recorded;
      return (
        <div role="status">
          <p className="done">{said(brought.recorded)}</p>
          {brought.revised + brought.unchanged > 0 && <p>{texts.returned(brought.revised, brought.unchanged)}</p>}
          <Duplicates found={brought.possibleDuplicates} linesAbove={linesAbove} />
        </div>
      );
    }
  }
}

function Faults({ count, faults, linesAbove }: { count: number; faults: readonly RowFault[]; linesAbove: number }) {
  const { words, language } = useAppearance();
  const texts = words.work.ledger;
  return (
    <div role="alert">
      <p>
        <strong>{texts.faults(count)}</strong>
      </p>
      <Scroll>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{texts.row}</th>
              <th scope="col">{texts.column}</th>
              <th scope="col">{texts.reason}</th>
            </tr>
          </thead>
          <tbody>
            {faults.map(({ row, column, head, reason }) => (
              <tr key={`${row} ${column} ${reason}`}>
                <td className="numeric">{row - linesAbove}</td>
                <td>{[column, head].filter(Boolean).join(" ")}</td>
                <td>{inLanguage(reason, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function Duplicates({ found, linesAbove }: { found: readonly Duplicate[]; linesAbove: number }) {
  const { work, joined } = useAppearance().words;
  const texts = work.ledger;
  if (found.length === 0) return null;
  return (
    <>
      <p>{texts.duplicates(new Set(found.map(({ row }) => row)).size)}</p>
      <ul>
        {found.map(({ row, sameAsRow, finding }) => (
          <li key={`${row} ${sameAsRow} ${finding?.id}`}>
            {joined.labelled(
              `${texts.row} ${row - linesAbove}`,
              finding ? texts.sameAs(finding.title) : texts.sameAsRow((sameAsRow ?? 0) - linesAbove),
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
