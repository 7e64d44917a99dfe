import type { FindingStatus } from "../../../subgraphs/domain/finding/finding";
import type { ImmediateActionKind } from "../../../subgraphs/domain/immediateAction/immediateAction";
import type { Qualifier } from "../../../subgraphs/domain/immediateAction/recovery";
import type { UnitKind } from "../../../subgraphs/domain/office/office";
import type { RectificationStatus } from "../../../subgraphs/domain/rectification/rectification";
import type { AssignmentMode, Method, RoundKind, RoundStatus } from "../../../subgraphs/domain/round/round";
import type { TargetStatus } from "../../../subgraphs/domain/target/target";

/** What an office's book of one term holds, as a plan that the bulk writer carries out: numbers and dates, no narrative.
 * All dates are calendar dates YYYY-MM-DD. */
export interface BookPlan {
  /** region code of the office */
  office: string;
  term: { committee: string; ordinal: number; startsOn: string; endsOn: string | null };
  /** entries that this book adds to the office's register */
  units: UnitPlan[];
  rounds: RoundPlan[];
}

export interface UnitPlan {
  code: string;
  name: string;
  kind: UnitKind;
  region: string;
  validFrom: string;
  validTo?: string;
}

export interface RoundPlan {
  ordinal: number;
  kind: RoundKind;
  mode?: AssignmentMode;
  title: string;
  status: RoundStatus;
  documentNumber: string;
  authorisedOn: string;
  startsOn?: string;
  endsOn?: string;
  note?: string;
  /** how many clues were declared of it after the handover, five at least */
  clues?: number;
  targets: TargetPlan[];
}

export interface TargetPlan {
  /** code of the unit in the register of the same office, of this book or of an earlier one */
  unit: string;
  method: Method | null;
  status: TargetStatus;
  dates: TargetDates;
  note?: string;
  /** number of the team that inspects it, from 1: each team has one leader */
  team?: number;
  findings?: FindingsPlan[];
  actions?: ActionPlan[];
  /** the day on which its results were submitted upward */
  submittedOn?: string;
  rectification?: RectificationStatus;
}

export interface TargetDates {
  enteredOn: string;
  reportedOn?: string;
  heardOn?: string;
  fedBackOn?: string;
  rectificationStartedOn?: string;
  evaluatedOn?: string;
  archivedOn?: string;
}

/** So many findings of a target in one status. Focus and category go around the terms of the taxonomies. */
export interface FindingsPlan {
  status: FindingStatus;
  count: number;
  /** where in the round of focuses and categories they begin, default 0 */
  from?: number;
}

/** Immediate actions of a target, each done and confirmed. */
export interface ActionPlan {
  kind: ImmediateActionKind;
  count: number;
  /** the word for what was put right, where the article counts things */
  thing?: string;
  /** of the first of them */
  brought?: { recoveredFen?: Quantity; people?: Quantity; households?: Quantity };
}

interface Quantity {
  count: number;
  qualifier: Qualifier;
}

/** A set of books that are written, known by their ids, and removed together. */
export interface BulkSet {
  /** four letters in the ids of its rows */
  mark: string;
  /** the word in the titles of its findings */
  word: string;
}

export const GOLDEN: BulkSet = { mark: "GOLD", word: "合成行" };
export const LARGE: BulkSet = { mark: "BULK", word: "合成数据" };

export function findingsOf(target: TargetPlan): number {
  return (target.findings ?? []).reduce((sum, { count }) => sum + count, 0);
}
