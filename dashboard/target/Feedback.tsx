import { Button } from "antd";
import { useState } from "react";
import { GivenFeedback } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { PrintButton } from "../shell/PrintButton";
import { Answered, Nothing, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { FeedbackPreview, Told } from "./FeedbackPreview";
import type { Target } from "./target";

const PART = "feedback";

/** 反馈: what each receiver would read is shown before it is given; afterwards, who has it and who signed for it. */
export function Feedback({ target }: { target: Target }) {
  const { work } = useWords();
  const viewer = useViewer();
  const [isAsked, setIsAsked] = useState(false);
  const [read, setRead] = useState<string>();
  const mayPreview = target.status === "HEARD" && viewer.roles.includes("DIRECTOR");
  if (!mayPreview && target.disclosures.length === 0) return null;
  return (
    <Section
      id={PART}
      title={work.feedback.title}
      extra={((isAsked && mayPreview) || read) && <PrintButton part={PART} />}
    >
      {mayPreview && (
        <>
          <p className="quiet screen-only">{work.feedback.previewHint}</p>
          <Button aria-expanded={isAsked} onClick={() => setIsAsked(!isAsked)}>
            {work.feedback.preview}
          </Button>
          {isAsked && <FeedbackPreview targetId={target.id} ready={work.feedback.ready} />}
        </>
      )}
      <Given target={target} read={read} onRead={setRead} />
    </Section>
  );
}

/** Who has it, by which document, and whether it was signed for; what one of them was told is shown to whoever asks. */
function Given({
  target: { disclosures },
  read,
  onRead,
}: {
  target: Target;
  /** the disclosure that is open */
  read: string | undefined;
  onRead: (id: string | undefined) => void;
}) {
  const { words, language } = useAppearance();
  const { unitPage, work } = words;
  if (disclosures.length === 0) return null;
  return (
    <>
      <h3>{work.feedback.given}</h3>
      {disclosures.map(
        ({ id, purpose, granteeName, documentNumber, issuedOn, acknowledgedAt, withdrawnAt, withdrawalReason }) => (
          <div key={id} className={read && read !== id ? "screen-only" : undefined}>
            <Facts
              facts={[
                [
                  `${granteeName}（${wordFor(work.feedback.purpose, purpose)}）`,
                  [
                    documentNumber,
                    issuedOn,
                    acknowledgedAt
                      ? `${unitPage.acknowledged} ${instantText(acknowledgedAt, language)}`
                      : unitPage.notAcknowledged,
                    withdrawnAt && [unitPage.withdrawn, withdrawalReason].filter(Boolean).join(" "),
                  ]
                    .filter(Boolean)
                    .join(" · "),
                ],
              ]}
            />
            {!withdrawnAt && (
              <Button
                className="screen-only"
                size="small"
                aria-expanded={read === id}
                onClick={() => onRead(read === id ? undefined : id)}
              >
                {work.feedback.read}
              </Button>
            )}
            {read === id && <Content id={id} />}
          </div>
        ),
      )}
    </>
  );
}

function Content({ id }: { id: string }) {
  const asked = useAskTier(GivenFeedback, tierOfId(id), { id });
  return (
    <Answered asked={asked}>
      {({ disclosure }) =>
        disclosure && "findings" in disclosure ? (
          <div className="preview">
            <p className="quiet">{`${disclosure.roundTitle} · ${disclosure.unitName}`}</p>
            <Told findings={disclosure.findings.nodes} />
          </div>
        ) : (
          <Nothing />
        )
      }
    </Answered>
  );
}
