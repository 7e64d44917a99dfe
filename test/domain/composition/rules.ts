import { appointmentTransitions } from "../../../subgraphs/domain/appointment/transitions";
import { FED_BACK_UNHEARD, UNIT_ANSWERS } from "../../../subgraphs/domain/disclosure/disclosure";
import { disclosureTransitions } from "../../../subgraphs/domain/disclosure/transitions";
import {
  FOLLOWS_TARGET,
  goesUpward,
  isWithheld,
  missedStep,
  TAKEN_BACK_FROM,
  takesExceptionBack,
  takesReplyBack,
} from "../../../subgraphs/domain/finding/finding";
import { findingRequirements, offeredOfFinding } from "../../../subgraphs/domain/finding/requirements";
import { isStoodOn } from "../../../subgraphs/domain/finding/takingBack";
import { findingTransitions } from "../../../subgraphs/domain/finding/transitions";
import { effectOn, takesActions } from "../../../subgraphs/domain/immediateAction/immediateAction";
import { immediateActionRequirements } from "../../../subgraphs/domain/immediateAction/requirements";
import { immediateActionTransitions } from "../../../subgraphs/domain/immediateAction/transitions";
import type { TransitionTable } from "../../../subgraphs/domain/lifecycle";
import { SUBMITTERS } from "../../../subgraphs/domain/publication/publication";
import { publicationTransitions } from "../../../subgraphs/domain/publication/transitions";
import { OPENS_REVIEW } from "../../../subgraphs/domain/rectification/rectification";
import {
  offeredOfRectification,
  rectificationRequirements,
} from "../../../subgraphs/domain/rectification/requirements";
import { placeToSign } from "../../../subgraphs/domain/rectification/review";
import { rectificationTransitions } from "../../../subgraphs/domain/rectification/transitions";
import { roundTransitions } from "../../../subgraphs/domain/round/transitions";
import { offeredOfTarget, targetRequirements } from "../../../subgraphs/domain/target/requirements";
import {
  CONSEQUENCES,
  consequencesOf,
  followsEvaluation,
  followsEvaluationTakenBack,
  isHeard,
  roundFollows,
  takesFindings,
  takesTeam,
} from "../../../subgraphs/domain/target/target";
import { targetTransitions } from "../../../subgraphs/domain/target/transitions";
import { verdictTransitions } from "../../../subgraphs/domain/verdict/transitions";
import { canBeLookedBackOn, isJudged, reopens, takesVerdicts } from "../../../subgraphs/domain/verdict/verdict";

/** Everything that decides, as the services use it. A test hands in other rules to see that they are caught. */
export const RULES = {
  round: roundTransitions as Table,
  target: targetTransitions as Table,
  appointment: appointmentTransitions as Table,
  finding: findingTransitions as Table,
  disclosure: disclosureTransitions as Table,
  rectification: rectificationTransitions as Table,
  publication: publicationTransitions as Table,
  verdict: verdictTransitions as Table,
  immediateAction: immediateActionTransitions as Table,
  immediateActionRequirements,
  effectOn,
  takesActions,
  targetRequirements,
  offeredOfTarget,
  offeredOfFinding,
  offeredOfRectification,
  findingRequirements,
  rectificationRequirements,
  placeToSign,
  opensReview: OPENS_REVIEW as readonly string[],
  consequences: CONSEQUENCES,
  consequencesOf,
  takenBackFrom: TAKEN_BACK_FROM,
  followsTarget: FOLLOWS_TARGET,
  followsEvaluation,
  followsEvaluationTakenBack,
  roundFollows,
  missedStep,
  reopens,
  isHeard,
  goesUpward,
  takesReplyBack,
  takesExceptionBack,
  isStoodOn,
  isJudged,
  isWithheld,
  takesFindings,
  takesTeam,
  takesVerdicts,
  canBeLookedBackOn,
  submitters: SUBMITTERS as readonly string[],
  fedBackUnheard: FED_BACK_UNHEARD,
  unitAnswers: UNIT_ANSWERS as readonly string[],
};

export type Rules = typeof RULES;
export type Table = TransitionTable<string, string>;
export type TableName = { [Name in keyof Rules]: Rules[Name] extends Table ? Name : never }[keyof Rules] & string;
