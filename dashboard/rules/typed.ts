/** What people write between the names of a list, in either language. */
export const BETWEEN_NAMES: readonly string[] = [",", "，", "、", ";", "；"];

/** The names of a list as somebody wrote it. */
export function namesIn(text = ""): string[] {
  return text.split(new RegExp(`[${BETWEEN_NAMES.join("")}]`)).flatMap((name) => name.trim() || []);
}
