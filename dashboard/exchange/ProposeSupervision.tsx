import { Segmented } from "antd";
import { useState } from "react";
import { ProposeSupervision as Propose } from "../generated/operations";
import type { ProposeSupervisionMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { codesIn, SentForm } from "../work/SentForm";

const KINDS = ["SAME_TOPIC", "SPECIAL_CAMPAIGN"] as const;

/** 发起联动监督: a topic with its questions, and the offices below that are invited to it. */
export function ProposeSupervision({ tier }: { tier: TierOfRows }) {
  const { trays } = useWords();
  const viewer = useViewer();
  const { change, busy } = useChange(Propose, tier);
  const [kind, setKind] = useState<(typeof KINDS)[number]>("SAME_TOPIC");
  if (!mayDo(viewer, "proposeSupervision")) return null;
  return (
    <SentForm
      title={trays.propose}
      begin={trays.beginProposal}
      busy={busy}
      lines={[
        { name: "title", label: trays.topic, needed: true },
        { name: "checklist", label: trays.questions, kind: "words", needed: true },
        { name: "startsOn", label: trays.startsOn, kind: "day", needed: true },
        { name: "endsOn", label: trays.endsOn, kind: "day", needed: true },
        { name: "offices", label: trays.offices, kind: "below", needed: true },
      ]}
      send={({ checklist = "", offices, ...given }) =>
        change({
          ...given,
          kind,
          checklist: checklist.split("\n").filter((line) => line.trim()),
          offices: codesIn(offices),
          synthetic: settings.demonstration,
        } as unknown as ProposeSupervisionMutationVariables["input"])
      }
    >
      <Segmented
        aria-label={trays.kind}
        options={KINDS.map((value) => ({ value, label: trays.supervisionKind[value] }))}
        value={kind}
        onChange={setKind}
      />
    </SentForm>
  );
}
