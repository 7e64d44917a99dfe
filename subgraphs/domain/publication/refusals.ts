import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 报送. */
export const PUBLICATION_REFUSALS = {
  DIRECT_SUPERIOR_REQUIRED: {
    zh: "只有直接上级可以接收或退回。",
    en: "Only the direct superior accepts or returns a submission.",
    remedyZh: "请由报送单位的直接上级办理；本办可以查阅。",
    remedyEn: "The office directly above the source decides; yours may read it.",
  },
  NOT_SUBMITTED: {
    zh: "所引问题尚未报送，或所引轮次尚未备案。",
    en: "A finding that the answer names was not submitted, or a round was not filed.",
    remedyZh: "请先报送，或不引用。",
    remedyEn: "Submit it first, or leave it out.",
  },
  CURRENT_VERSION_REQUIRED: {
    zh: "此版已被新版替代。",
    en: "A later version has taken the place of this one.",
    remedyZh: "请办理现行版本。",
    remedyEn: "Turn to the current version.",
  },
  LAST_STANDING_VERSION_REQUIRED: {
    zh: "其后另有一版在报，此版不能单独撤回。",
    en: "A later version stands; this one is not recalled from under it.",
    remedyZh: "只须更正的，报送新版即可；须撤回此版的，请先撤回其后各版。",
    remedyEn: "To put something right, submit a new version; to recall this one, recall the later ones first.",
  },
  NOTHING_SUBMITTED: {
    zh: "成果未报送上级：不报送而归档的，须说明理由。",
    en: "Nothing of it stands submitted to the offices above: whoever archives it unsubmitted says why.",
    remedyZh: "请先报送成果，或填写 note。",
    remedyEn: "Submit its results first, or fill in `note`.",
  },
  NOTHING_CHANGED: {
    zh: "与上一版本相同，无需重复报送。",
    en: "Nothing has changed since the last version.",
    remedyZh: "有变化时再报送新版本；被退回而内容无误的，请在报送说明（note）中答复退回的理由，再报送。",
    remedyEn:
      "Submit a new version once something changes; what was returned and is right as it is goes up again with an answer to the reason as its note.",
  },
} as const satisfies RefusalTexts;
