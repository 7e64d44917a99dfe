import { Button, Select } from "antd";
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
import { useLoaded } from "../work/useLoaded";

/** at once; the others follow when somebody wants them */
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
  const [after, setAfter] = useState<string>();
  const asked = useAskTier(
    Findings,
    tier,
    { first: OFFERED, after, filter: { region: viewer.officeCode } },
    { pause: !mayLink },
  );
  const { known, more, loading } = useLoaded(asked, asked.data?.findings, setAfter);
  if (!mayLink) return null;
  const own = known.filter(({ basis }) => basis === "BOOK");
  async function link(input: object) {
    const outcome = await change(input as LinkFindingsMutationVariables["input"]);
    // whoever opens the form again chooses anew
    if ("done" in outcome) setChosen([]);
    return outcome;
  }
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
        link({
          supervisionId,
          findingIds: chosen,
          ...(checklistItem && { checklistItem: Number(checklistItem) }),
        })
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
      {more && (
        <Button onClick={more} loading={loading}>
          {trays.moreFindings(known.length)}
        </Button>
      )}
    </SentForm>
  );
}
