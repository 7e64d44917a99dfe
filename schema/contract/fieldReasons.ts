/** Why a field of the input is wrong: the one place where a reason has its words. Chinese first, because a clerk reads it. What
 * stands in braces is told when it is used; never a value of the caller. */
export const FIELD_REASONS = {
  // of any field
  REQUIRED: { zh: "必填。", en: "It is required." },
  WRONG_TYPE: {
    zh: "与类型不符。",
    en: "It is not of the type that the operation declares for it.",
  },
  NOT_IN_ENUM: { zh: "不是 {values} 的取值。", en: "It is none of the values of {values}." },
  NOT_ONE_OF: {
    zh: "不是 {type} 的取值，应为：{values}。",
    en: "It is none of the values of {type}, which are {values}.",
  },
  UNKNOWN_FIELD: { zh: "接口定义中没有此字段。", en: "The schema has no such field at this place." },
  NO_SUCH_FIELD: { zh: "含有接口定义中没有的字段。", en: "It has a field that the schema does not know." },
  WHOLE_NUMBER: { zh: "应为整数。", en: "It must be a whole number." },
  TEXT: { zh: "应为文字。", en: "It must be a text." },
  YES_OR_NO: { zh: "应为 true 或 false。", en: "It must be true or false." },
  DATE: { zh: "应为存在的日期，格式为 YYYY-MM-DD。", en: "It must be a day that exists, as YYYY-MM-DD." },
  INSTANT: {
    zh: "应为时刻，格式为 YYYY-MM-DDTHH:MM:SSZ（UTC）。",
    en: "It must be an instant, as YYYY-MM-DDTHH:MM:SSZ (UTC).",
  },
  AMOUNT: {
    zh: "应为金额（元），两位小数，如 40000.00。",
    en: "It must be an amount in yuan with two decimals, such as 40000.00.",
  },
  LENGTH: { zh: "长度应为{min}至{max}字。", en: "It must have {min} to {max} characters." },
  MOST_CHARACTERS: { zh: "至多{max}字。", en: "It may have {max} characters at most." },
  LEAST: { zh: "不得小于{min}。", en: "It must not be less than {min}." },
  MOST: { zh: "不得大于{max}。", en: "It must not be greater than {max}." },
  FEWEST_ITEMS: { zh: "至少{min}项。", en: "It must have {min} items at least." },
  MOST_ITEMS: { zh: "至多{max}项。", en: "It may have {max} items at most." },
  PARTS: { zh: "应按接口定义逐项填写。", en: "It must have the parts that the schema names." },
  ZERO_CHARACTER: { zh: "不得含有空字符（U+0000）。", en: "It must not contain the character U+0000." },
  HALF_CHARACTER: {
    zh: "含有不完整的字符，请重新输入。",
    en: "It must not contain half of a surrogate pair.",
  },
  CONTROL_CHARACTER: {
    zh: "含有不可见的控制字符，请删去后重新输入。",
    en: "It must not contain control characters.",
  },
  UNSEEN_CHARACTER: {
    zh: "含有看不见的字符（多随网页或聊天记录复制而来），请重新录入该处文字。",
    en: "It holds characters that nobody sees, as texts copied from web pages do. Type that part again.",
  },
  NOTHING_VISIBLE: { zh: "须有可见的文字。", en: "It must contain a visible character." },
  NUMBER_OF_PERSON: {
    zh: "含有身份证号或手机号，此文本将送出本办，请删去或遮盖该号码。",
    en: "It holds an identity card's or mobile number and leaves the office: leave the number out, or mask it.",
  },
  // what it names
  NOT_AN_ID: { zh: "不是本平台的编号。", en: "It is not an id of this platform." },
  NOT_FOUND: { zh: "未找到。", en: "It is not found." },
  NAMED_TWICE: { zh: "同一次请求中重复。", en: "It is named twice in one request." },
  NOT_AN_ACCOUNT: {
    zh: "应为账号，如 county:990101.clerk。",
    en: "It must be an account id, such as county:990101.clerk.",
  },
  NO_REGION_CODE: {
    zh: "应为2、4、6、9或12位行政区划代码，可补零。",
    en: "It must be a region code of 2, 4, 6, 9 or 12 digits, zero-padded or not.",
  },
  NO_SUCH_REGION: { zh: "没有此行政区划。", en: "There is no such region." },
  OUTSIDE_OF_AREA: { zh: "不在本办辖区之内。", en: "It is outside the area of your office." },
  NOT_A_CURSOR: {
    zh: "不是此列表的游标，请取上一页的 endCursor。",
    en: "It is not a cursor of this list; take `endCursor` of a page.",
  },
  OTHER_SORT: {
    zh: "是另一种排序下的游标；改变排序后请从第一页取起。",
    en: "It is a cursor of this list as it was sorted otherwise; begin with the first page after another sort.",
  },
  NOT_A_LIVE_CURSOR: {
    zh: "不是本级订阅的游标，请从头订阅。",
    en: "It is not a cursor of this tier's subscriptions; subscribe without it.",
  },
  NOT_A_KEY: {
    zh: "幂等键应为8至200个可见的 ASCII 字符，如 UUID。",
    en: "It must be 8 to 200 visible ASCII characters, such as a UUID.",
  },
  NOT_YOUR_OFFICE: {
    zh: "不是本办，也不是由本办代录的直接下级巡察办。",
    en: "It is neither your office nor one on paper directly below it.",
  },
  ONLY_ON_BEHALF: { zh: "仅用于代录。", en: "It is only of an entry on behalf of an office on paper." },
  ONLY_FOR_PEOPLE: { zh: "仅用于抽调人员。", en: "It is only of an order for people." },
  NOT_YOUR_TERM: { zh: "不是该巡察办的届。", en: "It is not a term of that office." },
  TERM_IS_OPEN: { zh: "该届已设立。", en: "This term is already open." },
  NOT_IN_REGISTER: { zh: "不是本级对象库中的单位。", en: "It is not a unit of this tier's register." },
  MOST_FOREIGN_UNITS: {
    zh: "一次请求至多涉及{max}个他级对象库中的单位。",
    en: "One request may name {max} units of other tiers' registers at most.",
  },
  NO_VALID_FOCUS: {
    zh: "不是{day}有效的监督重点；相近的有：{nearestZh}。",
    en: "It is no focus that is valid on {day}; nearest: {nearest}.",
  },
  NO_VALID_CATEGORY: {
    zh: "不是{day}有效的类别；相近的有：{nearestZh}。",
    en: "It is no category that is valid on {day}; nearest: {nearest}.",
  },
  // what does not go together
  NOT_OF_THIS_COMMAND: { zh: "仅用于操作：{commands}。", en: "It is only of {commands}." },
  TEXT_OF_ONE: {
    zh: "更正的文本只属于一个问题，请单独办理该问题。",
    en: "A text is of one finding: move it alone.",
  },
  RESULT_OF_ONE: { zh: "结果各自不同，请单独办理该事项。", en: "Each action has its own: move it alone." },
  EXCEPTION_UNHEARD: {
    zh: "仅用于未交换意见即列入报告的问题。",
    en: "It is only of findings that go to the report unheard.",
  },
  UNIT_ITSELF: {
    zh: "是问题所涉的单位本身，此处只填其他责任单位。",
    en: "It is the unit that the finding is about: name further ones only.",
  },
  ONLY_OF_TRANSFER: {
    zh: "仅用于边巡边移的事项。",
    en: "It is only of a transfer while inspecting.",
  },
  TRANSFER_NEEDS: { zh: "移交须写明接收部门。", en: "It is required: a transfer names a department." },
  NO_POSSIBLE_AMOUNT: {
    zh: "金额应大于零，至多 100000000000.00 元。",
    en: "It must be more than nothing, at most 100000000000.00.",
  },
  NOT_BEFORE_TOMORROW: { zh: "最早为明日。", en: "It is not before tomorrow." },
  NOT_JOINT: {
    zh: "除上级党组织外至少两方，且其中一方不属本办。",
    en: "It needs two parties at least beside the superior body, one of them from outside of the office.",
  },
  BEFORE_THE_PLAN: { zh: "不得早于整改方案的日期。", en: "It is before the day of the plan." },
  ENDS_TOO_EARLY: {
    zh: "不得早于{day}，即该单位整改报告的到期日。",
    en: "It is before {day}, when the unit's report is due.",
  },
  NOTHING_TO_SEE: { zh: "不是您可见的事项。", en: "It is nothing that you may see." },
  RECUSALS_ARE_MANY: {
    zh: "已有{most}项回避，请改为按地域回避。",
    en: "There are {most} recusals already; recuse from a region.",
  },
  OTHER_ROUND: {
    zh: "与首行的巡察对象不属同一轮。",
    en: "It is a target of another round than the first row's.",
  },
  NOT_A_CUSTODY: {
    zh: "应为线索保管方，如 990101:DISCIPLINE。",
    en: "It must name who holds clues, such as 990101:DISCIPLINE.",
  },
  TEXT_OR_POINTER: {
    zh: "线索内容与存放处二者填其一。",
    en: "It must be either the text of the clue or where it lies.",
  },
  ONE_OF: { zh: "以下只填一项：{names}。", en: "Exactly one of {names} is given." },
  ONLY_TARGETS: { zh: "反馈抄送按对象办理，请填 targetIds。", en: "A copy of feedback is of targets: give targetIds." },
  BEFORE_THE_BEGINNING: { zh: "不得早于起始日期。", en: "It is before the day on which it begins." },
  NO_OFFICE_THERE: { zh: "此处没有巡视办、巡察办。", en: "There is no inspection office." },
  // of a ledger
  REFUSED: { zh: "不予办理（{code}）：{becauseZh}。", en: "It is refused ({code}): {because}." },
  NO_ROWS: { zh: "没有可记录的行。", en: "There is no row to record." },
  FORMULA: { zh: "不能是公式，请粘贴为值。", en: "It is a formula; paste its value." },
  ERROR_VALUE: {
    zh: "单元格是错误值（如 #REF!），请改正公式后粘贴为值。",
    en: "The cell is an error (such as #REF!): mend its formula, then paste its value.",
  },
  NO_SUCH_COLUMN: { zh: "没有这一列，请使用模板。", en: "There is no such column; use the template." },
  COLUMN_TWICE: { zh: "列重复。", en: "The column is there twice." },
  COLUMN_MISSING: { zh: "缺少“{head}”列。", en: "The column is missing." },
  NO_FINDING_OF_ROUND: {
    zh: "不是本轮中您可修改的问题；新增的行请将问题编号留空。",
    en: "It is no finding of this round that you may change; a new row has no number.",
  },
  KEPT_BY_PLATFORM: {
    zh: "与平台所记不符，台账文件不更改此项；请照原样保留，需要更改的请在平台上办理。",
    en: "It differs from the record, which a file does not change here: leave it as it went out, and change it on the platform.",
  },
  FILLED_BY_PLATFORM: {
    zh: "新增的行此列应留空，由平台填写；修改已有的问题，请保留其问题编号。",
    en: "Of a new row this stays empty, the platform fills it in; to change a finding that is there, leave its number.",
  },
  VERSION_NEEDED: {
    zh: "修改已有的问题须有导出时的版本，请保留“版本”列。",
    en: "To change a finding, the version in which it went out is needed: leave its column.",
  },
  NO_UNIT_OF_ROUND: {
    zh: "须为本轮巡察对象的单位名称。",
    en: "It must be the name of a unit of this round.",
  },
  UNITS_OF_ONE_NAME: {
    zh: "单位重名，请填写对象编号。",
    en: "Two units have this name; fill in the target's number.",
  },
  NOT_THAT_UNIT: {
    zh: "对象编号与单位名称不符。",
    en: "It is not the number of that unit's target.",
  },
  YES_NO_OR_EMPTY: { zh: "应为是或否，空为否。", en: "It must be 是 or 否; empty is 否." },
} as const satisfies Record<string, { zh: string; en: string }>;
export type FieldReasonCode = keyof typeof FIELD_REASONS;

