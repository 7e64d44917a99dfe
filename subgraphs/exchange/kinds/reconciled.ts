import * as v from "valibot";
import { loseOrders } from "../../storage/exchange/order.repository";
import { losePublications } from "../../storage/exchange/receivedPublication.repository";
import { loseRounds } from "../../storage/exchange/receivedRound.repository";
import { loseReleases } from "../../storage/exchange/release.repository";
import { loseSupervisions } from "../../storage/exchange/supervision.repository";
import { ABOUT_NOTHING, type Kind } from "./kind";

const Reconciled = v.object({
  common: v.object({ epoch: v.number(), sequence: v.number() }),
  lost: v.array(v.object({ kind: v.string(), subject: v.string() })),
});
type ReconciledPayload = v.InferOutput<typeof Reconciled>;

/** The first message of an epoch that begins because its source was set back: how far both sides agree, and what the source does
 * not know any more. What follows states how its objects stand now; what it does not know at all is marked. */
export const reconciled: Kind = {
  name: "Reconciled",
  from: [],
  between: () => true,
  draft: async () => [],
  read: (payload) => v.parse(Reconciled, payload),
  async apply({ db, now }, messages) {
    for (const { source, destination: office, payload } of messages) {
      const lost = (kind: string) =>
        (payload as ReconciledPayload).lost.filter((each) => each.kind === kind).map(({ subject }) => subject);
      await loseRounds(db, office, source, lost("RoundFiled"), now);
      await losePublications(db, { office, source, ids: lost("PublicationSubmitted") }, now);
      await loseOrders(db, office, source, lost("OrderIssued"), now);
      await loseReleases(db, { office, source, ids: lost("ReleaseIssued") }, now);
      await loseSupervisions(db, { office, source, ids: lost("SupervisionStated") }, now);
    }
    return messages.map(() => "APPLIED");
  },
  about: () => ABOUT_NOTHING,
};
