import { useEffect, useState } from "react";

/** @param condition a media query, the same for as long as the component lives
 * @returns whether it holds now */
export function useMedia(condition: string): boolean {
  const [question] = useState(() => matchMedia(condition));
  const [holds, setHolds] = useState(question.matches);
  useEffect(() => {
    const listen = () => setHolds(question.matches);
    question.addEventListener("change", listen);
    return () => question.removeEventListener("change", listen);
  }, [question]);
  return holds;
}

/** A telephone, or a window as narrow as one. */
export function useIsNarrow(): boolean {
  return useMedia("(max-width: 767px)");
}
