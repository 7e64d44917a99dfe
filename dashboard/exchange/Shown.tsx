import { useNames } from "../graph/useNames";
import { useWords } from "../shell/Appearance";
import { wordFor } from "../words";

/** As much of a finding as another office shows: what it does not show is empty. */
interface ShownFinding {
  findingId: string;
  ordinal?: number | null;
  title?: string | null;
  unitName?: string | null;
  status?: string | null;
  sealedAt?: string | null;
  officeCode?: string;
}

export function Shown({ findings }: { findings: readonly ShownFinding[] }) {
  const words = useWords();
  const nameOf = useNames();
  if (findings.length === 0) return null;
  return (
    <details>
      <summary>{words.trays.findings(findings.length)}</summary>
      <ol className="hits">
        {findings.map(({ findingId, title, unitName, status, sealedAt, officeCode }) => (
          <li key={findingId}>
            {title || (sealedAt ? words.trays.sealed : words.trays.untitled)}
            <div className="quiet">
              {[officeCode && nameOf(officeCode), unitName, status && wordFor(words.findingStatus, status)]
                .filter(Boolean)
                .join(" · ")}
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}
