import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import type { Enrolment } from "../office/office";

/** What the offices above may know of one office, whether or not anything came from it. Dates are calendar dates. */
export interface OfficeSlice {
  code: RegionCode;
  enrolment: Enrolment;
  /** rounds of its current term that are filed upward */
  filedRounds: number;
  lastFiledOn: string | null;
  /** rounds that are running, of any term */
  runningRounds: number;
  /** filed targets that were heard: of each, results are expected */
  expected: number;
  /** those of which a version is submitted */
  received: number;
  /** since when the oldest of the others has been heard */
  waitingSince: string | null;
}

/** Why an office's part of the figures is less than it seems. */
export const SLICE_GAPS = ["NOT_ENROLLED", "ON_PAPER", "SILENT", "LATE"] as const;
export type SliceGap = (typeof SLICE_GAPS)[number];

/** 未报: it takes part, and has filed nothing in its term. */
function isSilent({ enrolment, filedRounds }: Pick<OfficeSlice, "enrolment" | "filedRounds">): boolean {
  return enrolment !== "NOT_ENROLLED" && filedRounds === 0;
}

/** 迟报: heard, and not submitted. */
function isLate({ expected, received }: Pick<OfficeSlice, "expected" | "received">): boolean {
  return received < expected;
}

export function gapsOf(office: OfficeSlice): SliceGap[] {
  const gaps: SliceGap[] = office.enrolment === "ENROLLED" ? [] : [office.enrolment];
  if (isSilent(office)) gaps.push("SILENT");
  if (isLate(office)) gaps.push("LATE");
  return gaps;
}

/** The longest wait first; last who has told nothing: it has no numbers that could stand among those of others. */
export function rankOfSlice({ gaps, longestWaitDays }: { gaps: readonly SliceGap[]; longestWaitDays: number | null }) {
  const told = !gaps.includes("SILENT") && !gaps.includes("NOT_ENROLLED");
  return [longestWaitDays ?? 0, told ? 1 : 0];
}

export interface Completeness {
  offices: number;
  enrolled: number;
  onPaper: number;
  notEnrolled: number;
  silent: number;
  late: number;
  expected: number;
  received: number;
  runningRounds: number;
  waitingSince: string | null;
}

/** How much of a region's figures is known: of the offices in it, or of the one to whose area it belongs. */
export function completenessOf(region: RegionCode, slices: readonly OfficeSlice[]): Completeness {
  const own = slices.filter(({ code }) => isUnder(code, region));
  const offices = own.length ? own : slices.filter(({ code }) => isUnder(region, code));
  const having = (is: (office: OfficeSlice) => boolean) => offices.filter(is).length;
  const sum = (of: (office: OfficeSlice) => number) => offices.reduce((total, office) => total + of(office), 0);
  return {
    offices: offices.length,
    enrolled: having(({ enrolment }) => enrolment === "ENROLLED"),
    onPaper: having(({ enrolment }) => enrolment === "ON_PAPER"),
    notEnrolled: having(({ enrolment }) => enrolment === "NOT_ENROLLED"),
    silent: having(isSilent),
    late: having(isLate),
    expected: sum((office) => office.expected),
    received: sum((office) => office.received),
    runningRounds: own.length ? sum((office) => office.runningRounds) : 0,
    waitingSince: offices.flatMap(({ waitingSince }) => waitingSince ?? []).sort()[0] ?? null,
  };
}
