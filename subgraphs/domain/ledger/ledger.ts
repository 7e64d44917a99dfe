import type { FindingStatus } from "../finding/finding";

/** 台账 Ledger: findings of one round in rows, in and out. */
export const MAX_LEDGER_ROWS = 5_000;

interface LedgerColumn {
  field: "unit" | "targetId" | "title" | "description" | "focus" | "category" | "synthetic";
  /** what stands above the column */
  head: string;
  required: boolean;
  /** characters, for a spreadsheet */
  width: number;
}

/** The columns that a ledger file brings, in the order of the template; a file may have them in any order. */
export const LEDGER_COLUMNS: readonly LedgerColumn[] = [
  { field: "unit", head: "单位名称", required: true, width: 30 },
  { field: "targetId", head: "对象编号", required: false, width: 34 },
  { field: "title", head: "标题", required: true, width: 40 },
  { field: "description", head: "内容", required: false, width: 60 },
  { field: "focus", head: "监督重点", required: true, width: 24 },
  { field: "category", head: "类别", required: true, width: 20 },
  { field: "synthetic", head: "合成数据", required: false, width: 10 },
];

/** What an exported file holds beside these, and is held to where it comes back: which finding a row is, in which version it went
 * out, and what the platform keeps of it. */
export const RETURNED_COLUMNS = [
  { field: "id", head: "问题编号" },
  { field: "version", head: "版本" },
  { field: "ordinal", head: "序号" },
  { field: "status", head: "当前状态" },
  { field: "note", head: "理由" },
  { field: "unitReply", head: "单位意见" },
] as const;

/** The rest of an exported file: told by the finding or by the day, and not read again. */
export const UNREAD_HEADS: readonly string[] = [
  "巡察办代码",
  "轮次",
  "所在地",
  "状态日期",
  "到期日",
  "反馈文号",
  "所见依据",
  "代录单位",
  "记录日期",
];

export type LedgerField = LedgerColumn["field"] | (typeof RETURNED_COLUMNS)[number]["field"];

export const YES = "是";
export const NO = "否";

/** A status in an exported ledger. One that this version does not know yet stands there by its code. */
export const STATUS_WORDS: Record<FindingStatus, string> = {
  DRAFT: "草稿",
  TEAM_AGREED: "组务会通过",
  FACTS_EXCHANGED: "已交换意见",
  REPORTED: "已报告",
  FED_BACK: "已反馈",
  OBJECTED: "有异议",
  RECTIFYING: "整改中",
  CLAIMED_DONE: "申请销号",
  VERIFIED: "已核验",
  CLOSED: "已销号",
  LONG_TERM: "长期坚持",
  REOPENED: "重新整改",
  DISMISSED: "不予认定",
  WITHDRAWN: "已撤销",
};