declare const OF_THE_REGISTRY: unique symbol;
/** A sentence in Chinese and English. Nothing but `reasonOf` makes one, so that no reason is without its Chinese. */
export type FieldReason = string & { readonly [OF_THE_REGISTRY]: true };

export interface FieldFault {
  /** where in the arguments: `input.findings.3.title` */
  path: string;
  reason: FieldReason;
}

/** What stands in braces in a text. */
type Slots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | Slots<Rest> : never;
type SlotsOf<Code extends FieldReasonCode> = Slots<(typeof FIELD_REASONS)[Code]["zh" | "en"]>;
export type Told<Code extends FieldReasonCode> = [SlotsOf<Code>] extends [never]
  ? []
  : [told: Record<SlotsOf<Code>, string | number>];

export function reasonOf<Code extends FieldReasonCode>(code: Code, ...[told]: Told<Code>): FieldReason {
  const { zh, en } = FIELD_REASONS[code];
  const values: Record<string, string | number> = told ?? {};
  return `${zh}${en}`.replace(/\{(\w+)\}/g, (_, slot: string) => String(values[slot])) as FieldReason;
}

/** @param more for the slots of a reason */
export function faultAt<Code extends FieldReasonCode>(path: string, code: Code, ...more: Told<Code>): FieldFault {
  return { path, reason: reasonOf(code, ...more) };
}
