import { Tag } from "antd";
import type { UnitFeedbackQuery } from "../generated/types";
import { useTerms } from "../ledger/useTerms";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Signal } from "../shell/Signal";
import { Section } from "../shell/states";
import { instantText, wordFor } from "../words";

type Disclosed = NonNullable<UnitFeedbackQuery["countyDisclosures"]>["nodes"][number];
type DisclosedFinding = Disclosed["findings"]["nodes"][number];

/** One feedback: its deadlines, its findings, the plan and the proofs. */
export function Disclosure({ disclosure, tier }: { disclosure: Disclosed; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { unitPage } = words;
  const acknowledged = disclosure.acknowledgedAt
    ? `${unitPage.acknowledged} ${instantText(disclosure.acknowledgedAt, language)}`
    : unitPage.notAcknowledged;
  return (
    <Section title={`${disclosure.roundTitle} · ${disclosure.unitName}`} extra={<Tag>{words.tier[tier]}</Tag>}>
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
            disclosure.deadlines.length > 0 &&
              disclosure.deadlines.map(({ clock, dueOn, colour, metOn }) => (
                <div key={clock}>
                  <Signal colour={metOn ? "GREEN" : colour}>
                    {wordFor(words.clock, clock)} {dueOn}
                    {metOn && ` ✓ ${metOn}`}
                  </Signal>
                </div>
              )),
          ],
          [
            words.finding.rectification,
            disclosure.rectification && wordFor(unitPage.status, disclosure.rectification.status),
          ],
        ]}
      />
      <h3>{unitPage.feedback}</h3>
      <ul className="hits">
        {disclosure.findings.nodes.map((finding) => (
          <li key={finding.findingId}>
            <Fed finding={finding} tier={tier} />
          </li>
        ))}
      </ul>
      <Plan rectification={disclosure.rectification} />
    </Section>
  );
}

function Fed({ finding, tier }: { finding: DisclosedFinding; tier: TierOfRows }) {
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
          [unitPage.proofs, namesOf(finding.proofs)],
          [
            unitPage.objections,
            finding.objections
              .map(({ objectedOn, text, decision }) =>
                [objectedOn, text, decision && wordFor(unitPage.decision, decision)].filter(Boolean).join(" · "),
              )
              .join("；"),
          ],
          [unitPage.mayAnswer, finding.answers.map((answer) => wordFor(unitPage.answer, answer)).join("、")],
        ]}
      />
    </>
  );
}

function Plan({ rectification }: { rectification: Disclosed["rectification"] }) {
  const words = useWords();
  if (!rectification) return null;
  const { unitPage } = words;
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
        [unitPage.proofs, namesOf(rectification.proofs)],
      ]}
    />
  );
}

function namesOf(proofs: readonly { name: string; removedAt?: string | null }[] | null | undefined): string {
  return (proofs ?? [])
    .filter(({ removedAt }) => !removedAt)
    .map(({ name }) => name)
    .join("、");
}
