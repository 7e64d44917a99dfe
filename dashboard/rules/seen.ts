interface Preview {
  /** what it says, where the platform has answered */
  said: unknown;
  /** of the last try */
  failure: unknown;
  /** it is asked anew */
  updating: boolean;
}

/** Whether a preview says what would come of it now: what was kept from before, or came before the last try failed, is not what somebody
 * confirms by. */
export function isFresh({ said, failure, updating }: Preview): boolean {
  return Boolean(said) && !failure && !updating;
}

/** Whether something may be confirmed of which a preview is shown. What nobody knows the outcome of is sent once more just as it was, though
 * the preview may not come, or tells of what lies behind it already; with anything else entered it is another step.
 * @param seen what was entered as the preview came; nothing while there is none
 * @param unsure what was sent without an answer */
export function mayConfirm(entered: string, { seen, unsure }: { seen?: string; unsure?: string }): boolean {
  return seen === entered || unsure === entered;
}
