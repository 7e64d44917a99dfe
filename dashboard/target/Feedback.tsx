import { Button } from "antd";
import { useState } from "react";
import { GivenFeedback } from "../generated/operations";
import type { GivenFeedbackQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { PrintButton } from "../shell/PrintButton";
import { Answered, Nothing, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { FeedbackPreview, type NameOf, Terms, Told } from "./FeedbackPreview";
import type { Target } from "./target";

const PART = "feedback";
const WITHDRAWN = "WITHDRAWN";

type GivenFinding = Extract<
  NonNullable<GivenFeedbackQuery["disclosure"]>,
  { findings: unknown }
>["findings"]["nodes"][number];

/** 反馈: what each receiver would read is shown before it is given; afterwards, who has it and who signed for it. */
export function Feedback({ target }: { target: Target }) {
  const { work } = useWords();
  const viewer = useViewer();
  const [isAsked, setIsAsked] = useState(false);
  const [chosen, setRead] = useState<string>();
  // what is withdrawn is nobody's to read any more, here neither
  const read = target.disclosures.find(({ id, status }) => id === chosen && status !== WITHDRAWN)?.id;
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
  const { unitPage, work, joined } = words;
  if (disclosures.length === 0) return null;
  return (
    <>
      <h3>{work.feedback.given}</h3>
      {disclosures.map(
        ({ id, purpose, status, granteeName, documentNumber, issuedOn, acknowledgedAt, withdrawalReason }) => {
          const receiver = joined.noted(granteeName, wordFor(work.feedback.purpose, purpose));
          return (
            <div key={id} className={read && read !== id ? "screen-only" : undefined}>
              <Facts
                facts={[
                  [
                    receiver,
                    [
                      documentNumber,
                      issuedOn,
                      acknowledgedAt
                        ? `${unitPage.acknowledged} ${instantText(acknowledgedAt, language)}`
                        : unitPage.notAcknowledged,
                      status === WITHDRAWN && [unitPage.withdrawn, withdrawalReason].filter(Boolean).join(" "),
                    ]
                      .filter(Boolean)
                      .join(" · "),
                  ],
                ]}
              />
              {status !== WITHDRAWN && (
                <Button
                  className="screen-only"
                  size="small"
                  aria-expanded={read === id}
                  aria-label={joined.labelled(work.feedback.read, receiver)}
                  onClick={() => onRead(read === id ? undefined : id)}
                >
                  {work.feedback.read}
                </Button>
              )}
              {read === id && <Content id={id} tier={tierOfId(id) ?? "COUNTY"} />}
            </div>
          );
        },
      )}
    </>
  );
}

/** What it says today, and of what was corrected since, what it said before. */
function Content({ id, tier }: { id: string; tier: TierOfRows }) {
  const { page } = useWords();
  const paging = usePaging();
  const asked = useAskTier(GivenFeedback, tier, { id, after: paging.after });
  return (
    <Answered asked={asked}>
      {({ disclosure }) => {
        if (!disclosure || !("findings" in disclosure)) return <Nothing />;
        const { roundTitle, unitName, findings } = disclosure;
        const isPart = findings.pageInfo.hasNextPage || paging.back;
        return (
          <div className="preview">
            <p className="quiet">{`${roundTitle} · ${unitName}`}</p>
            <Told
              findings={findings.nodes}
              tier={tier}
              more={(finding, nameOf) => <Earlier finding={finding} nameOf={nameOf} />}
            />
            <PageTurner
              pageInfo={findings.pageInfo}
              paging={paging}
              said={isPart ? page.rows(findings.nodes.length) : undefined}
            />
          </div>
        );
      }}
    </Answered>
  );
}

function Earlier({ finding: { textVersion, earlierTexts }, nameOf }: { finding: GivenFinding; nameOf: NameOf }) {
  const { words, language } = useAppearance();
  const { feedback } = words.work;
  if (earlierTexts.length === 0) return null;
  return (
    <>
      <p>
        <strong>{feedback.corrected(textVersion)}</strong>
      </p>
      {earlierTexts.map((earlier) => (
        <div key={earlier.textVersion}>
          <p className="quiet">{feedback.text(earlier.textVersion)}</p>
          {earlier.sealedAt ? (
            <p>{feedback.sealed(instantText(earlier.sealedAt, language))}</p>
          ) : (
            <>
              <strong>{earlier.title}</strong>
              <p className="prose">{earlier.description}</p>
            </>
          )}
          <Terms of={earlier} nameOf={nameOf} />
        </div>
      ))}
    </>
  );
}
