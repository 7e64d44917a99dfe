import { useRef } from "react";

/** The last value that there was: while it is held, none that comes later. A wall that nobody reloads never goes blank for a
 * moment without an answer. */
export function useHeld<Value>(value: Value | undefined, held: boolean): Value | undefined {
  const kept = useRef(value);
  if (kept.current === undefined || (!held && value !== undefined)) kept.current = value;
  return kept.current;
}
