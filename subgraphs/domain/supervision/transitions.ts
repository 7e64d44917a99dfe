import type { TransitionTable } from "../lifecycle";
import type { MemberCommand, MemberStatus, SupervisionCommand, SupervisionStatus } from "./supervision";

export const supervisionTransitions = {
  PROPOSED: {
    OPEN: { to: "OPEN", event: "SupervisionOpened", by: ["DIRECTOR"] },
    WITHDRAW: { to: "WITHDRAWN", event: "SupervisionWithdrawn", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  },
  OPEN: {
    CONCLUDE: { to: "CONCLUDED", event: "SupervisionConcluded", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  },
  CONCLUDED: {},
  WITHDRAWN: {},
} as const satisfies TransitionTable<SupervisionStatus, SupervisionCommand>;

const join = {
  to: "JOINED",
  event: "SupervisionJoined",
  by: ["DIRECTOR"],
  requires: ["SUPERVISION_NOT_OPEN"],
} as const;

/** An office's answer to an invitation. Whoever declined may still join; whoever left has left. */
export const memberTransitions = {
  INVITED: {
    JOIN: join,
    DECLINE: {
      to: "DECLINED",
      event: "SupervisionDeclined",
      by: ["DIRECTOR"],
      requires: ["SUPERVISION_NOT_OPEN", "REASON_REQUIRED"],
    },
  },
  JOINED: { LEAVE: { to: "LEFT", event: "SupervisionLeft", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] } },
  DECLINED: { JOIN: join },
  LEFT: {},
} as const satisfies TransitionTable<MemberStatus, MemberCommand>;
