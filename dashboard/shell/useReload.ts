import { useEffect } from "react";

const EVERY_MS = 60_000;

/** Loads the document anew by itself, where nobody is there to do it. */
export function useReload(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setInterval(() => void reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isWanted]);
}

/** Not while the platform is away: in the place of the page there would be the browser's own word of it, which nobody takes away. */
async function reload(): Promise<void> {
  const document = await fetch(window.location.href, { cache: "no-store" }).catch(() => undefined);
  if (document?.ok) window.location.reload();
}
