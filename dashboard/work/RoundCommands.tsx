import { roundLifecycle, targetLifecycle } from "../generated/lifecycles";
import { MoveRound, MoveTargets } from "../generated/operations";
import { linesOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { FeedbackPreview } from "../target/FeedbackPreview";
import { LifecycleCommands } from "./LifecycleCommands";
import type { Office } from "./useWithheld";

interface InWork {
  id: string;
  version: number;
  status: string;
  commands: readonly string[];
  office?: Office;
}

/** 轮次 */
export function RoundCommands({ round: { id, version, status, commands, office } }: { round: InWork }) {
  const { work } = useWords();
  return (
    <LifecycleCommands
      cycle="round"
      table={roundLifecycle}
      status={status}
      commands={commands}
      names={work.roundCommand}
      tier={tierOfId(id) ?? "COUNTY"}
      subject={{ id, version }}
      office={office}
      move={MoveRound}
    />
  );
}

/** 巡察对象 */
export function TargetCommands({ target: { id, version, status, commands, office } }: { target: InWork }) {
  const { work } = useWords();
  return (
    <LifecycleCommands
      cycle="target"
      table={targetLifecycle}
      status={status}
      commands={commands}
      names={work.targetCommand}
      tier={tierOfId(id) ?? "COUNTY"}
      subject={{ id, version }}
      office={office}
      move={MoveTargets}
      previewOf={(command, { feedback }, onFresh) =>
        command === "FEED_BACK" ? (
          <FeedbackPreview targetId={id} copyTo={copiesIn(feedback)} onFresh={onFresh} />
        ) : undefined
      }
      inputFor={(command, input, about) => ({ ...input, ...feedbackOf(input), targets: [about], command })}
    />
  );
}

/** Whoever gets a copy, one after the other. */
function copiesIn(feedback: unknown): string[] {
  return linesOf((feedback as { copyTo?: string } | undefined)?.copyTo);
}

function feedbackOf({ feedback }: { feedback?: object }): object {
  const copyTo = copiesIn(feedback);
  return copyTo.length > 0 ? { feedback: { ...feedback, copyTo } } : {};
}
