import { useNames } from "../graph/useNames";
import { useAppearance } from "../shell/Appearance";
import { instantText } from "../words";

/** Which offices have received what was sent to them, and when. */
export function useReceiptsText(): (receipts: readonly { officeCode: string; receivedAt?: string | null }[]) => string {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  return (receipts) =>
    words.joined.clauses(
      ...receipts.map(({ officeCode, receivedAt }) =>
        [nameOf(officeCode), receivedAt ? instantText(receivedAt, language) : words.work.submit.notYet].join(" "),
      ),
    );
}
