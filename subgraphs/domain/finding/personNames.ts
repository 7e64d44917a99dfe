import { personNumbers } from "./personNumbers";
import { ALSO_A_WORD, NO_NAMES, SURNAME } from "./surnames";

/** Why a text seems to name a person: a name beside a title, a surname with 某, an identity card's or a mobile number. */
export const ADVICE_REASONS = ["NAME", "MASKED_NAME", "ID_NUMBER", "MOBILE_NUMBER"] as const;
export type AdviceReason = (typeof ADVICE_REASONS)[number];

/** A place in a text that seems to name a person: [start, end) in UTF-16 code units. */
export interface PersonHint {
  start: number;
  end: number;
  text: string;
  why: AdviceReason;
}

/** Points its author to what seems to name a person. A hint and no proof: it misses names without a title beside them, and a
 * few ordinary words look like names. Surnames with 某 count: in a village the post and the surname are enough.
 * @returns the places in their order, none inside of another */
export function personHints(text: string): PersonHint[] {
  const found = [...numbersIn(text), ...maskedIn(text), ...namesIn(text)].sort((a, b) => a.start - b.start);
  return found.filter((hint, i) => !found.slice(0, i).some((before) => before.end > hint.start));
}

/** Whether a text holds an identity card's or a mobile number: these say who somebody is to whoever reads them, and a unit
 * needs no number to know whom a finding is about. */
export function holdsNumberOfPerson(text: string): boolean {
  return numbersIn(text).length > 0;
}

/** The text with every such place made unreadable. */
export function maskPersons(text: string): string {
  return personHints(text).reduceRight(
    (masked, { start, end }) => masked.slice(0, start) + MASK.repeat(end - start) + masked.slice(end),
    text,
  );
}

const MASK = "×";

function numbersIn(text: string): PersonHint[] {
  return personNumbers(text).map(({ start, end, why }) => hintAt(start, text.slice(start, end), why));
}

function hintAt(start: number, text: string, why: AdviceReason): PersonHint {
  return { start, end: start + text.length, text, why };
}

/** 张某某, 李某. Not 某村, 某项目: a place or a thing that is left open. */
const NOT_SOMEBODY =
  "(?!某|村|镇|乡|县|市|区|街|路|局|办|部|站|所|单位|公司|企业|项目|工程|户|学校|医院|社区|月|年|日|些|个|种|笔|一|次|账户|银行|商)";
const MASKED = new RegExp(
  `${SURNAME}某(?:某${NOT_SOMEBODY}|(?=\\p{Script=Han})${NOT_SOMEBODY}|(?!\\p{Script=Han}))`,
  "gu",
);
/** Surnames that are prepositions or the like before a thing left open: 向某, 于某, 和某 … */
const BEFORE_SOMETHING = /^[于向和任时连单全应都来原查费管包保成常](?=某(?!某))/;

function maskedIn(text: string): PersonHint[] {
  const matches = [...text.matchAll(MASKED)].filter(([name]) => !BEFORE_SOMETHING.test(name));
  return matches.map((match) => hintAt(match.index, match[0], "MASKED_NAME"));
}

const POSTS =
  "党总支书记|党支部书记|党委书记|副书记|书记|副主任|主任|村长|镇长|乡长|县长|副局长|局长|副所长|所长|站长|副科长|科长|处长|副部长|部长|校长|院长|" +
  "支书|副队长|队长|副组长|组长|副主席|主席|董事长|总经理|经理|会计|出纳|报账员|委员|监委会主任";
/** A post that goes on as another word is none: 书记录, 委员会, 会计凭证, 校长期. */
const NO_POST =
  "(?!录|会|期|效|远|达|核算|账|凭证|科目|档案|制度|人员|委派|报表|代理|处理|年度|办公|室|助理|一肩挑|岗|职)";
const TITLE_AFTER = `(?:同志|先生|女士|老师|医生|(?:${POSTS})${NO_POST})`;
const TITLE_BEFORE = `(?:${POSTS}|村民|党员|干部|负责人|法定代表人|法人|经办人|低保户|贫困户|脱贫户|户主|其子|其妻|其兄|其弟|其父|其母|亲属)`;
/** No character of a given name: what places, bodies and sentences are made of. */
const GIVEN =
  "(?![村镇乡县市区局部组委所站处科室厅院校党支社司厂店公企业年月日的了是在与及或等不未无有被把对从到由将已均各该此其它这那副正前兼现长员费款资账项额书记主任会计])\\p{Script=Han}";
const NAME = `${SURNAME}${GIVEN}(?:${GIVEN})?`;
/** What a name stands after where the title follows: the beginning, a sign, a post, a body, a small word. */
const BEFORE =
  "(?<=^|[^\\p{Script=Han}]|[村镇乡县市区局部组委所站处科室厅院校社司厂店的由向与和经对让将把为被给原]|书记|主任|会计|村民|党员|干部|时任|现任|支书)";
/** What stands after a name where the title goes before: the end, a sign, a verb or a small word. */
const AFTER =
  "(?=$|[^\\p{Script=Han}]|在|将|把|被|因|为|向|与|和|及|等|未|多次|长期|违反|违规|擅自|私自|收受|收取|挪用|利用|虚报|套取|截留|侵占|骗取|优亲|以权|通过|存在|作为|的|名下|本人|同志|超标|公款|索要|领取|贪污)";

const PATTERNS = [
  new RegExp(`${BEFORE}(?<name>${NAME})(?=${TITLE_AFTER})`, "gu"),
  new RegExp(`(?<=${TITLE_BEFORE})(?<name>${NAME})${AFTER}`, "gu"),
  new RegExp(`${BEFORE}(?<name>(?![${ALSO_A_WORD}])${SURNAME}(?:同志|书记|主任|村长|镇长|支书|会计)${NO_POST})`, "gu"),
];
/** 张三、李四: who stands beside a name is one too. */
const BESIDE = new RegExp(`[、和及]${NAME}(?=$|[、和及等，。；（]|${AFTER})`, "yu");

function namesIn(text: string): PersonHint[] {
  const named = PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)]).filter((match) => isName(match[0]));
  return named.flatMap((match) => {
    const hints = [hintAt(match.index, match[0], "NAME")];
    for (let next = besideOf(text, hints); next; next = besideOf(text, hints)) hints.push(next);
    return hints;
  });
}

function besideOf(text: string, hints: readonly PersonHint[]): PersonHint | undefined {
  BESIDE.lastIndex = hints.at(-1)?.end ?? 0;
  const [beside] = BESIDE.exec(text) ?? [];
  const name = beside?.slice(1);
  return name && isName(name) ? hintAt((hints.at(-1)?.end ?? 0) + 1, name, "NAME") : undefined;
}

function isName(text: string): boolean {
  return !NO_NAMES.some((word) => text.startsWith(word));
}
