import { Fragment } from "react";
import { Link } from "wouter";
import { type Gap, officesLink } from "../rules/officesPlace";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { countText } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import type { Completeness } from "./figures";

const OFFICES = ["enrolled", "onPaper", "notEnrolled", "silent", "late"] as const;
const SUBMISSIONS = ["expected", "received"] as const;
/** The offices that a count counts; without an entry: all of them, whose rows say it. */
const GAPS: Partial<Record<keyof Completeness, Gap>> = {
  onPaper: "ON_PAPER",
  notEnrolled: "NOT_ENROLLED",
  silent: "SILENT",
  late: "LATE",
};

interface Props {
  completeness: Completeness;
  /** whose offices these are, for whoever may look at each; their definitions then stand beside the counts */
  place?: { tier: TierOfRows; region: string };
}

/** How much is known: offices are counted in one line and submissions in another, so that nobody adds the one to the other. */
export function Known({ completeness, place }: Props) {
  const { words, language } = useAppearance();
  const known = words.overview.completenessOf;
  const counts = (names: readonly (keyof Completeness)[]) =>
    names.map((name, i) => {
      const text = `${known[name]} ${countText(completeness[name], language)}`;
      const isDoor = place && completeness[name] > 0;
      return (
        <Fragment key={name}>
          {i > 0 && " · "}
          {isDoor ? <Link href={officesLink(place.region, { tier: place.tier, gap: GAPS[name] })}>{text}</Link> : text}
        </Fragment>
      );
    });
  const offices = OFFICES.filter((name) => name === "enrolled" || completeness[name] > 0);
  return (
    <div className="quiet known">
      <div>
        {words.joined.labelled(words.overview.offices, "")}
        {counts(offices)}
        {place && <DefinitionOf name={OFFICES} label={words.overview.offices} />}
      </div>
      <div>
        {words.joined.labelled(words.overview.submissions, "")}
        {counts(SUBMISSIONS)}
        {place && <DefinitionOf name={SUBMISSIONS} label={words.overview.submissions} />}
      </div>
    </div>
  );
}

/** No figures, and why: never a zero. */
export function Silence({ completeness }: { completeness: Completeness }) {
  const { words } = useAppearance();
  return (
    <p>
      <strong>{completeness.silent > 0 ? words.overview.silent : words.overview.notEnrolled}</strong>
      <span className="quiet"> {words.overview.silentHint}</span>
    </p>
  );
}
