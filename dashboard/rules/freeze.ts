/** The next time that a clock shows an hour and minute.
 * @param time 09:30, as a field for times has it
 * @returns undefined where it is none */
export function nextAt(time: string, now: Date): Date | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (!hours || !minutes) return undefined;
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), Number(hours), Number(minutes));
  if (today > now) return today;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, Number(hours), Number(minutes));
}
