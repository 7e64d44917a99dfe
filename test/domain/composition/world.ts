import type { AppointmentStatus } from "../../../subgraphs/domain/appointment/appointment";
import type { DisclosurePurpose, DisclosureStatus } from "../../../subgraphs/domain/disclosure/disclosure";
import type { ExchangeException, FindingStatus } from "../../../subgraphs/domain/finding/finding";
import type { ImmediateActionStatus } from "../../../subgraphs/domain/immediateAction/immediateAction";
import type { PublicationStatus } from "../../../subgraphs/domain/publication/publication";
import type {
  Evaluation,
  RectificationStatus,
  ReviewRole,
} from "../../../subgraphs/domain/rectification/rectification";
import type { AssignmentMode, RoundStatus } from "../../../subgraphs/domain/round/round";
import type { TargetStatus } from "../../../subgraphs/domain/target/target";
import type { Verdict, VerdictStatus } from "../../../subgraphs/domain/verdict/verdict";

/** All that an office's book says at one moment, as far as the rules ask about it: no texts, no dates, no versions. Values are
 * never changed in place. */
export interface World {
  rounds: readonly Round[];
}

export interface Round {
  status: RoundStatus;
  mode: AssignmentMode;
  targets: readonly Target[];
}

export interface Target {
  status: TargetStatus;
  /** where in `rounds` the target is that this one looks back on */
  looksBackOn?: { round: number; target: number };
  team: Partial<Record<"leader" | "member", AppointmentStatus>>;
  findings: readonly Finding[];
  disclosures: Partial<Record<DisclosurePurpose, DisclosureStatus>>;
  rectification?: { status: RectificationStatus; places: readonly Place[]; continued?: boolean; takeBackBy?: string };
  publication?: PublicationStatus;
  action?: Action;
  /** who proposes to withdraw the feedback */
  withdrawalBy?: string;
  /** the unit has brought something since the feedback; asked where withdrawals are explored */
  answered?: boolean;
}

export interface Action {
  status: ImmediateActionStatus;
  proposedBy: string;
  doneBy: string | null;
}

export interface Place {
  role: ReviewRole;
  evaluation: Evaluation;
  signedBy: string | null;
}

export interface Finding {
  status: FindingStatus;
  previousStatus: FindingStatus | null;
  /** the unit's answer to the facts is recorded */
  replied: boolean;
  exception: ExchangeException | null;
  /** who took the answer back, of those who could send the finding to the report unheard */
  takenBackBy?: string;
  /** who proposes to take the verification back; asked where that is explored */
  takeBackBy?: string;
  /** in the publication that stands */
  listed: boolean;
  /** by the immediate action of its target */
  named?: boolean;
  /** of the look-back on it */
  verdict?: { verdict: Verdict; status: VerdictStatus };
}

/** How much of the whole is explored at once: every combination of everything would be millions of states. */
export interface Scope {
  /** how many findings each target of the round gets at most */
  targets: readonly number[];
  mode?: AssignmentMode;
  /** whether the appointments to the first target are explored: every other target has its team from the beginning */
  team?: boolean;
  exceptions?: readonly ExchangeException[];
  publishes?: boolean;
  /** whether receipts and withdrawals of these are explored; issued they are in any case */
  disclosures?: readonly DisclosurePurpose[];
  parties?: readonly ReviewRole[];
  /** whether another grade is proposed while a review runs */
  regrades?: boolean;
  /** whether an immediate action of the first target is explored */
  acts?: boolean;
  /** whether feedback is withdrawn as a whole */
  withdraws?: boolean;
  /** whether what two people took is taken back */
  takesBack?: boolean;
  /** verdicts of a later round that looks back on the first target */
  looksBack?: readonly Verdict[];
}

export function beginningOf(scope: Scope): World {
  const planned = intern({ status: "PLANNED", team: {}, findings: [], disclosures: {} });
  const round: Round = {
    status: "PREPARING",
    mode: scope.mode ?? "OWN_TIER",
    targets: scope.targets.map(() => planned),
  };
  if (!scope.looksBack) return { rounds: [round] };
  const looking = intern({ ...planned, looksBackOn: { round: 0, target: 0 } });
  return { rounds: [round, { status: "PREPARING", mode: "OWN_TIER", targets: [looking] }] };
}

/** The same text for states that nothing can tell apart any more: two findings of a target have no order, a team that has
 * handed over leaves nothing behind, and neither does a review that is over. */
export function keyOf({ rounds }: World): string {
  return rounds.map(({ status, targets }) => `${status} ${targets.map(numberOf).join(" ")}`).join(" ");
}

const interned = new Map<string, { target: Target; number: number }>();
const numbers = new WeakMap<Target, number>();

/** The one object for all targets that nothing can tell apart. */
export function intern(target: Target): Target {
  if (numbers.has(target)) return target;
  const key = targetKey(target);
  const found = interned.get(key) ?? { target, number: interned.size };
  interned.set(key, found);
  numbers.set(found.target, found.number);
  return found.target;
}

/** @param target interned */
export function numberOf(target: Target): number {
  return numbers.get(target) as number;
}

function targetKey({ status, looksBackOn, team, findings, disclosures, rectification, ...more }: Target): string {
  const over = Object.values(team).every((appointment) => appointment !== "APPOINTED");
  const planning = status === "PLANNED" || status === "ENTERED" || status === "REPORTED";
  const members = over && !planning ? "" : `${team.leader}/${team.member}`;
  const inReview = rectification?.status === "JOINT_REVIEW" ? rectification.places : [];
  const places = inReview.map(({ signedBy, evaluation }) => `${evaluation} ${signedBy ?? ""}`);
  const parts = [
    looksBackOn?.target,
    members,
    disclosures.FEEDBACK,
    disclosures.FEEDBACK_COPY,
    rectification?.status,
    rectification?.continued,
    rectification?.takeBackBy,
    places,
    more.publication,
    actionKey(more.action),
    more.withdrawalBy,
    more.answered,
  ];
  return `${status};${parts.join(";")};${findings.map(findingKey).sort().join(",")}`;
}

/** Who did a step matters to the step after it alone. */
function actionKey(action: Action | undefined): string {
  if (action?.status === "PROPOSED") return `${action.status} ${action.proposedBy}`;
  return action?.status === "DONE" ? `${action.status} ${action.doneBy}` : (action?.status ?? "");
}

function findingKey({ status, previousStatus, replied, exception, listed, verdict, named, ...more }: Finding): string {
  const mayGoUnheard = status === "DRAFT" || status === "TEAM_AGREED";
  const keeps = status === "OBJECTED" || status === "LONG_TERM";
  const before = keeps ? previousStatus : mayGoUnheard ? (more.takenBackBy ?? "") : (more.takeBackBy ?? "");
  return `${status}:${before}:${replied}${exception ?? ""}${listed}${verdict ? verdict.verdict + verdict.status : ""}${named ?? false}`;
}
