import * as v from "valibot";
import type { FindingStatus } from "../../domain/finding/finding";
import { findingTransitions } from "../../domain/finding/transitions";
import { inOneProvince, isNoMore } from "../../domain/release/release";
import { findStatusesNow } from "../../storage/exchange/dispatch.repository";
import { findTold, followReleased, type ToldFinding } from "../../storage/exchange/release.repository";
import { ABOUT_NOTHING, type Draft, type Entry, type Kind } from "./kind";

const Followed = v.object({
  releaseId: v.string(),
  findingId: v.string(),
  /** null where the release does not show it */
  status: v.nullable(v.string()),
  /** it was withdrawn or dismissed: nothing of it is said any more */
  ended: v.boolean(),
  /** its text was corrected: what the release says is not what the finding says any more */
  corrected: v.optional(v.boolean(), false),
});
type FollowedFinding = v.InferOutput<typeof Followed>;

/** How a released finding stands, for those to whom the release shows it; that it is no more, for all. Made of the events of
 * `FindingStatusChanged`. */
export const releaseFollowed: Kind = {
  name: "ReleaseFollowed",
  from: [],
  between: inOneProvince,
  draft: async () => [],
  read: (payload) => v.parse(Followed, payload),
  own: ({ releaseId, findingId }: FollowedFinding) => [releaseId, findingId],
  async apply({ db }, messages) {
    const following = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as FollowedFinding) };
    });
    const listed = await followReleased(db, following);
    return following.map(({ releaseId, findingId }) =>
      listed.has(`${releaseId}/${findingId}`) ? "APPLIED" : { setAside: "NOT_LISTED" },
    );
  },
  about: ({ findingId }: FollowedFinding) => ({ ...ABOUT_NOTHING, findingId }),
  async present(db, { source, destination, payloads }) {
    const lost = payloads as FollowedFinding[];
    const ids = [...new Set(lost.map(({ findingId }) => findingId))];
    const told = [...(await findTold(db, ids)).values()].flat().filter((each) => each.destination === destination);
    const now = new Map((await findStatusesNow(db, ids)).map((row) => [row.findingId, row]));
    return told.flatMap((each): Draft[] => {
      const cell = now.get(each.findingId);
      if (
        !cell ||
        !lost.some(({ releaseId, findingId }) => releaseId === each.releaseId && findingId === each.findingId)
      )
        return [];
      const payload = JSON.stringify(said(each, cell.status));
      const what = { kind: "ReleaseFollowed", source, destination, subject: each.findingId, journal: 0 };
      return [{ ...what, at: cell.statusAt, payload }];
    });
  },
};

/** One message to each office that a release told of the finding. */
export function toGrantees(entry: Entry, told: readonly ToldFinding[], status: string): Draft[] {
  const { office: source, objectId: subject, number: journal, at } = entry;
  return told.flatMap((each) => {
    const following = { ...said(each, status), corrected: entry.event === CORRECTED };
    if (following.status === null && !following.ended && !following.corrected) return [];
    const payload = JSON.stringify(following);
    return [{ kind: "ReleaseFollowed", source, destination: each.destination, subject, journal, at, payload }];
  });
}

function said({ releaseId, findingId, saysStatus }: ToldFinding, status: string): FollowedFinding {
  const ended = isNoMore(status as FindingStatus);
  return { releaseId, findingId, status: saysStatus ? status : null, ended, corrected: false };
}

const CORRECTED = findingTransitions.OBJECTED.CORRECT.event;
