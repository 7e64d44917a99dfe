/** @returns the calendar day so many days from one, in the reader's time zone: 2026-11-27 */
export function dayFrom(start: Date, days: number): string {
  const day = new Date(start.getFullYear(), start.getMonth(), start.getDate() + days);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
