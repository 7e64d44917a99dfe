import * as v from "valibot";
import { inOneProvince } from "../../domain/release/release";
import { sealReceivedReleases } from "../../storage/exchange/release.repository";
import { ABOUT_NOTHING, type Draft, type Entry, type Kind } from "./kind";

const Sealed = v.object({ releaseId: v.string(), findingId: v.string() });
type SealedFinding = v.InferOutput<typeof Sealed>;

/** 遮盖: what a release said of a finding named somebody. Which, and not a word of it. Made of the event of `FindingTextSealed`. */
export const releaseTextSealed: Kind = {
  name: "ReleaseTextSealed",
  from: [],
  between: inOneProvince,
  draft: async () => [],
  read: (payload) => v.parse(Sealed, payload),
  own: ({ releaseId, findingId }: SealedFinding) => [releaseId, findingId],
  async apply({ db }, messages) {
    const seals = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as SealedFinding) };
    });
    const known = await sealReceivedReleases(db, seals);
    return seals.map(({ releaseId, findingId }) =>
      known.has(`${releaseId}/${findingId}`) ? "APPLIED" : { setAside: "UNKNOWN_RELEASE" },
    );
  },
  about: ({ findingId }: SealedFinding) => ({ ...ABOUT_NOTHING, findingId }),
};

/** Everybody who was ever told, whatever became of the release. */
export function sealsToGrantees({ office: source, objectId: findingId, number: journal, at, details }: Entry): Draft[] {
  const released: { releaseId: string; grantees: string[] }[] = details.released ?? [];
  return released.flatMap(({ releaseId, grantees }) => {
    const payload = JSON.stringify({ releaseId, findingId });
    return grantees.map((destination): Draft => {
      return { kind: "ReleaseTextSealed", source, destination, subject: findingId, journal, at, payload };
    });
  });
}
