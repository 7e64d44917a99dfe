import DataLoader from "dataloader";
import { type Change, type Difference, differenceOf } from "../../domain/publication/difference";
import {
  findReceivedBefore,
  findReceivedById,
  findReceivedFindings,
  type ReceivedFindingRow,
} from "../../storage/exchange/received.repository";
import type { Session } from "../../storage/session";

/** What a received version says that the one before it did not, and which that was. */
interface ReceivedDifference extends Omit<Difference<ReceivedFindingRow>, "changed"> {
  against: number;
  /** without what the version before said where that is sealed: the mask would point to the name beside it */
  changed: (Omit<Change<ReceivedFindingRow>, "before"> & { before: ReceivedFindingRow | null })[];
}

/** The differences of all versions that an operation asks for, in three statements. */
export function differenceLoader(session: Session): DataLoader<string, ReceivedDifference | null> {
  return new DataLoader((ids) =>
    session.read(async (db) => {
      const versions = new Map((await findReceivedById(db, ids)).map((row) => [row.id, row]));
      const earlier = new Map((await findReceivedBefore(db, ids)).map((row) => [row.before, row]));
      const asked = [...ids, ...[...earlier.values()].map(({ id }) => id)];
      const findings = new Map<string, ReceivedFindingRow[]>(asked.map((id) => [id, []]));
      for (const finding of await findReceivedFindings(db, asked)) findings.get(finding.publicationId)?.push(finding);
      return ids.map((id) => {
        const [now, before] = [versions.get(id), earlier.get(id)];
        if (!now || !before) return null;
        const seen = (version: string) => findings.get(version) ?? [];
        const { changed, ...rest } = differenceOf(
          { listed: now.findingIds, seen: seen(now.id) },
          { listed: before.findingIds, seen: seen(before.id) },
        );
        const shown = changed.map((each) => ({ ...each, before: each.before.sealedAt ? null : each.before }));
        return { against: before.number, ...rest, changed: shown };
      });
    }),
  );
}
