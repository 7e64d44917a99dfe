import { PreviewFeedback } from "../generated/operations";
import type { PreviewFeedbackQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Answered, RefusalNote } from "../shell/states";
import { wordFor } from "../words";

type Preview = NonNullable<PreviewFeedbackQuery["countyFeedbackPreview"]>;

/** What each receiver of a feedback would read, what nobody is told, and what seems to name somebody. */
export function FeedbackPreview({
  targetId,
  copyTo = [],
  ready,
}: {
  targetId: string;
  /** the further units that were chosen so far */
  copyTo?: readonly string[];
  /** what is said where nothing stands in its way */
  ready?: string;
}) {
  const feedback = copyTo.length > 0 ? { copyTo: [...copyTo] } : undefined;
  const asked = useAskTier(PreviewFeedback, tierOfId(targetId), { targetId, feedback });
  return (
    <Answered asked={asked}>
      {({ feedbackPreview: preview }) =>
        preview && (
          <div className="preview">
            {preview.receivers.map((receiver) => (
              <Receiver key={receiver.unitId} receiver={receiver} />
            ))}
            <KeptBack preview={preview} />
            {preview.refusal ? <RefusalNote refusal={preview.refusal} /> : ready && <p className="done">{ready}</p>}
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
      <Told findings={findings} />
    </>
  );
}

/** What somebody is told, finding by finding. */
export function Told({
  findings,
}: {
  findings: readonly { findingId: string; ordinal: number; title: string; description: string }[];
}) {
  return (
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
