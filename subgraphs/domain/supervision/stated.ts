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
}

interface Standing extends Omit<StatedSupervision, "status" | "members" | "conclusion"> {
  status: SupervisionStatus;
  note: string | null;
}

interface Member {
  memberOffice: RegionCode;
  status: MemberStatus;
}

export function statedOf(supervision: Standing, members: readonly Member[]): StatedSupervision {
  const { id, kind, title, checklist, startsOn, endsOn, stated, synthetic, note } = supervision;
  const concluded = supervision.status === "CONCLUDED";
  return {
    ...{ id, kind, title, checklist, startsOn, endsOn, stated, synthetic },
    status: concluded ? "CONCLUDED" : "OPEN",
    members: joinedOf(members),
    conclusion: concluded ? note : null,
  };
}

export function joinedOf(members: readonly Member[]): RegionCode[] {
  return members.filter(({ status }) => status === "JOINED").map(({ memberOffice }) => memberOffice);
}

/** Whom to tell: those who have joined or may still. */
export function toldOf(members: readonly Member[]): RegionCode[] {
  return members.filter(({ status }) => status !== "LEFT").map(({ memberOffice }) => memberOffice);
}
