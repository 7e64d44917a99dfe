import type { RegionCode } from "../../../schema/contract/regionCode";
import { appendJournal, entriesOf, type JournalEntry } from "../../journal/append";
import {
  type FollowedLink,
  findReleasedStatuses,
  followMembership,
} from "../../storage/exchange/supervision.repository";
import type { Rows } from "./kind";

/** What an office linked to a joint supervision goes to whoever joins and leaves whoever leaves; the journal says so, and by it the
 * exchange. */
export async function followMembers(
  db: Rows,
  { office, id, members }: { office: RegionCode; id: string; members: readonly RegionCode[] },
  now: string,
): Promise<void> {
  const { extended, ended } = await followMembership(db, { office, id, members }, now);
  const entries: JournalEntry[] = [];
  for (const { releaseId, version, grantees } of byRelease(extended)) {
    // as they stand now: the copy says how they stood when they were linked
    const statuses = await findReleasedStatuses(db, releaseId);
    entries.push(entryOf({ office, id: releaseId, version }, "ReleaseExtended", { grantees, statuses, follows: id }));
  }
  for (const { releaseId, version, grantees } of byRelease(ended)) {
    const details = {
      grantees,
      reason: "已不是联动监督成员。No member of the joint supervision any more.",
      follows: id,
    };
    entries.push(entryOf({ office, id: releaseId, version }, "ReleaseEnded", details));
  }
  if (entries.length > 0) await appendJournal(db, "platform", now, entries);
}

function byRelease(links: readonly FollowedLink[]) {
  const releases = new Map<string, { releaseId: string; version: number; grantees: RegionCode[] }>();
  for (const { releaseId, version, grantee } of links) {
    const release = releases.get(releaseId) ?? { releaseId, version, grantees: [] };
    release.grantees.push(grantee);
    releases.set(releaseId, release);
  }
  return releases.values();
}

const entryOf = entriesOf("Release");
