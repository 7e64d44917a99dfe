/** Refusals by their codes: what is said to the person, and what would make it possible. */
export type RefusalTexts = Readonly<Record<string, RefusalText>>;

export interface RefusalText {
  zh: string;
  en: string;
  remedyZh: string;
  remedyEn: string;
}
