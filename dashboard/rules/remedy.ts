import { fieldsBehind } from "./commandFields";

/** Parts of an input and of an answer that remedies name, and that no form has under that name. */
type Named =
  | "allowed"
  | "people"
  | "reason"
  | "review"
  | "advice"
  | "hearing"
  | "text"
  | "correction"
  | "predecessorId"
  | "note";

interface WordsShown {
  role: Readonly<Record<string, string>>;
  joined: { list: (...texts: string[]) => string };
  work: {
    /** where a page offers what may be done */
    commands: string;
    field: Readonly<Record<string, string>>;
    inRemedies: Readonly<Record<Named, string>>;
    readAgain: string;
  };
}

/** In English they stand between backticks, in Chinese between characters. */
const NAMED = /`([a-z][A-Za-z]*)`| ?(?<=[\u4e00-\u9fff，；、] ?)([a-z][A-Za-z]*) ?(?=[\u4e00-\u9fff。，；、（）])/gu;
/** A command or a mutation, beside what it is called. */
const CODES = / ?[(（][A-Za-z_]+[)）]/g;
const ROLES_ALLOWED = / ?allowed 所列角色|one of the roles in `allowed`/;

/** What would help, as the platform says it to whoever writes a program: for a person, each field stands there as the page calls it. */
export function remedyFor(
  { code, allowed }: { code: string; allowed?: readonly string[] | null },
  remedy: string,
  { role, work, joined }: WordsShown,
): string {
  // the page has done that by itself
  if (code === "STALE_VERSION") return work.readAgain;
  const asked = fieldsBehind(code, "finding", false);
  const roles = joined.list(...(allowed ?? []).map((each) => role[each] ?? each));
  const told = roles ? remedy.replace(ROLES_ALLOWED, roles) : remedy;
  return told.replace(CODES, "").replace(NAMED, (whole, english?: string, chinese?: string) => {
    const path = english ?? chinese ?? "";
    if (code === "ILLEGAL_TRANSITION" && path === "allowed") return `“${work.commands}”`;
    const name = asked.find((one) => one.path === path)?.name;
    const word = (name && work.field[name]) ?? work.inRemedies[path as Named] ?? work.field[path];
    return word === undefined ? whole : `“${word}”`;
  });
}

/** The finding on whose page stands what would help, where that may be another than the one that is shown. */
export function findingBehind({ code, subject }: { code: string; subject?: string | null }): string | undefined {
  return code === "TEXT_NAMES_PERSON" ? (subject ?? undefined) : undefined;
}
