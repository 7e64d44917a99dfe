import type { TeamRole, TransitionTable } from "../lifecycle";

/** 任职 Appointment: ended early by the director, or by the handover after the hearing. */
export const APPOINTMENT_STATUSES = ["APPOINTED", "ENDED", "HANDED_OVER"] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** HAND_OVER follows from the target. */
export const APPOINTMENT_COMMANDS = ["END", "HAND_OVER"] as const;
export type AppointmentCommand = (typeof APPOINTMENT_COMMANDS)[number];

export const appointmentTransitions = {
  APPOINTED: {
    END: { to: "ENDED", event: "TeamMemberReleased", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    HAND_OVER: { to: "HANDED_OVER", event: "TeamMemberHandedOver", by: ["PLATFORM"] },
  },
  ENDED: {},
  HANDED_OVER: {},
} as const satisfies TransitionTable<AppointmentStatus, AppointmentCommand>;

/** What the end of an appointment says of its status. */
export function appointmentStatus(end: { endedAt: string | null; endReason: string | null }): AppointmentStatus {
  if (end.endedAt === null) return "APPOINTED";
  return end.endReason === null ? "HANDED_OVER" : "ENDED";
}

export interface TeamMember {
  person: string;
  role: TeamRole;
  /** calendar dates, the end inclusive */
  validFrom: string;
  validTo: string | null;
  endedAt: string | null;
  /** of the person's account; null where that is in another tier */
  homeOffice: string | null;
}

/** The members who are in office on a day. */
export function teamOn<Member extends TeamMember>(team: readonly Member[], day: string): Member[] {
  return team.filter(
    ({ endedAt, validFrom, validTo }) => !endedAt && validFrom <= day && (validTo === null || day <= validTo),
  );
}

/** 双人: two handlers at least, one of whom leads. */
export function isComplete(team: readonly TeamMember[]): boolean {
  return team.some(({ role }) => role === "LEADER") && new Set(team.map(({ person }) => person)).size > 1;
}

/** Whether somebody of the team is at home in another office than the one that owns the round. */
export function hasForeigner(team: readonly TeamMember[], owner: string): boolean {
  return team.some(({ homeOffice }) => homeOffice !== owner);
}
