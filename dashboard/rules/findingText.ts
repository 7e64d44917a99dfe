import type { Field } from "./commandFields";

/** What may be done with a finding's text by itself, apart from its life cycle. */
type TextCommand = "REVISE" | "MASK" | "CONFIRM";

interface Text {
  status: string;
  /** where it seems to name somebody */
  advice: readonly unknown[];
  confirmedNoPerson: boolean;
}

/** What is said of a finding, as a form asks for it. */
export const TEXT_FIELDS: readonly Field[] = [
  { path: "title", kind: "line", name: "title", required: true },
  { path: "description", kind: "words", name: "description", required: false, most: 10_000 },
  { path: "focus", kind: "focus", name: "focus", required: true },
  { path: "category", kind: "category", name: "category", required: true },
];

/** Whether it goes no further before somebody has masked it, or confirmed that it names nobody. */
export function isToBeCleared({ status, advice, confirmedNoPerson }: Text): boolean {
  return advice.length > 0 && !confirmedNoPerson && status !== "DISMISSED";
}

/** A draft is revised; later a correction is a step of its own. What seems to name somebody is cleared whatever has become of it since. */
export function textCommandsOf(text: Text): TextCommand[] {
  const revised: TextCommand[] = text.status === "DRAFT" ? ["REVISE"] : [];
  return isToBeCleared(text) ? [...revised, "MASK", "CONFIRM"] : revised;
}
