import { useEffect, useRef, useState } from "react";
import { missingIn } from "../rules/needed";

/** Keeps a form from being sent while something is missing that it needs: each is marked, and the first of them has the focus. */
export function useNeeded<Field extends { path: string; required?: boolean }>(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
) {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const missing = missingIn(fields, values);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[data-missing] :is(input, textarea)")?.focus();
  }, [tries]);
  return {
    form,
    /** what is marked: nothing before somebody tried */
    missing: tries > 0 ? missing : [],
    /** asked when somebody sends it */
    isComplete() {
      if (missing.length > 0) setTries(tries + 1);
      return missing.length === 0;
    },
    begin: () => setTries(0),
  };
}
