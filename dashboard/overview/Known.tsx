import { useAppearance } from "../shell/Appearance";
import { countText } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import type { Completeness } from "./figures";

const OFFICES = ["enrolled", "onPaper", "notEnrolled", "silent", "late"] as const;
const SUBMISSIONS = ["expected", "received"] as const;

/** How much is known: offices are counted in one line and submissions in another, so that nobody adds the one to the other. */
export function Known({ completeness, explained = false }: { completeness: Completeness; explained?: boolean }) {
  const { words, language } = useAppearance();
  const known = words.overview.completenessOf;
  const textOf = (names: readonly (keyof Completeness)[]) =>
    names.map((name) => `${known[name]} ${countText(completeness[name], language)}`).join(" · ");
  const offices = OFFICES.filter((name) => name === "enrolled" || completeness[name] > 0);
  return (
    <div className="quiet known">
      <div>
        {words.overview.offices}：{textOf(offices)}
        {explained && <DefinitionOf name={OFFICES} label={words.overview.offices} />}
      </div>
      <div>
        {words.overview.submissions}：{textOf(SUBMISSIONS)}
        {explained && <DefinitionOf name={SUBMISSIONS} label={words.overview.submissions} />}
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
