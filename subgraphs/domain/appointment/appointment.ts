/** 任职 Appointment: ended early by the director, or by the handover after the hearing. */
export const APPOINTMENT_STATUSES = ["APPOINTED", "ENDED", "HANDED_OVER"] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** HAND_OVER follows from the target. */
export const APPOINTMENT_COMMANDS = ["END", "HAND_OVER"] as const;
export type AppointmentCommand = (typeof APPOINTMENT_COMMANDS)[number];

/** What the end of an appointment says of its status. */
export function appointmentStatus(end: { endedAt: string | null; endReason: string | null }): AppointmentStatus {
  if (end.endedAt === null) return "APPOINTED";
  return end.endReason === null ? "HANDED_OVER" : "ENDED";
}
