import * as v from "valibot";
import { findingTransitions } from "../../domain/finding/transitions";
import { findListed, findStatusesNow } from "../../storage/exchange/dispatch.repository";
import { restateFindings } from "../../storage/exchange/receivedPublication.repository";
import { ABOUT_NOTHING, type Draft, type Kind, toSuperiors, upward } from "./kind";
import { eventsOf, leadsBack } from "./steps";

const STEPS = eventsOf(findingTransitions);
const Changed = v.object({ findingId: v.string(), status: v.string() });
type ChangedStatus = v.InferOutput<typeof Changed>;

/** The live status of a finding that the current submission of its target lists, and of no other: by the journal alone. */
export const findingStatusChanged: Kind = {
  name: "FindingStatusChanged",
  from: [...STEPS.keys()].map((event) => `Finding.${event}`),
  between: upward,
  async draft(db, entries) {
    const listed = await findListed(
      db,
      entries.map(({ objectId }) => objectId),
    );
    return entries.flatMap((entry) => {
      const step = STEPS.get(entry.event);
      const status = step && leadsBack(step) ? entry.details.status : step;
      if (!status || !listed.has(entry.objectId)) return [];
      return toSuperiors(entry, "FindingStatusChanged", entry.objectId, { findingId: entry.objectId, status });
    });
  },
  read: (payload) => v.parse(Changed, payload),
  async apply({ db, now }, messages) {
    const statuses = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as ChangedStatus) };
    });
    const listed = await restateFindings(db, now, statuses);
    return messages.map(({ subject }) => (listed.has(subject) ? "APPLIED" : { setAside: "NOT_LISTED" }));
  },
  about: ({ findingId }: ChangedStatus) => ({ ...ABOUT_NOTHING, findingId }),
  async present(db, { source, destination, payloads }) {
    const ids = (payloads as ChangedStatus[]).map(({ findingId }) => findingId);
    const now = await findStatusesNow(db, [...new Set(ids)]);
    return now.map(({ findingId, status, statusAt }): Draft => {
      const payload = JSON.stringify({ findingId, status });
      return {
        ...{ kind: "FindingStatusChanged", source, destination, subject: findingId, journal: 0 },
        ...{ at: statusAt, payload },
      };
    });
  },
};
