import { type ReactNode, useId } from "react";
import { useWords } from "../shell/Appearance";

/** What somebody enters, with its name above it.
 * @param children is told the id by which the name belongs to it */
export function Labelled({
  label,
  required = false,
  missing = false,
  children,
}: {
  label: string;
  /** it is marked: without it nothing is sent */
  required?: boolean;
  /** somebody has tried to go on without it */
  missing?: boolean;
  children: (id: string) => ReactNode;
}) {
  const { work } = useWords();
  const id = useId();
  return (
    <div className="field" data-missing={missing || undefined}>
      <label htmlFor={id}>
        {label}
        {required && <span className="quiet"> {work.required}</span>}
        {missing && <strong className="wrong"> {work.needed}</strong>}
      </label>
      {children(id)}
    </div>
  );
}

/** All that is missing at once, for whoever does not see the fields. */
export function MissingNote({ names }: { names: readonly string[] }) {
  const { work, joined } = useWords();
  return (
    <p role="alert" className={names.length > 0 ? "wrong" : "hidden"}>
      {names.length > 0 && work.missing(joined.list(...names))}
    </p>
  );
}
