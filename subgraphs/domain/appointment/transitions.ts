import type { TransitionTable } from "../lifecycle";
import type { AppointmentCommand, AppointmentStatus } from "./appointment";

export const appointmentTransitions = {
  APPOINTED: {
    END: { to: "ENDED", event: "TeamMemberReleased", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    HAND_OVER: { to: "HANDED_OVER", event: "TeamMemberHandedOver", by: ["PLATFORM"] },
  },
  ENDED: {},
  HANDED_OVER: {},
} as const satisfies TransitionTable<AppointmentStatus, AppointmentCommand>;
