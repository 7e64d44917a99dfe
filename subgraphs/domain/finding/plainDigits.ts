/** Holds the place of a sign's second code unit: no digit, and nothing to see. */
const REST = "\u2060";

/** The text with the digits of every script and width, and whatever else stands for one character of ASCII, as that. Every
 * place keeps its number. */
export function inPlainDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (sign) => {
    const plain = /^\p{Nd}$/u.test(sign) ? String(digitOf(sign)) : sign.normalize("NFKC");
    return plain.length <= sign.length ? plain.padEnd(sign.length, REST) : sign;
  });
}

/** The digits of a script follow one another from its zero on, and scripts that stand side by side are tens. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

/** What is read as a digit, each by its value: numerals, and letters that look like one. */
const READ_AS = [
  "〇零○OoОоΟο",
  "一壹幺弌lIІΙ",
  "二贰貳弍",
  "三叁參弎",
  "四肆",
  "五伍",
  "六陆陸",
  "七柒",
  "八捌",
  "九玖",
];
const VALUES = new Map(READ_AS.flatMap((signs, value) => [...signs].map((sign) => [sign, String(value)] as const)));
const ANY = new RegExp(`[${READ_AS.join("")}]`, "g");

/** The text with these as digits. Every place keeps its number. */
export function inArabicDigits(plain: string): string {
  return plain.replace(ANY, (sign) => VALUES.get(sign) ?? sign);
}
