/** What a step would be taken with, and by which choice of the reader's; without one there is nothing to choose. */
interface About<Subject> {
  subject: Subject;
  choice?: string;
}

/** Whether a try without an answer may still be asked for once more just as it was: with anything else chosen it is another step. */
export function isSameStep(begun: About<unknown>, now: About<unknown>): boolean {
  return begun.choice === now.choice;
}

/** What a step is confirmed of: what may have been done already just as it was sent, everything else as it is now.
 * @param begun as it was begun, or sent last
 * @param isUnsure what was sent last had no answer
 * @returns undefined: of what was chosen nothing is left */
export function confirmedOf<Subject>(
  begun: About<Subject>,
  now: About<Subject>,
  isUnsure: boolean,
): Subject | undefined {
  const about = isUnsure && isSameStep(begun, now) ? begun.subject : now.subject;
  return Array.isArray(about) && about.length === 0 ? undefined : about;
}

/** What was brought, and under which ticket. */
export interface Brought {
  what: string;
  path: string;
}

/** What may have been recorded though nobody saw the end of it: only under its own ticket is it brought again.
 * @param before the same before this try
 * @param what undefined: nothing was to be recorded, so that this tells nothing of what was brought before */
export function unsureAfter(
  before: Brought | undefined,
  { what, path, isLost }: { what: string | undefined; path: string; isLost: boolean },
): Brought | undefined {
  if (what === undefined) return before;
  return isLost ? { what, path } : undefined;
}
