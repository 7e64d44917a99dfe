import { disclosureTransitions } from "./disclosure/transitions";
import { findingTransitions } from "./finding/transitions";
import { obligationTransitions } from "./obligation/transitions";
import { publicationTransitions } from "./publication/transitions";
import { rectificationTransitions } from "./rectification/transitions";
import { roundTransitions } from "./round/transitions";
import { targetTransitions } from "./target/transitions";

/** Every life cycle of the platform, for the drawings and the documents that are generated from the tables. */
export const lifecycles = {
  round: { title: "Round", titleZh: "轮次", table: roundTransitions },
  target: { title: "RoundTarget", titleZh: "巡察对象", table: targetTransitions },
  finding: { title: "Finding", titleZh: "问题", table: findingTransitions },
  disclosure: { title: "Disclosure", titleZh: "反馈", table: disclosureTransitions },
  rectification: { title: "Rectification", titleZh: "整改", table: rectificationTransitions },
  publication: { title: "Publication", titleZh: "报送", table: publicationTransitions },
  obligation: { title: "Obligation", titleZh: "督促、研判、汇报", table: obligationTransitions },
} as const;
