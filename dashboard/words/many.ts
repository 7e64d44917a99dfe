/** A count with what is counted, as English has it.
 * @returns 1 day, 2 days */
export function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
