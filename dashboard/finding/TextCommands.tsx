import { ClearFindingText, ReviseFinding } from "../generated/operations";
import type { FindingPageQuery } from "../generated/types";
import { useChange } from "../graph/useChange";
import { keepsBook } from "../rules/books";
import { isToBeCleared, TEXT_FIELDS, textCommandsOf } from "../rules/findingText";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";
import { textOf } from "../work/FindingCommands";

type Found = Extract<FindingPageQuery["finding"], { title: string }>;

/** Where a text seems to name somebody, and what is done with it: a draft is written anew, what is pointed out is masked, or somebody
 * confirms that it names nobody. */
export function TextCommands({ finding }: { finding: Found }) {
  const { joined, finding: texts } = useWords();
  const viewer = useViewer();
  const { id, version, office, advice, furtherUnitIds } = finding;
  const tier = tierOfId(id) ?? "COUNTY";
  const revise = useChange(ReviseFinding, tier);
  const clear = useChange(ClearFindingText, tier);
  if (!keepsBook(viewer.officeCode, office)) return null;
  const commands = mayDo(viewer, "reviseFinding") ? textCommandsOf(finding) : [];
  const written = { title: "", description: "", focus: "", category: "", furtherUnitIds };
  return (
    <>
      {isToBeCleared(finding) && (
        <>
          <h3>{texts.advice}</h3>
          <p>
            {joined.list(...advice.map(({ text, why }) => joined.noted(`“${text}”`, wordFor(texts.adviceReason, why))))}
          </p>
          <p className="quiet">{texts.adviceHint}</p>
        </>
      )}
      <CommandBar
        label={texts.text}
        commands={commands}
        names={texts.textCommand}
        fieldsOf={(command) => (command === "REVISE" ? TEXT_FIELDS : [])}
        initialOf={(command) => (command === "REVISE" ? textOf(finding) : {})}
        tier={tier}
        subject={{ id, version }}
        busy={revise.busy || clear.busy}
        carryOut={(command, input, subject) =>
          command === "REVISE"
            ? revise.change({ ...written, ...input, ...subject })
            : clear.change({ ...subject, confirmedNoPerson: command === "CONFIRM" })
        }
      />
    </>
  );
}
