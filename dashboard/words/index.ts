import type { zh } from "./zh";

/** The texts of the pages: the Chinese ones say which there are. */
export type Words = typeof zh;

export type Language = "zh" | "en";

export type FindingStatus = keyof Words["findingStatus"];

/** The word for a value of an enumeration. A gateway that is newer than the page may know a value that the page does not:
 * it is shown by its code rather than not at all. */
export function wordFor(words: Record<string, string>, value: string): string {
  return words[value] ?? value;
}

/** The platform answers in both languages at once, 中文。English. or 中文。 / English.
 * @returns the part in one language; all of it where it cannot be told apart */
export function inLanguage(message: string, language: Language): string {
  const [, chinese, english] = /^(.*?[。！？])\s*(?:\/\s*)?([A-Z].*)$/s.exec(message) ?? [];
  return (language === "zh" ? chinese : english) ?? message;
}

/** @param instant an instant as the platform says it, UTC
 * @returns the day and minute where the offices are, as the platform's own sentences say them, wherever the browser thinks it is */
export function instantText(instant: string, language: Language): string {
  const date = new Date(instant);
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" } as const;
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", options).format(date);
}

/** @param share 0.8087
 * @returns 80.87% */
export function percentText(share: number): string {
  return `${(share * 100).toFixed(2).replace(/\.?0+$/, "")}%`;
}

export function countText(count: number, language: Language): string {
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB").format(count);
}
