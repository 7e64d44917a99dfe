import { nothingToPlan } from "../generated/lifecycles";
import { Review } from "../reviews/Review";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Missing, Section } from "../shell/states";
import { PlanShown } from "../unit/Disclosure";
import { wordFor } from "../words";
import { RectificationCommands } from "../work/RectificationCommands";
import type { Target } from "./target";
import { useFindingsOf } from "./useFindingsOf";

/** 整改 of a target: the unit's plan and report, and what the office does with them. */
export function Rectification({ target }: { target: Target }) {
  const words = useWords();
  const { all, asked } = useFindingsOf(target);
  const { rectification, office } = target;
  if (!rectification) return null;
  const { status, statusOn, evaluation } = rectification;
  const open = all
    .filter((finding) => !nothingToPlan.includes(finding.status))
    .map(({ id, ordinal, title }) => ({ id, name: `${ordinal}. ${title}` }));
  return (
    <Section title={words.work.rectification}>
      <Facts
        facts={[
          [
            words.ledger.column.liveStatus,
            [
              wordFor(words.unitPage.status, status),
              statusOn,
              evaluation && wordFor(words.finding.evaluation, evaluation),
            ]
              .filter(Boolean)
              .join(" · "),
          ],
        ]}
      />
      <PlanShown rectification={rectification} />
      <Review rectification={rectification} office={office} tier={tierOfId(rectification.id) ?? "COUNTY"} />
      <Missing of={[asked]} />
      <RectificationCommands rectification={rectification} findings={open} office={office} />
    </Section>
  );
}
