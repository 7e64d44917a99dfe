import type { Language } from "../words";

type Theme = "light" | "dark" | "system";

/** What a person likes to see, kept on the machine: no secret, and nothing of the work. */
export interface Preferences {
  language: Language;
  theme: Theme;
}

const KEY = "inspection.preferences";
const USUAL: Preferences = { language: "zh", theme: "system" };

export function readPreferences(): Preferences {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return USUAL; // a browser that keeps nothing, or what somebody else wrote there
  }
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // it holds for this page alone
  }
}
