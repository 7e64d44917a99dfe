import { Button, Input } from "antd";
import { useState } from "react";
import { ReleaseStream } from "../generated/operations";
import { type Outcome, useChange } from "../graph/useChange";
import { type TierOfRows, tierInNames } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";

/** Lets a stream that stands still go on: with the message at which it stopped, or without it, and always with a reason. */
export function ReleaseStreamForm({ id, tier }: { id: string; tier: TierOfRows }) {
  const { streams } = useWords();
  const { may } = useViewer();
  const { change, busy } = useChange(ReleaseStream, tier);
  const [reason, setReason] = useState("");
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  if (!may.includes(`release${tierInNames(tier)}Stream`)) return null;
  return (
    <div style={{ marginTop: 8 }}>
      <Input.TextArea
        aria-label={streams.reason}
        placeholder={streams.reason}
        autoSize
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="row" style={{ marginTop: 8 }}>
        {(["RETRY", "SKIP"] as const).map((action) => (
          <Button
            key={action}
            size="small"
            danger={action === "SKIP"}
            disabled={busy || !reason.trim()}
            onClick={() => void change({ id, action, reason }).then(setOutcome)}
          >
            {streams.action[action]}
          </Button>
        ))}
      </div>
      <OutcomeNote outcome={outcome} />
    </div>
  );
}
