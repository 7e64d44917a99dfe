import * as v from "valibot";
import { findSealedNow } from "../../storage/exchange/dispatch.repository";
import { sealReceived } from "../../storage/exchange/receivedPublication.repository";
import { ABOUT_NOTHING, type Draft, type Kind, toSuperiors, upward } from "./kind";
import { sealsToGrantees } from "./releaseSeals";

const Sealed = v.object({ findingId: v.string(), publicationIds: v.array(v.string()) });
type SealedText = v.InferOutput<typeof Sealed>;

/** 遮盖: what these versions said of a finding named somebody. The message says which, and not a word of it; it comes behind
 * the versions in their stream. */
export const findingTextSealed: Kind = {
  name: "FindingTextSealed",
  from: ["Finding.FindingTextMasked"],
  between: upward,
  draft: async (_, entries) =>
    entries.flatMap((entry) => {
      const publicationIds: string[] = entry.details.sealed ?? [];
      const findingId = entry.objectId;
      // where there are none, nobody above was told
      const above = publicationIds.length
        ? toSuperiors(entry, "FindingTextSealed", findingId, { findingId, publicationIds })
        : [];
      return [...above, ...sealsToGrantees(entry)];
    }),
  read: (payload) => v.parse(Sealed, payload),
  own: ({ findingId, publicationIds }: SealedText) => [findingId, ...publicationIds],
  async apply({ db }, messages) {
    const seals = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as SealedText) };
    });
    const known = await sealReceived(db, seals);
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_VERSION" }));
  },
  about: ({ findingId }: SealedText) => ({ ...ABOUT_NOTHING, findingId }),
  // a seal that the source has lost stays one here; what it knows again is said again
  async present(db, { source, destination, payloads }) {
    const ids = (payloads as SealedText[]).map(({ findingId }) => findingId);
    const now = await findSealedNow(db, [...new Set(ids)]);
    return now.map(({ findingId, publicationIds, sealedAt }): Draft => {
      const payload = JSON.stringify({ findingId, publicationIds });
      return {
        ...{ kind: "FindingTextSealed", source, destination, subject: findingId, journal: 0 },
        ...{ at: sealedAt, payload },
      };
    });
  },
};
