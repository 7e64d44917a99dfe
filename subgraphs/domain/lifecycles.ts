import { appointmentTransitions } from "./appointment/transitions";
import { clueReceiptTransitions, clueTransitions } from "./clue/transitions";
import { disclosureTransitions } from "./disclosure/transitions";
import { findingTransitions } from "./finding/transitions";
import { immediateActionTransitions } from "./immediateAction/transitions";
import { obligationTransitions } from "./obligation/transitions";
import { orderTransitions, receivedOrderTransitions } from "./order/transitions";
import { publicationTransitions, receivedPublicationTransitions } from "./publication/transitions";
import { rectificationTransitions } from "./rectification/transitions";
import { recusalTransitions } from "./recusal/transitions";
import { receivedReleaseTransitions, releaseTransitions } from "./release/transitions";
import { roundTransitions } from "./round/transitions";
import { memberTransitions, supervisionTransitions } from "./supervision/transitions";
import { targetTransitions } from "./target/transitions";
import { unitTransitions } from "./unit/transitions";
import { verdictTransitions } from "./verdict/transitions";

/** Every life cycle of the platform, for the drawings and the documents that are generated from the tables. */
export const lifecycles = {
  unit: { title: "Unit", titleZh: "对象库登记", table: unitTransitions },
  round: { title: "Round", titleZh: "轮次", table: roundTransitions },
  target: { title: "RoundTarget", titleZh: "巡察对象", table: targetTransitions },
  appointment: { title: "Appointment", titleZh: "任职", table: appointmentTransitions },
  finding: { title: "Finding", titleZh: "问题", table: findingTransitions },
  verdict: { title: "Verdict", titleZh: "回头看结论", table: verdictTransitions },
  immediateAction: { title: "ImmediateAction", titleZh: "立行立改", table: immediateActionTransitions },
  disclosure: { title: "Disclosure", titleZh: "反馈", table: disclosureTransitions },
  rectification: { title: "Rectification", titleZh: "整改", table: rectificationTransitions },
  publication: { title: "Publication", titleZh: "报送", table: publicationTransitions },
  receivedPublication: { title: "ReceivedPublication", titleZh: "接收的报送", table: receivedPublicationTransitions },
  order: { title: "Order", titleZh: "派单（发出方）", table: orderTransitions },
  receivedOrder: { title: "ReceivedOrder", titleZh: "派单（承办方）", table: receivedOrderTransitions },
  release: { title: "Release", titleZh: "成果通报", table: releaseTransitions },
  receivedRelease: { title: "ReceivedRelease", titleZh: "收到的通报", table: receivedReleaseTransitions },
  supervision: { title: "JointSupervision", titleZh: "联动监督", table: supervisionTransitions },
  supervisionMember: { title: "JointSupervision: member", titleZh: "联动监督成员", table: memberTransitions },
  obligation: { title: "Obligation", titleZh: "督促、研判、汇报", table: obligationTransitions },
  clue: { title: "Clue", titleZh: "问题线索", table: clueTransitions },
  clueReceipt: { title: "ClueReceipt", titleZh: "线索接收回执", table: clueReceiptTransitions },
  recusal: { title: "Recusal", titleZh: "回避", table: recusalTransitions },
} as const;
