import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 线索. */
export const CLUE_REFUSALS = {
  CLUE_HAS_NO_ROUTE: {
    zh: "按干部管理权限，平台内没有可接收此线索的部门。",
    en: "By the management of cadres, no department on this platform may receive the clue.",
    remedyZh: "请核对所在地区和管理权限；主体在省级机构任职的，请通过平台以外的渠道报告。",
    remedyEn: "Check region and level; a subject of a provincial body is reported by other ways than this platform.",
  },
  CLUE_TO_SUBJECTS_OFFICE: {
    zh: "接收部门与线索主体所在单位同属一地，不能移交。",
    en: "The receiver belongs to the region in whose bodies the subject works.",
    remedyZh: "请按系统给出的路径移交上级。",
    remedyEn: "Leave `receiver` out: the route leads to the region above.",
  },
  CLUE_ROUTE_DIFFERS: {
    zh: "接收部门与干部管理权限不符。",
    en: "The receiver is not the department that manages the subject.",
    remedyZh: "请不填 receiver，由系统按权限确定，见 allowed。",
    remedyEn: "Leave `receiver` out; `allowed` names the department by the management of cadres.",
  },
  CLUE_ABOUT_OWN_OFFICE: {
    zh: "线索主体在本办任职，本办不能登记。",
    en: "The subject works in your own office, which does not register a clue about its own people.",
    remedyZh: "请直接向上级纪检监察机关反映。",
    remedyEn: "Bring it to the discipline department of the region above.",
  },
  CUSTODY_KEY_MISSING: {
    zh: "保管方的密钥不在，见 subject。未作任何更改。",
    en: "A custody's key is not at hand, see `subject`. Nothing was changed.",
    remedyZh: "请运维人员用 npm run keys 创建或恢复密钥；他级保管方的公钥用 trust 引入。",
    remedyEn: "Have the operator create or restore it by `npm run keys`; the public part of another tier's by `trust`.",
  },
  CUSTODY_KEY_WRONG: {
    zh: "保管方的密钥打不开此线索，或与其公开部分不符，见 subject。未作任何更改。",
    en: "The custody's key does not open this clue, or its public part is another one, see `subject`. Nothing was changed.",
    remedyZh: "请运维人员恢复原密钥；仍打不开的，密封内容可能被改动。",
    remedyEn:
      "Have the operator restore the key it was sealed for; if it still does not open, what is sealed was changed.",
  },
  CLUE_TAMPERED: {
    zh: "线索的密封内容或移交链与签名不符。",
    en: "What is sealed, or the chain of custody, does not agree with its signatures.",
    remedyZh: "请勿继续办理，立即报告安全管理员和审计管理员。",
    remedyEn: "Stop, and tell the security and audit administrators at once.",
  },
  CLUE_SEALED: {
    zh: "线索已封存，不再出示内容。",
    en: "The clue is sealed; its content is not shown any more.",
    remedyZh: "封存的线索只保留移交记录。",
    remedyEn: "Of a sealed clue the chain of custody alone remains.",
  },
  RECEIVER_NOT_REACHED: {
    zh: "接收部门属于另一省份，线索不经平台跨省传送。",
    en: "The receiver is of another province, which clues do not reach by the platform.",
    remedyZh: "请通过机要渠道移交，并在平台之外留存回执。",
    remedyEn: "Hand it over by confidential courier, and keep the receipt outside of the platform.",
  },
  DISPOSAL_REQUIRED: {
    zh: "须提出处置方式。",
    en: "A way of disposal is required.",
    remedyZh: "请填写 disposal。",
    remedyEn: "Fill in `disposal`.",
  },
  OUTCOME_REQUIRED: {
    zh: "须有与处置方式相符的办理结果。",
    en: "An outcome that the disposal may come to is required.",
    remedyZh: "请填写 outcome，可选值见 allowed；暂存待查的请先另提处置方式。",
    remedyEn: "Fill in `outcome`, see `allowed`; what is held for review is disposed of otherwise first.",
  },
  HANDOVER_NOT_OVER: {
    zh: "本轮尚有巡察组未移交，不能申报线索数。",
    en: "Some teams of the round have not handed over; no count of clues is declared yet.",
    remedyZh: "各对象听取汇报之后再申报。",
    remedyEn: "Declare it once every target of the round was heard.",
  },
  BATCH_TOO_SMALL: {
    zh: "已报送的对象不足三个，线索数会指向单位。",
    en: "Fewer than three targets of the round are submitted: a count would point at a unit.",
    remedyZh: "至少三个对象报送之后成批申报。",
    remedyEn: "Declare it when three targets or more are submitted.",
  },
  CLUES_ALREADY_DECLARED: {
    zh: "本轮线索数已申报。",
    en: "The clues of this round are declared already.",
    remedyZh: "申报后不再更改，以免两次之差泄露线索。",
    remedyEn: "A declaration is not changed: the difference of two would betray a clue.",
  },
} as const satisfies RefusalTexts;
