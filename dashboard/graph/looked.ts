import { type Change, tellChange } from "../rules/changes";

/** Asks when somebody comes back to the page.
 * @param everyMs also as often as that while it can be looked at
 * @returns how to stop */
export function askAgainWhenLookedAt(change: Change, everyMs?: number): () => void {
  const ask = () => void tellChange(change);
  const timer = everyMs && setInterval(() => document.visibilityState === "visible" && ask(), everyMs);
  window.addEventListener("focus", ask);
  return () => {
    clearInterval(timer);
    window.removeEventListener("focus", ask);
  };
}
