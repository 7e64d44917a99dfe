import * as v from "valibot";
import { DATE_OF } from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import { findFiled, findRoundsOfTargets, findTargetsNow } from "../../storage/exchange/dispatch.repository";
import { moveReceivedTargets } from "../../storage/exchange/receivedRound.repository";
import { ABOUT_NOTHING, type Draft, type Entry, type Kind, toSuperiors, upward } from "./kind";
import { dayOf, eventsOf } from "./steps";

const STEPS = eventsOf(targetTransitions);
const CORRECTED = "TargetCorrected";
/** The steps onward, each with its day; what leads back has none, and takes away the days of what it leads back from. */
const DATED = new Set([
  ...["TargetEntered", "TargetReported", "TargetHeard", "TargetFedBack", "TargetRectificationStarted"],
  ...["TargetEvaluated", "TargetArchived"],
]);
const Moved = v.object({
  id: v.string(),
  roundId: v.string(),
  /** null where the target stays where it is: a date was corrected */
  status: v.nullable(v.string()),
  dates: v.record(v.string(), v.pipe(v.string(), v.isoDate())),
});
type MovedTarget = v.InferOutput<typeof Moved>;

/** The steps of a filed target, each with its day: so that “heard N days ago, not submitted” is known from the inbox. */
export const targetMoved: Kind = {
  name: "TargetMoved",
  from: [...STEPS.keys(), CORRECTED].map((event) => `RoundTarget.${event}`),
  between: upward,
  async draft(db, entries) {
    const roundOf = await findRoundsOfTargets(
      db,
      entries.map(({ objectId }) => objectId),
    );
    const filed = await findFiled(db, [...new Set(roundOf.values())]);
    return entries.flatMap((entry) => {
      const roundId = roundOf.get(entry.objectId);
      const status = STEPS.get(entry.event) ?? null;
      if (!roundId || !filed.has(roundId)) return [];
      const dates = DATED.has(entry.event)
        ? { [status as string]: entry.details.on ?? dayOf(entry.at) }
        : correctedIn(entry);
      return toSuperiors(entry, "TargetMoved", entry.objectId, { id: entry.objectId, roundId, status, dates });
    });
  },
  read: (payload) => v.parse(Moved, payload),
  async apply({ db }, messages) {
    const moves = messages.map(({ source, destination, payload }) => {
      return { office: destination, source, ...(payload as MovedTarget) };
    });
    const known = await moveReceivedTargets(db, moves);
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_TARGET" }));
  },
  about: ({ roundId }: MovedTarget) => ({ ...ABOUT_NOTHING, roundId }),
  async present(db, { source, destination, payloads }) {
    const ids = (payloads as MovedTarget[]).map(({ id }) => id);
    const now = await findTargetsNow(db, [...new Set(ids)]);
    return now.map(({ id, roundId, status, ...columns }): Draft => {
      const dates = Object.fromEntries(
        Object.entries(DATE_OF).flatMap(([status, column]) => (columns[column] ? [[status, columns[column]]] : [])),
      );
      const payload = JSON.stringify({ id, roundId, status, dates });
      return { kind: "TargetMoved", source, destination, subject: id, journal: 0, at: "", payload };
    });
  },
};

/** What a correction says of days; what a step back takes away is no day. */
function correctedIn({ details }: Entry): Record<string, string> {
  const corrections = (details.corrections ?? []) as { field: string; to: string | null }[];
  const said = new Map(corrections.map(({ field, to }) => [field, to]));
  return Object.fromEntries(
    Object.entries(DATE_OF).flatMap(([status, name]) => {
      const day = said.get(name);
      return day ? [[status, day]] : [];
    }),
  );
}
