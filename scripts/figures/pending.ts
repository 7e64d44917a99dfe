import type { PendingFigure } from "./figure";

const LETTERS = "letters are not built";
const CHECKLISTS = "checklists of a round are not built; that of a joint supervision is one list";
const CAMPAIGNS = "a county opens no campaign, and what one achieved is not counted";

/** What the articles state and no question can be asked about yet. */
export const PENDING: readonly PendingFigure[] = [
  { name: "counties delisted on 2020-11-14", article: "S1", stated: "9", pending: "units have no tags" },
  {
    ...{ name: "provincial units with internal inspections", article: "S1", stated: "89" },
    pending: "programmes of internal inspections are not built",
  },
  { name: "special check groups", article: "S1", stated: "10", pending: "check groups are not built" },
  {
    ...{ name: "prefectures that spoke, that wrote", article: "S0", stated: "8 + 8" },
    pending: "meetings and their contributions are not built",
  },
  { name: "Jinning, letters", article: "S2", stated: "6", pending: LETTERS },
  { name: "Midu, proposals", article: "S2", stated: "17", pending: LETTERS },
  { name: "Midu, rules built", article: "S2", stated: "28", pending: LETTERS },
  {
    name: "Zhenyuan, midterm guidance in round 8",
    article: "S2",
    stated: "8",
    pending: "midterm reviews are not built",
  },
  { name: "priorities of 2024", article: "S2", stated: "5", pending: "their wording is not at hand" },
  { name: "levels of the guide", article: "S2", stated: "4", pending: CHECKLISTS },
  { name: "checklist, areas and points", article: "S4", stated: "14, 50", pending: CHECKLISTS },
  { name: "checklist, actions", article: "S4", stated: "67 + 32 + 121 + 152 = 372", pending: CHECKLISTS },
  {
    ...{ name: "Lushan, days until the works began", article: "S4", stated: "3" },
    pending: "an action does not say when its works began",
  },
  { name: "Shilong, letters", article: "S4", stated: "30余, ≥ 30", pending: LETTERS },
  { name: "Shilong, departments", article: "S4", stated: "8", pending: LETTERS },
  { name: "Shilong, campaigns", article: "S4", stated: "7", pending: CAMPAIGNS },
  { name: "Shilong, firms closed", article: "S4", stated: "6", pending: CAMPAIGNS },
  { name: "Shilong, livelihood issues", article: "S4", stated: "96", pending: CAMPAIGNS },
  {
    ...{ name: "Shilong, secretary and committee meetings", article: "S4", stated: "3, 6" },
    pending: "a hearing is a field of a target, not a meeting of its own",
  },
];
