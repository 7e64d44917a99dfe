import { useEffect } from "react";
import { onChange, tellChange } from "../rules/changes";

/** How long a parcel may be under way when everything works. */
const ARRIVES_MS = [2_000, 8_000];

/** What another tier did is told at once, by its own log; what it sent comes a moment later, and nothing tells of that. So the
 * trays are asked for again after a change, until it must have come. */
export function useArrivals(office: string): void {
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout>[] = [];
    let isOwn = false;
    const stop = onChange(() => {
      if (isOwn) return undefined;
      for (const timer of waiting) clearTimeout(timer);
      waiting = ARRIVES_MS.map((ms) =>
        setTimeout(() => {
          isOwn = true;
          void tellChange({ regions: [office] });
          isOwn = false;
        }, ms),
      );
      return undefined;
    });
    return () => {
      stop();
      for (const timer of waiting) clearTimeout(timer);
    };
  }, [office]);
}
