import type { RegionCode } from "../../../schema/contract/regionCode";
import type { ChecklistItem, MemberStatus, SupervisionKind, SupervisionStatus } from "./supervision";

/** How a joint supervision stands, as its members are told: always the whole, so that a message that went astray leaves no hole. */
export interface StatedSupervision {
  id: string;
  kind: SupervisionKind;
  title: string;
  checklist: ChecklistItem[];
  startsOn: string;
  endsOn: string;
  status: "OPEN" | "CONCLUDED";
  /** which statement this is: an earlier one changes nothing */
  stated: number;
  /** who has joined, beside the office that opened it */
  members: RegionCode[];
  conclusion: string | null;
  synthetic: boolean;
  /** what it had come to when it was concluded; told to members alone */
  result?: SupervisionResult | null;
}

/** 汇总数字 How many linked findings stood in each status at the conclusion, by who linked them. */
export interface SupervisionResult {
  concludedAt: string;
  counts: { officeCode: RegionCode; status: string; count: number }[];
}

interface Standing extends Omit<StatedSupervision, "status" | "members" | "conclusion"> {
  status: SupervisionStatus;
  note: string | null;
}

interface Member {
  memberOffice: RegionCode;
  status: MemberStatus;
}

export function statedOf(
  supervision: Standing,
  members: readonly Member[],
  result: SupervisionResult | null,
): StatedSupervision {
  const { id, kind, title, checklist, startsOn, endsOn, stated, synthetic, note } = supervision;
  const concluded = supervision.status === "CONCLUDED";
  return {
    ...{ id, kind, title, checklist, startsOn, endsOn, stated, synthetic },
    status: concluded ? "CONCLUDED" : "OPEN",
    members: joinedOf(members),
    conclusion: concluded ? note : null,
    ...(concluded && { result }),
  };
}

/** The statement as one office hears it: whoever has not joined learns no figures. */
export function statedTo(stated: StatedSupervision, office: RegionCode): StatedSupervision {
  return stated.members.includes(office) ? stated : { ...stated, result: null };
}

export function joinedOf(members: readonly Member[]): RegionCode[] {
  return members.filter(({ status }) => status === "JOINED").map(({ memberOffice }) => memberOffice);
}

/** Whom to tell: those who have joined or may still. */
export function toldOf(members: readonly Member[]): RegionCode[] {
  return members.filter(({ status }) => status !== "LEFT").map(({ memberOffice }) => memberOffice);
}
