import { ClearFindingText, ReviseFinding } from "../generated/operations";
import type { FindingPageQuery } from "../generated/types";
import { useChange } from "../graph/useChange";
import { keepsBook } from "../rules/books";
import type { Field } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";

type Found = Extract<FindingPageQuery["finding"], { title: string }>;

const TEXT: readonly Field[] = [
  { path: "title", kind: "line", name: "title", required: true },
  { path: "description", kind: "words", name: "description", required: false },
  { path: "focus", kind: "focus", name: "focus", required: true },
  { path: "category", kind: "category", name: "category", required: true },
];

/** Where a text seems to name somebody, and what is done with it: a draft is written anew, what is pointed out is masked, or somebody
 * confirms that it names nobody. */
export function TextCommands({ finding }: { finding: Found }) {
  const { joined, finding: texts } = useWords();
  const viewer = useViewer();
  const { id, version, status, office, advice, title, description, focus, category, furtherUnits } = finding;
  const tier = tierOfId(id) ?? "COUNTY";
  const revise = useChange(ReviseFinding, tier);
  const clear = useChange(ClearFindingText, tier);
  if (!keepsBook(viewer.officeCode, office)) return null;
  const isAdvised = advice.length > 0 && mayDo(viewer, "clearFindingText");
  const commands = [
    ...(status === "DRAFT" && mayDo(viewer, "reviseFinding") ? ["REVISE"] : []),
    ...(isAdvised ? ["MASK", "CONFIRM"] : []),
  ];
  const furtherUnitIds = furtherUnits.flatMap((unit) => ("id" in unit ? unit.id : []));
  const written = { title: "", description: "", focus: "", category: "", furtherUnitIds };
  return (
    <>
      {advice.length > 0 && (
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
        fieldsOf={(command) => (command === "REVISE" ? TEXT : [])}
        initialOf={(command) =>
          command === "REVISE"
            ? { title, description: description ?? "", focus, category }
            : ({} as Record<string, string>)
        }
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
