import { Select } from "antd";
import { useState } from "react";
import { Findings, LinkFindings as Link } from "../generated/operations";
import type { LinkFindingsMutationVariables } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Missing } from "../shell/states";
import { Labelled } from "../work/Labelled";
import { SentForm } from "../work/SentForm";

const OFFERED = 100;

/** 挂接问题: findings of the own book that answer a question of the joint supervision. */
export function LinkFindings({
  supervisionId,
  checklist,
  tier,
}: {
  supervisionId: string;
  checklist: readonly { number: number; text: string }[];
  tier: TierOfRows;
}) {
  const { trays, work, joined } = useWords();
  const viewer = useViewer();
  const { change, busy } = useChange(Link, tier);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const mayLink = mayDo(viewer, "linkFindings");
  const asked = useAskTier(
    Findings,
    tier,
    { first: OFFERED, filter: { region: viewer.officeCode } },
    { pause: !mayLink },
  );
  if (!mayLink) return null;
  const own = (asked.data?.findings?.nodes ?? []).filter(({ basis }) => basis === "BOOK");
  return (
    <SentForm
      title={trays.link}
      begin={trays.link}
      busy={busy}
      lines={[
        {
          name: "checklistItem",
          label: trays.question,
          options: checklist.map(({ number, text }) => [String(number), `${number}. ${text}`]),
        },
      ]}
      send={({ checklistItem }) =>
        change({
          supervisionId,
          findingIds: chosen,
          ...(checklistItem && { checklistItem: Number(checklistItem) }),
        } as unknown as LinkFindingsMutationVariables["input"])
      }
    >
      <Labelled label={trays.ownFindings} required>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            placeholder={work.choose}
            style={{ width: "100%" }}
            options={own.map((finding) => ({
              value: finding.id,
              label: joined.labelled(finding.unitName, finding.title),
            }))}
            showSearch={{ optionFilterProp: "label" }}
            value={[...chosen]}
            onChange={(ids) => setChosen(ids)}
          />
        )}
      </Labelled>
      <Missing of={[asked]} />
    </SentForm>
  );
}
