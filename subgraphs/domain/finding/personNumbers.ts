import { inArabicDigits, inPlainDigits } from "./plainDigits";

/** Where a text seems to hold a number of a person: [start, end) in UTF-16 code units. */
interface NumberPlace {
  start: number;
  end: number;
  why: "ID_NUMBER" | "MOBILE_NUMBER";
}

/** What stands between the digits where somebody writes a number in groups, or wants it not to be found: whatever is neither a
 * letter nor a number, and letters that are not seen. */
const GAP = "(?:[^\\p{L}\\p{N}]|[\\u115f\\u1160]){0,4}";
const digits = (...parts: string[]) => parts.join(GAP);
const times = (part: string, count: number) => digits(...Array<string>(count).fill(part));
const DAY_OF_YEAR = `(?:0${GAP}[1-9]|1${GAP}[0-2])${GAP}(?:0${GAP}[1-9]|[12]${GAP}\\d|3${GAP}[01])`;
const YEAR = `(?:1${GAP}9|2${GAP}0)${GAP}${times("\\d", 2)}`;
/** A number of fifteen digits has no year of four and no check: its province, or the fictional one, must be one. */
const PROVINCE = ["1[1-5]", "2[1-3]", "3[1-7]", "4[1-6]", "5[0-4]", "6[1-5]", "71", "8[1-3]", "9[19]"]
  .map((two) => two.replace(/^(.)/, `$1${GAP}`))
  .join("|");
/** With or without the country's code. A year and what follows it (1998-2005 …) is none. */
const MOBILE = `(?:(?:(?:\\+|00)${GAP})?8${GAP}6${GAP})?(?!19\\d\\d(?:\\D|$))1${GAP}[3-9]${GAP}${times("\\d", 9)}`;

const PATTERNS = [
  [digits("[1-9]", times("\\d", 5), YEAR, DAY_OF_YEAR, times("\\d", 3), "[\\dXx]"), "ID_NUMBER"],
  [digits(`(?:${PROVINCE})`, times("\\d", 4), times("\\d", 2), DAY_OF_YEAR, times("\\d", 3)), "ID_NUMBER"],
  [MOBILE, "MOBILE_NUMBER"],
] as const;
const WITHIN = PATTERNS.map(([pattern, why]) => ({ pattern: new RegExp(pattern, "gu"), why }));
const ALONE = PATTERNS.map(([pattern, why]) => ({ pattern: new RegExp(`(?<!\\d)${pattern}(?!\\d)`, "gu"), why }));

/** Finds identity cards' and mobile numbers, however they are written. Twice: in `13800138000一事` the numeral is a word, in
 * `一三八零零一三八零零零` it is a digit. */
export function personNumbers(text: string): NumberPlace[] {
  const plain = inPlainDigits(text);
  const arabic = inArabicDigits(plain);
  const spoken =
    arabic === plain ? [] : placesIn(arabic, WITHIN).filter(({ start, end }) => standsAlone(plain, start, end));
  return [...placesIn(plain, ALONE), ...spoken].map(({ start, end, why }) => ({
    start,
    end: pastPair(text, end),
    why,
  }));
}

function placesIn(plain: string, patterns: typeof ALONE): NumberPlace[] {
  const codes = creditCodesIn(plain);
  return patterns.flatMap(({ pattern, why }) =>
    [...plain.matchAll(pattern)]
      .map(({ 0: number, index }) => ({ start: index, end: index + number.length, why }))
      .filter(({ start, end }) => !codes.some((code) => code.start <= start && end <= code.end))
      .filter(({ start, end }) => !isSomethingElse(plain.slice(0, start), plain.slice(start, end), plain.slice(end))),
  );
}

/** Whether no digit that is written as one stands beside it. */
function standsAlone(plain: string, start: number, end: number): boolean {
  return !/\d/.test(plain.slice(Math.max(start - 1, 0), start) + plain.slice(end, end + 1));
}

/** A sign of two code units is masked as a whole. */
function pastPair(text: string, end: number): number {
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end;
}

/** One amount or several: in thousands, or with at most two places. */
const AMOUNT = "(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+\\.\\d{1,2})";
const AMOUNTS = new RegExp(`^${AMOUNT}(?:[、;,\\s]+${AMOUNT})*$`);
const OF_MONEY = /^(?:\.\d+)?\s?[十百千万亿]*元/;
/** What several numbers in a list are counted in. */
const COUNTED = /^(?:\.\d+)?\s?[十百千万亿个人户亩次件项笔份家名元吨米天处批套条座栋平张宗本册%‰]/;
/** Digits that would begin within a day, or end with one behind another number of a list. */
const WITHIN_DAY = /(?:19|20)\d\d[-/.](?:(?:0?[1-9]|1[0-2])[-/.])?$/;
const A_DAY = /[,、;]\s?(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])$/;
/** Behind such a word it is a person's, as much as it looks like something else. */
const ANNOUNCED = /(?:电话|手机|联系方式|号码|微信|身份证|证件|tel)[^\p{L}\p{N}]{0,3}$/iu;

/** Whether digits that could be a person's are an amount, a day or counts. */
function isSomethingElse(before: string, number: string, after: string): boolean {
  if (ANNOUNCED.test(before.slice(-16))) return false;
  if (AMOUNTS.test(number) || A_DAY.test(number)) return true;
  if (WITHIN_DAY.test(before.slice(-8)) && /^\d\d?\D/.test(number)) return true;
  return /^\d+$/.test(number) ? OF_MONEY.test(after) : /[,、;%/|]/.test(number) && COUNTED.test(after);
}

const CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CODE = new RegExp(`(?<![0-9A-Z])[${CODE_SIGNS}]{18}(?![0-9A-Z])`, "g");

/** Unified credit codes of bodies (统一社会信用代码): known by their check, where an identity number's own does not hold. */
function creditCodesIn(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(CODE)]
    .filter(([code]) => isCreditCode(code) && !isIdentityNumber(code))
    .map(({ 0: code, index }) => ({ start: index, end: index + code.length }));
}

/** GB 32100: weights 3^i modulo 31. */
function isCreditCode(code: string): boolean {
  const values = [...code].map((sign) => CODE_SIGNS.indexOf(sign));
  return (weighed(values.slice(0, 17).reverse(), 3, 31) + (values[17] ?? 0)) % 31 === 0;
}

/** GB 11643: weights 2^i from the right, modulo 11. */
function isIdentityNumber(code: string): boolean {
  const values = [...code].map((sign) => "0123456789X".indexOf(sign));
  return !values.includes(-1) && weighed(values, 2, 11) === 1;
}

function weighed(values: readonly number[], base: number, module: number): number {
  return values.reduce((sum, value) => (sum * base + value) % module, 0);
}
