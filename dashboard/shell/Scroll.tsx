import type { PropsWithChildren } from "react";
import { useWords } from "./Appearance";

/** A table that may be wider than its place: it is moved sideways by itself, and by the keyboard too. */
export function Scroll({ children }: PropsWithChildren) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is entered
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={words.page.table}>
      {children}
    </div>
  );
}
