import * as v from "valibot";
import { findingTransitions } from "../../domain/finding/transitions";
import { findListed, findStatusesNow } from "../../storage/exchange/dispatch.repository";
import { restateFindings } from "../../storage/exchange/receivedPublication.repository";
import { findTold } from "../../storage/exchange/release.repository";
import { ABOUT_NOTHING, type Draft, type Kind, toSuperiors, upward } from "./kind";
import { toGrantees } from "./releaseFollowing";
import { eventsOf, leadsBack } from "./steps";

const STEPS = eventsOf(findingTransitions);
const Changed = v.object({ findingId: v.string(), status: v.string() });
type ChangedStatus = v.InferOutput<typeof Changed>;

/** The live status of a finding that the current submission of its target lists, and of no other: by the journal alone. Whoever
 * it was released to is told beside, as far as the release says. */
export const findingStatusChanged: Kind = {
  name: "FindingStatusChanged",
  from: [...STEPS.keys()].map((event) => `Finding.${event}`),
  between: upward,
  async draft(db, entries) {
    const ids = entries.map(({ objectId }) => objectId);
    const listed = await findListed(db, ids);
    const told = await findTold(db, ids);
    return entries.flatMap((entry) => {
      const step = STEPS.get(entry.event);
      const status = step && leadsBack(step) ? entry.details.status : step;
      if (!status) return [];
      const findingId = entry.objectId;
      const above = listed.has(findingId) ? toSuperiors(entry, this.name, findingId, { findingId, status }) : [];
      return [...above, ...toGrantees(entry, told.get(findingId) ?? [], status)];
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
