import { Button } from "antd";
import { useState } from "react";
import { Findings, LinkFindings as Link } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Missing } from "../shell/states";
import { codesIn, SentForm } from "../work/SentForm";
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
  const { trays, joined } = useWords();
  const viewer = useViewer();
  const { change, busy } = useChange(Link, tier);
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
        {
          name: "findingIds",
          label: trays.ownFindings,
          kind: "several",
          needed: true,
          options: own.map(({ id, unitName, title }) => [id, joined.labelled(unitName, title)]),
        },
      ]}
      send={({ checklistItem, findingIds }) =>
        change({
          supervisionId,
          findingIds: codesIn(findingIds),
          ...(checklistItem && { checklistItem: Number(checklistItem) }),
        })
      }
    >
      <Missing of={[asked]} />
      {more && (
        <Button onClick={more} loading={loading}>
          {trays.moreFindings(known.length)}
        </Button>
      )}
    </SentForm>
  );
}
