import { Button } from "antd";
import { useState } from "react";
import { PreviewFeedback } from "../generated/operations";
import type { PreviewFeedbackQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { PrintButton } from "../shell/PrintButton";
import { Answered, RefusalNote, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import type { Target } from "./target";

type Preview = NonNullable<PreviewFeedbackQuery["countyFeedbackPreview"]>;

const PART = "feedback";

/** 反馈: what each receiver would read is shown before it is given; afterwards, who has it and who signed for it. */
export function Feedback({ target }: { target: Target }) {
  const { work } = useWords();
  const viewer = useViewer();
  const [isAsked, setIsAsked] = useState(false);
  const mayPreview = target.status === "HEARD" && viewer.roles.includes("DIRECTOR");
  if (!mayPreview && target.disclosures.length === 0) return null;
  return (
    <Section id={PART} title={work.feedback.title} extra={isAsked && mayPreview && <PrintButton part={PART} />}>
      {mayPreview && (
        <>
          <p className="quiet screen-only">{work.feedback.previewHint}</p>
          <Button aria-expanded={isAsked} onClick={() => setIsAsked(!isAsked)}>
            {work.feedback.preview}
          </Button>
          {isAsked && <Previewed targetId={target.id} />}
        </>
      )}
      <Given target={target} />
    </Section>
  );
}

function Previewed({ targetId }: { targetId: string }) {
  const texts = useWords().work.feedback;
  const asked = useAskTier(PreviewFeedback, tierOfId(targetId), { targetId });
  return (
    <Answered asked={asked}>
      {({ feedbackPreview: preview }) =>
        preview && (
          <div className="preview">
            {preview.receivers.map((receiver) => (
              <Receiver key={receiver.unitId} receiver={receiver} />
            ))}
            <KeptBack preview={preview} />
            {preview.refusal ? <RefusalNote refusal={preview.refusal} /> : <p className="done">{texts.ready}</p>}
          </div>
        )
      }
    </Answered>
  );
}

function Receiver({ receiver: { name, purpose, findings } }: { receiver: Preview["receivers"][number] }) {
  const texts = useWords().work.feedback;
  return (
    <>
      <h3>{texts.receiver(name, wordFor(texts.purpose, purpose))}</h3>
      <ul className="hits">
        {findings.map(({ findingId, ordinal, title, description }) => (
          <li key={findingId}>
            <strong>
              {ordinal}. {title}
            </strong>
            <p className="prose">{description}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function KeptBack({ preview: { withheld, warnings } }: { preview: Preview }) {
  const words = useWords();
  const texts = words.work.feedback;
  return (
    <div className="screen-only">
      <Facts
        facts={[
          [
            texts.withheld(withheld.length),
            withheld.length > 0 &&
              withheld.map(({ findingId, ordinal, status, exchangeException }) => (
                <div key={findingId}>
                  {[
                    `${ordinal}.`,
                    wordFor(words.findingStatus, status),
                    exchangeException && wordFor(words.work.exception, exchangeException),
                  ]
                    .filter(Boolean)
                    .join(" ")}
                </div>
              )),
          ],
          [
            texts.warnings,
            warnings.length > 0 &&
              warnings.map(({ findingId, ordinal, advice, holdsUp }) => (
                <div key={findingId}>
                  {`${ordinal}. `}
                  {advice.map(({ text }) => `“${text}”`).join("、")}
                  {holdsUp && <strong> {texts.holdsUp}</strong>}
                </div>
              )),
          ],
        ]}
      />
    </div>
  );
}

function Given({ target: { disclosures } }: { target: Target }) {
  const { words, language } = useAppearance();
  const { unitPage } = words;
  if (disclosures.length === 0) return null;
  return (
    <>
      <h3>{words.work.feedback.given}</h3>
      <Facts
        facts={disclosures.map(
          ({ purpose, granteeName, documentNumber, issuedOn, acknowledgedAt, withdrawnAt, withdrawalReason }) => [
            `${granteeName}（${wordFor(words.work.feedback.purpose, purpose)}）`,
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
        )}
      />
    </>
  );
}
