import { useEffect, useState } from "react";
import { nextAt } from "../rules/freeze";

export interface Freeze {
  /** since when the figures stand still */
  frozenAt: Date | undefined;
  /** when they are going to */
  planned: Date | undefined;
  freeze: () => void;
  /** @param time 09:30; an empty one: at none */
  freezeAt: (time: string) => void;
  goOn: () => void;
}

/** 定格: figures that stay as they were at a moment, at once or when the clock comes to it. */
export function useFreeze(): Freeze {
  const [frozenAt, setFrozenAt] = useState<Date>();
  const [planned, setPlanned] = useState<Date>();
  useEffect(() => {
    if (!planned) return undefined;
    const timer = setTimeout(() => {
      setFrozenAt(planned);
      setPlanned(undefined);
    }, planned.getTime() - Date.now());
    return () => clearTimeout(timer);
  }, [planned]);
  return {
    frozenAt,
    planned,
    freeze: () => setFrozenAt(new Date()),
    freezeAt: (time) => setPlanned(nextAt(time, new Date())),
    goOn: () => {
      setFrozenAt(undefined);
      setPlanned(undefined);
    },
  };
}
