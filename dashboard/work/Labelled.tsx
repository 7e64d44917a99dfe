import { type ReactNode, useId } from "react";
import { useWords } from "../shell/Appearance";

/** What somebody enters, with its name above it.
 * @param children is told the id by which the name belongs to it */
export function Labelled({
  label,
  required = false,
  children,
}: {
  label: string;
  /** it is marked; the platform judges */
  required?: boolean;
  children: (id: string) => ReactNode;
}) {
  const { work } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required && <span className="quiet"> {work.required}</span>}
      </label>
      {children(id)}
    </div>
  );
}
