/** How much a number says: exactly that, or that at least 余. */
export const QUALIFIERS = ["EXACT", "AT_LEAST"] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

/** Of a sum: at least that, as soon as one of its parts says no more. */
export function qualifierOf(atLeast: boolean): Qualifier {
  return atLeast ? "AT_LEAST" : "EXACT";
}

/** 挽回金额: a hundred billion yuan, in fen; what is more is a slip of the pen, and a double still counts it exactly. */
export const MAX_RECOVERED = 10_000_000_000_000n;
export const MAX_HELPED = 100_000_000;

/** An amount of CNY as it is written, yuan with two decimals: no sign, no grouping, no leading zero. */
export const AMOUNT = /^(0|[1-9]\d{0,15})\.\d\d$/;

/** Fen of an amount that AMOUNT describes: "40000.00" → 4000000n. Never by way of a double. */
export function fenOf(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

export function amountOf(fen: bigint): string {
  const digits = fen.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
