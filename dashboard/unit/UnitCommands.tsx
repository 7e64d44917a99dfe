import { disclosureLifecycle, findingLifecycle } from "../generated/lifecycles";
import { AcknowledgeFeedback, ClaimRectified, ObjectToFeedback, TakeClaimBack } from "../generated/operations";
import type { ClaimRectifiedMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { type Field, fieldsOf } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "../work/CommandBar";
import { LifecycleCommands } from "../work/LifecycleCommands";

/** 签收 of a feedback, or of a copy of one. */
export function Acknowledge({
  disclosure: { id, version, status, commands },
  tier,
}: {
  disclosure: { id: string; version: number; status: string; commands: readonly string[] };
  tier: TierOfRows;
}) {
  const { unitPage } = useWords();
  return (
    <LifecycleCommands
      cycle="disclosure"
      table={disclosureLifecycle}
      status={status}
      commands={commands.filter((command) => command === "ACKNOWLEDGE")}
      names={unitPage.acknowledge}
      label={unitPage.acknowledge.ACKNOWLEDGE}
      tier={tier}
      subject={{ id, version }}
      move={AcknowledgeFeedback}
    />
  );
}

/** What the unit says to one finding: that it is rectified, that it was not, or that it objects. */
export function Answers({
  disclosureId,
  finding: { findingId, findingVersion, status, answers },
  tier,
}: {
  disclosureId: string;
  finding: { findingId: string; findingVersion: number; status: string; answers: readonly string[] };
  tier: TierOfRows;
}) {
  const { unitPage } = useWords();
  const [claim, object, takeBack] = [
    useChange(ClaimRectified, tier),
    useChange(ObjectToFeedback, tier),
    useChange(TakeClaimBack, tier),
  ];
  const by = { CLAIM: claim, OBJECT: object, TAKE_BACK: takeBack };
  return (
    <CommandBar
      label={unitPage.mayAnswer}
      commands={answers}
      names={unitPage.answer}
      fieldsOf={(answer) => fieldsOf("finding", findingLifecycle, status, answer).filter(isTheUnits)}
      tier={tier}
      subject={{ disclosureId, findings: [{ id: findingId, version: findingVersion }] }}
      busy={Object.values(by).some(({ busy }) => busy)}
      carryOut={(answer, input, subject) =>
        by[answer as keyof typeof by].change({
          ...input,
          ...subject,
          answer,
        } as ClaimRectifiedMutationVariables["input"])
      }
    />
  );
}

/** A unit's step counts on the day on which it is taken. */
function isTheUnits({ path }: Field): boolean {
  return path !== "on";
}
