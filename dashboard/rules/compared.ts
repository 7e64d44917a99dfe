/** How a count changed: by a share of what it was, or, where it was nothing, by as many.
 * @returns −50%, +2, 0% */
export function changeOfCount(now: number, before: number): string {
  return before > 0 ? `${signed((now / before - 1) * 100)}%` : signed(now);
}

/** How a share changed, in points of a hundred.
 * @param now 0.8087
 * @returns +8.5 */
export function changeOfShare(now: number, before: number): string {
  return signed((now - before) * 100);
}

function signed(amount: number): string {
  const text = Math.abs(amount)
    .toFixed(2)
    .replace(/\.?0+$/, "");
  return `${amount > 0 ? "+" : amount < 0 ? "−" : ""}${text}`;
}
