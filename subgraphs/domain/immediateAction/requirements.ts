import { type Actor, type Met, offered, type Subject } from "../lifecycle";
import type { TargetStatus } from "../target/target";
import { type Effect, type ImmediateActionCommand, type ImmediateActionStatus, takesActions } from "./immediateAction";
import { immediateActionTransitions } from "./transitions";

/** What the steps of an immediate action ask about. */
interface ImmediateActionFacts {
  target: TargetStatus;
  proposedBy: string;
  /** null before it is reported done */
  doneBy: string | null;
  /** what its confirmation does to the findings that it names */
  effects: readonly Effect[];
}

/** One step as it is asked for. */
export interface ImmediateActionStep {
  command: ImmediateActionCommand;
  person: string;
  on: string;
  today: string;
  /** the date of the step before */
  after: string;
  documentNumber: boolean;
  /** the reason, or the proof */
  note: boolean;
}

/** Which requirements of an immediate action's life cycle hold. */
export function immediateActionRequirements(
  { target, proposedBy, doneBy, effects }: ImmediateActionFacts,
  step: ImmediateActionStep,
): Met<typeof immediateActionTransitions> {
  return {
    NOT_DURING_ROUND: takesActions(target),
    SOMEBODY_ELSE_REQUIRED: step.person !== (step.command === "CONFIRM" ? doneBy : proposedBy),
    FACTS_NOT_EXCHANGED: !effects.includes("UNHEARD"),
    DOCUMENT_REQUIRED: step.documentNumber,
    REASON_REQUIRED: step.note,
    PROOF_REQUIRED: step.note,
    DATE_IN_FUTURE: step.on <= step.today,
    DATE_OUT_OF_ORDER: step.on >= step.after,
  };
}

/** What a person is offered: what an action would accept with whatever the command's own arguments can supply. */
export function offeredOfImmediateAction(
  action: Subject<ImmediateActionStatus>,
  facts: ImmediateActionFacts,
  actor: Actor,
): ImmediateActionCommand[] {
  const step = { person: actor.person, on: "", today: "", after: "", documentNumber: true, note: true };
  return offered<ImmediateActionStatus, ImmediateActionCommand>(immediateActionTransitions, action, actor, (command) =>
    immediateActionRequirements(facts, { ...step, command }),
  );
}
