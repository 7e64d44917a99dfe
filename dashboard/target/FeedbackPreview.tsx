import { type ReactNode, useLayoutEffect } from "react";
import { PreviewFeedback } from "../generated/operations";
import type { PreviewFeedbackQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useTerms } from "../ledger/useTerms";
import { tierOfId } from "../rules/regions";
import { isFresh } from "../rules/seen";
import type { TierOfRows } from "../rules/tiers";
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
  onFresh,
}: {
  targetId: string;
  /** the further units that were chosen so far */
  copyTo?: readonly string[];
  /** what is said where nothing stands in its way */
  ready?: string;
  /** is told whether it is shown of these receivers as it is now: not as it was when somebody looked before */
  onFresh?: (isFresh: boolean) => void;
}) {
  const tier = tierOfId(targetId);
  const feedback = copyTo.length > 0 ? { copyTo: [...copyTo] } : undefined;
  const asked = useAskTier(PreviewFeedback, tier, { targetId, feedback });
  const isNow = isFresh({ ...asked, said: asked.data?.feedbackPreview });
  // before anybody can press a button beside an older one
  useLayoutEffect(() => onFresh?.(isNow));
  return (
    <Answered asked={asked}>
      {({ feedbackPreview: preview }) =>
        preview && (
          <div className="preview">
            {preview.receivers.map((receiver) => (
              <Receiver key={receiver.unitId} receiver={receiver} tier={tier ?? "COUNTY"} />
            ))}
            <KeptBack preview={preview} />
            {preview.refusal ? <RefusalNote refusal={preview.refusal} /> : ready && <p className="done">{ready}</p>}
          </div>
        )
      }
    </Answered>
  );
}

function Receiver({
  receiver: { name, purpose, findings },
  tier,
}: {
  receiver: Preview["receivers"][number];
  tier: TierOfRows;
}) {
  const texts = useWords().work.feedback;
  return (
    <>
      <h3>{texts.receiver(name, wordFor(texts.purpose, purpose))}</h3>
      <Told findings={findings} tier={tier} />
    </>
  );
}

export type NameOf = ReturnType<typeof useTerms>;

interface ToldFinding {
  findingId: string;
  ordinal: number;
  title: string;
  description: string;
  focus: string;
  category: string;
}

/** What somebody is told, finding by finding: all that leaves the office, and nothing else.
 * @param more what is to be said of one beside it */
export function Told<Finding extends ToldFinding>({
  findings,
  tier,
  more,
}: {
  findings: readonly Finding[];
  tier: TierOfRows;
  more?: (finding: Finding, nameOf: NameOf) => ReactNode;
}) {
  const nameOf = useTerms(tier);
  return (
    <ul className="hits">
      {findings.map((finding) => (
        <li key={finding.findingId}>
          <strong>
            {finding.ordinal}. {finding.title}
          </strong>
          <p className="prose">{finding.description}</p>
          <Terms of={finding} nameOf={nameOf} />
          {more?.(finding, nameOf)}
        </li>
      ))}
    </ul>
  );
}

/** What a finding is filed under. */
export function Terms({
  of: { focus, category },
  nameOf,
}: {
  of: Pick<ToldFinding, "focus" | "category">;
  nameOf: NameOf;
}) {
  const { ledger, joined } = useWords();
  const told = [
    joined.labelled(ledger.column.focus, nameOf("FOCUS", focus)),
    joined.labelled(ledger.column.category, nameOf("CATEGORY", category)),
  ];
  return <p className="quiet">{told.join(" · ")}</p>;
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
                  {words.joined.list(...advice.map(({ text }) => `“${text}”`))}
                  {holdsUp && <strong> {texts.holdsUp}</strong>}
                </div>
              )),
          ],
        ]}
      />
    </div>
  );
}
