import { Tag } from "antd";
import { nothingToPlan } from "../generated/lifecycles";
import type { UnitFeedbackQuery } from "../generated/types";
import { useTerms } from "../ledger/useTerms";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { PrintButton } from "../shell/PrintButton";
import { Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { Deadlines } from "../work/Deadlines";
import { RectificationCommands } from "../work/RectificationCommands";
import { BringProofButton, type Proof, ProofList } from "./Proofs";
import { Acknowledge, Answers } from "./UnitCommands";

type Disclosed = NonNullable<UnitFeedbackQuery["countyDisclosures"]>["nodes"][number];
type DisclosedFinding = Disclosed["findings"]["nodes"][number];
type RectificationShown = Pick<NonNullable<Disclosed["rectification"]>, "plan" | "measures" | "report" | "note"> & {
  proofs: readonly Proof[];
};

/** One feedback: its deadlines, its findings, the plan and the proofs. */
export function Disclosure({ disclosure, tier }: { disclosure: Disclosed; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { unitPage } = words;
  const acknowledged = disclosure.acknowledgedAt
    ? `${unitPage.acknowledged} ${instantText(disclosure.acknowledgedAt, language)}`
    : unitPage.notAcknowledged;
  const isOwn = disclosure.purpose === "FEEDBACK";
  const part = `disclosure-${disclosure.id}`;
  const extra = (
    <span className="row">
      <Tag>{words.tier[tier]}</Tag>
      {!isOwn && <Tag>{words.work.feedback.purpose.FEEDBACK_COPY}</Tag>}
      <PrintButton part={part} />
    </span>
  );
  return (
    <Section id={part} title={`${disclosure.roundTitle} · ${disclosure.unitName}`} extra={extra}>
      {disclosure.withdrawnAt && (
        <p>
          <strong>{unitPage.withdrawn}</strong> {disclosure.withdrawalReason}
        </p>
      )}
      <Facts
        facts={[
          [unitPage.document, disclosure.documentNumber],
          [unitPage.issuedOn, `${disclosure.issuedOn} · ${acknowledged}`],
          [
            unitPage.deadlines,
            disclosure.deadlines.length > 0 && <Deadlines key="deadlines" deadlines={disclosure.deadlines} />,
          ],
          [
            words.finding.rectification,
            disclosure.rectification && wordFor(unitPage.status, disclosure.rectification.status),
          ],
        ]}
      />
      <Acknowledge disclosure={disclosure} tier={tier} />
      <h3>{unitPage.feedback}</h3>
      <ul className="hits">
        {disclosure.findings.nodes.map((finding) => (
          <li key={finding.findingId}>
            <Fed finding={finding} disclosureId={disclosure.id} isOwn={isOwn} tier={tier} />
          </li>
        ))}
      </ul>
      <Plan disclosure={disclosure} />
    </Section>
  );
}

function Fed({
  finding,
  disclosureId,
  isOwn,
  tier,
}: {
  finding: DisclosedFinding;
  disclosureId: string;
  isOwn: boolean;
  tier: TierOfRows;
}) {
  const words = useWords();
  const nameOf = useTerms(tier);
  const { unitPage } = words;
  return (
    <>
      <div className="row">
        <strong>
          {finding.ordinal}. {finding.title}
        </strong>
        <Tag color="blue">{wordFor(words.findingStatus, finding.status)}</Tag>
      </div>
      <p className="prose">{finding.description}</p>
      <Facts
        facts={[
          [words.ledger.column.category, nameOf("CATEGORY", finding.category)],
          [unitPage.returned, finding.reason],
          [
            unitPage.proofs,
            hasAny(finding.proofs) && (
              <ProofList key="proofs" proofs={finding.proofs} isOurs={isOwn && finding.answers.length > 0} />
            ),
          ],
          [
            unitPage.objections,
            finding.objections.length > 0 &&
              finding.objections.map(({ objectedOn, text, decision, reason, documentNumber }) => (
                <div key={objectedOn + text}>
                  {[objectedOn, text, decision && wordFor(unitPage.decision, decision), reason, documentNumber]
                    .filter(Boolean)
                    .join(" · ")}
                </div>
              )),
          ],
          [
            unitPage.earlier,
            finding.earlierTexts.length > 0 &&
              finding.earlierTexts.map(({ textVersion, title, description }) => (
                <div key={textVersion}>{[title, description].filter(Boolean).join(" · ")}</div>
              )),
          ],
        ]}
      />
      <Answers disclosureId={disclosureId} finding={finding} tier={tier} />
      {isOwn && finding.answers.length > 0 && (
        <BringProofButton disclosureId={disclosureId} findingId={finding.findingId} />
      )}
    </>
  );
}

function Plan({ disclosure: { id, purpose, rectification, findings } }: { disclosure: Disclosed }) {
  const words = useWords();
  // whoever has a copy alone has nothing to do before there is a plan
  if (!rectification || !(isTold(rectification) || rectification.commands.length > 0)) return null;
  const isOurs = purpose === "FEEDBACK" && rectification.commands.length > 0;
  const open = findings.nodes
    .filter(({ status }) => !nothingToPlan.includes(status))
    .map(({ findingId, ordinal, title }) => ({ id: findingId, name: `${ordinal}. ${title}` }));
  return (
    <>
      <h3>{words.work.rectification}</h3>
      <PlanShown rectification={rectification} isOurs={isOurs} />
      <RectificationCommands rectification={rectification} findings={open} />
      {isOurs && <BringProofButton disclosureId={id} />}
    </>
  );
}

/** What the unit said it would do, and did. */
export function PlanShown({ rectification, isOurs }: { rectification: RectificationShown; isOurs?: boolean }) {
  const { unitPage } = useWords();
  return (
    <Facts
      facts={[
        [unitPage.plan, rectification.plan && <span className="prose">{rectification.plan}</span>],
        [
          unitPage.measures,
          rectification.measures.length > 0 && (
            <ol className="measures">
              {rectification.measures.map(({ findingId, ordinal, text, responsible, dueOn }) => (
                <li key={`${findingId} ${ordinal}`}>{[text, responsible, dueOn].filter(Boolean).join(" · ")}</li>
              ))}
            </ol>
          ),
        ],
        [unitPage.report, rectification.report && <span className="prose">{rectification.report}</span>],
        [unitPage.returned, rectification.note],
        [
          unitPage.proofs,
          hasAny(rectification.proofs) && <ProofList key="proofs" proofs={rectification.proofs} isOurs={isOurs} />,
        ],
      ]}
    />
  );
}

function isTold({ plan, measures, report, note, proofs }: RectificationShown): boolean {
  return Boolean(plan || measures.length > 0 || report || note || hasAny(proofs));
}

function hasAny(proofs: readonly { removedAt?: string | null }[]): boolean {
  return proofs.some(({ removedAt }) => !removedAt);
}
