import { IssueOrders } from "../generated/operations";
import type { IssueOrdersMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { Section } from "../shell/states";
import { codesIn, SentForm } from "../work/SentForm";

/** 下达派单: one task, to as many offices below as are named. */
export function IssueOrder({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const texts = words.exchange;
  const viewer = useViewer();
  const { change, busy } = useChange(IssueOrders, tier);
  if (!mayDo(viewer, "issueOrders")) return null;
  return (
    <Section title={texts.issue.title}>
      <SentForm
        title={texts.issue.title}
        begin={texts.issue.begin}
        confirm={texts.issue.send}
        busy={busy}
        lines={[
          { name: "officeCodes", label: texts.issue.offices, kind: "below", needed: true },
          { name: "title", label: texts.issue.name, needed: true },
          { name: "request", label: texts.request, kind: "words", needed: true },
          { name: "basis", label: texts.basis },
          { name: "documentNumber", label: words.work.field.documentNumber },
          { name: "dueOn", label: texts.due, kind: "day" },
        ]}
        send={({ officeCodes, title = "", request = "", ...given }) =>
          change({
            ...given,
            kind: "TASK",
            officeCodes: codesIn(officeCodes),
            title,
            request,
            synthetic: settings.demonstration,
          } as unknown as IssueOrdersMutationVariables["input"])
        }
        said={({ items }) => texts.issue.sent(items.length)}
      />
    </Section>
  );
}
