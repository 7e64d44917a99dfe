import type { PropsWithChildren } from "react";
import { useAppearance } from "./Appearance";
import { SIGNALS } from "./theme";

const SHAPES = { GREEN: "●", YELLOW: "▲", RED: "■" } as const;

/** An alert: a colour, a shape and a word, so that none of them is needed alone. */
export function Signal({ colour, children }: PropsWithChildren<{ colour: string | null | undefined }>) {
  const { isDark } = useAppearance();
  const known = colour === "GREEN" || colour === "YELLOW" || colour === "RED" ? colour : undefined;
  return (
    <span className="signal" style={{ color: known && SIGNALS[isDark ? "dark" : "light"][known] }}>
      {known && <span aria-hidden="true">{SHAPES[known]} </span>}
      {children}
    </span>
  );
}
