/** Signs of JSON, as bytes. Whoever looks at each byte has constants of these: what is imported is looked up each time. */
export const SIGN = {
  ...{ QUOTE: 0x22, BACKSLASH: 0x5c, BLANK: 0x20, COMMA: 0x2c, COLON: 0x3a },
  ...{ OPEN: 0x7b, CLOSE: 0x7d, OPEN_LIST: 0x5b, CLOSE_LIST: 0x5d },
  ...{ MINUS: 0x2d, PLUS: 0x2b, POINT: 0x2e, ZERO: 0x30, NINE: 0x39 },
};

const { QUOTE, BACKSLASH, BLANK, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, MINUS, PLUS, POINT, ZERO, NINE } = SIGN;

export function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= ZERO && code <= NINE;
}

/** @returns whether these very bytes stand there */
export function startsAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

/** Of a longer text the end is found faster by the buffer. */
const SHORT = 64;

/** @param from where the first quote of a text is, in JSON that was read
 * @returns the place behind its last one */
export function endOfText(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < from + SHORT; at++) {
    const code = bytes[at];
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return endOfLongText(bytes, from);
}

function endOfLongText(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from + 1); ; at = bytes.indexOf(QUOTE, at + 1)) {
    let slashes = at;
    while (bytes[slashes - 1] === BACKSLASH) slashes--;
    if ((at - slashes) % 2 === 0) return at + 1;
  }
}

/** @param from where a value begins, in JSON that was read
 * @returns the place behind it */
export function endOfValue(bytes: Buffer, from: number): number {
  let [at, depth] = [from, 0];
  for (;;) {
    const code = bytes[at] as number;
    if (code === QUOTE) at = endOfText(bytes, at);
    else if (code === OPEN || code === OPEN_LIST) [at, depth] = [at + 1, depth + 1];
    else if (depth > 0 && (code === CLOSE || code === CLOSE_LIST)) [at, depth] = [at + 1, depth - 1];
    else if (depth > 0) at++;
    else at = endOfWord(bytes, at);
    if (depth === 0) return at;
  }
}

/** Of a number, or of a word that has a meaning. */
function endOfWord(bytes: Buffer, from: number): number {
  let at = from;
  for (let code = bytes[at]; isDigit(code) || isInWord(code); code = bytes[++at]);
  return at;
}

function isInWord(code: number | undefined): boolean {
  if (code === undefined) return false;
  return code === MINUS || code === PLUS || code === POINT || ((code | BLANK) >= 0x61 && (code | BLANK) <= 0x7a);
}

/** @param from where a number begins, in JSON that was read
 * @returns the place behind it where it is whole and has so few digits that it fits GraphQL's type Int beyond doubt; else 0 */
export function endOfShortInt(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let at = first;
  while (isDigit(bytes[at])) at++;
  const code = bytes[at];
  const isWhole = code === COMMA || code === CLOSE || code === CLOSE_LIST;
  const isPlain = at > first && at - first < 10 && (bytes[first] !== ZERO || at - from === 1);
  return isWhole && isPlain ? at : 0;
}
