import type { TraceSettings, Traces } from "./trace";

export type { Step, Traces } from "./trace";

export const NO_TRACES: Traces = { begin: () => undefined, step: () => undefined, close: async () => {} };

/** The library is loaded where something is traced, and nowhere else: it takes half a second. */
export function openTraces(settings: TraceSettings): Traces {
  const { url } = settings;
  if (url === undefined) return NO_TRACES;
  const { collectedTraces } = require("./collected") as typeof import("./collected");
  return collectedTraces({ ...settings, url });
}
