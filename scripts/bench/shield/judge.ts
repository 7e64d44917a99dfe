import type { Exchange } from "./wire";

/** Why an exchange is not in order. */
export type Fault =
  | "NO_ANSWER"
  | "DEFECT"
  | "NOT_REFUSED"
  | "NO_CODE"
  | "LEAK"
  | "REPEATS_VALUE"
  | "SUGGESTION"
  | "SLOW"
  | "LOG_LEAK"
  | "GROWS"
  | "BUSY"
  | "DIED";

export interface Expectation {
  /** only a refusal is right */
  refused: boolean;
  /** it is right too to end the connection without a word */
  silence: boolean;
}

/** What must be found nowhere outside: placed by the measurement into database, environment and configuration. */
export interface Secrets {
  canaries: readonly string[];
  /** the caller's own values: neither answered in an error nor logged */
  value: string;
  /** where the tiers are */
  addresses: readonly string[];
}

export const MOST_CPU_MS = 50;

const INSIDE = /\bat \S+ \([^)]*:\d+:\d+\)|node_modules|\bnode:|ECONN|\bselect .* from\b|stacktrace|\/dist\//i;
const CODE = /^[A-Z_]+$/;

export function judge(answer: Exchange, expected: Expectation, secrets: Secrets): Fault[] {
  const faults: Fault[] = [];
  const text = `${answer.head}\n${answer.body}`;
  if (answer.status === 0) return expected.silence ? [] : ["NO_ANSWER"];
  if (answer.status === 500 || answer.status === 502 || text.includes("INTERNAL_SERVER_ERROR")) faults.push("DEFECT");
  const isRefusal = answer.status >= 400;
  if (expected.refused && !isRefusal) faults.push("NOT_REFUSED");
  if (isRefusal && !hasCode(answer)) faults.push("NO_CODE");
  if (leaks(text, secrets) || INSIDE.test(text)) faults.push("LEAK");
  if (isRefusal && text.includes(secrets.value)) faults.push("REPEATS_VALUE");
  if (/did you mean/i.test(text)) faults.push("SUGGESTION");
  return faults;
}

/** @returns whether a text tells something that only the inside knows */
export function leaks(text: string, { canaries, addresses }: Secrets): boolean {
  return [...canaries, ...addresses].some((secret) => text.includes(secret));
}

function hasCode({ head, body }: Exchange): boolean {
  if (!body) return /content-length: [1-9]/i.test(head); // as HEAD is answered
  try {
    const json = JSON.parse(/^[\da-f]+\r\n/i.test(body) ? unchunked(body) : body) as { errors?: unknown[] };
    const [first] = (json.errors ?? []) as { extensions?: { code?: unknown } }[];
    return CODE.test(String(first?.extensions?.code));
  } catch {
    return false;
  }
}

function unchunked(body: string): string {
  return body.replace(/^[\da-f]+\r\n/i, "").replace(/\r\n0\r\n\r\n$/, "");
}

export function judgeLog(log: string, { canaries, value }: Secrets): Fault[] {
  return [...canaries, value].some((secret) => log.includes(secret)) ? ["LOG_LEAK"] : [];
}
