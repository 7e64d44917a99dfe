import { Tag } from "antd";
import { useAppearance } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import type { Target } from "../target/target";
import { instantText, wordFor } from "../words";
import { RecallCommand } from "../work/PublicationCommands";
import { useReceiptsText } from "./useReceiptsText";

/** One version that the office submitted, with what became of it. */
export function PublicationShown({ publication }: { publication: Target["publications"][number] }) {
  const { words, language } = useAppearance();
  const receiptsText = useReceiptsText();
  const { submit } = words.work;
  const { version, status, isCurrent, findingCount, submittedAt, decidedAt, decisionReason } = publication;
  return (
    <>
      <div className="row">
        <strong>{words.finding.submitted(version)}</strong>
        <Tag color="blue">{wordFor(words.work.publicationStatus, status)}</Tag>
        {isCurrent && <Tag>{submit.current}</Tag>}
        {typeof findingCount === "number" && <span className="quiet">{submit.findings(findingCount)}</span>}
      </div>
      <Facts
        facts={[
          [words.exchange.submittedAt, instantText(submittedAt, language)],
          [submit.receipts, receiptsText(publication.receipts)],
          [
            words.exchange.decidedAt,
            decidedAt && [instantText(decidedAt, language), decisionReason].filter(Boolean).join(" · "),
          ],
          [
            words.work.publicationCommand.RECALL,
            publication.recalledAt &&
              [instantText(publication.recalledAt, language), publication.recallReason].filter(Boolean).join(" · "),
          ],
        ]}
      />
      <RecallCommand publication={publication} />
    </>
  );
}
