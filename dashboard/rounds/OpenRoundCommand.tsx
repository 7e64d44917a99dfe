import { OpenRound } from "../generated/operations";
import type { OpenRoundMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { Section } from "../shell/states";
import { CommandBar } from "../work/CommandBar";

/** 开设轮次 */
export function OpenRoundCommand({
  terms,
  tier,
}: {
  terms: readonly { id: string; committee: string; ordinal: number }[];
  tier: TierOfRows;
}) {
  const words = useWords();
  const texts = words.work.prepare;
  const viewer = useViewer();
  const { change, busy } = useChange(OpenRound, tier);
  if (!mayDo(viewer, "openRound")) return null;
  const fields: Field[] = [
    {
      path: "termId",
      kind: "choice",
      name: "term",
      required: true,
      options: terms.map(({ id, committee, ordinal }) => [id, texts.term(committee, ordinal)]),
    },
    { path: "ordinal", kind: "line", name: "ordinal", required: true },
    { path: "title", kind: "line", name: "title", required: true },
    { path: "kind", kind: "choice", name: "kind", required: false, options: Object.entries(words.roundKind) },
    {
      path: "assignmentMode",
      kind: "choice",
      name: "mode",
      required: false,
      options: Object.entries(words.assignmentMode),
    },
    { path: "startsOn", kind: "day", name: "startsOn", required: false },
    { path: "endsOn", kind: "day", name: "endsOn", required: false },
  ];
  return (
    <Section title={texts.title}>
      <CommandBar
        label={texts.title}
        commands={["OPEN"]}
        names={texts.command}
        fieldsOf={() => fields}
        initialOf={() => ({ termId: terms[0]?.id ?? "" })}
        tier={tier}
        subject={{ synthetic: settings.demonstration }}
        busy={busy}
        carryOut={(_, { ordinal, ...input }, subject) =>
          change({
            ...input,
            ...subject,
            // what is no number is the platform's to refuse
            ordinal: Number.isInteger(Number(ordinal)) ? Number(ordinal) : ordinal,
          } as OpenRoundMutationVariables["input"])
        }
      />
    </Section>
  );
}
