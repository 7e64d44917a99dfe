import * as v from "valibot";
import {
  findCurrentPublications,
  findPublicationHeaders,
  findPublishedTexts,
  findTargetNames,
  forgetListed,
  type PublishedText,
  rememberListed,
} from "../../storage/exchange/dispatch.repository";
import { recallReceived, receivePublications } from "../../storage/exchange/receivedPublication.repository";
import { ABOUT_NOTHING, type Draft, type Kind, type Rows, toSuperiors, upward } from "./kind";

const Finding = v.object({
  findingId: v.string(),
  ordinal: v.number(),
  title: v.string(),
  description: v.string(),
  focus: v.string(),
  category: v.string(),
  status: v.string(),
  findingVersion: v.number(),
  unitReply: v.nullable(v.string()),
  furtherUnitIds: v.array(v.string()),
  hash: v.string(),
  region: v.string(),
  unitName: v.string(),
  synthetic: v.boolean(),
  openedAt: v.string(),
});
const Submitted = v.object({
  id: v.string(),
  roundId: v.string(),
  targetId: v.string(),
  unitId: v.string(),
  unitName: v.string(),
  region: v.string(),
  version: v.number(),
  manifestHash: v.string(),
  submittedAt: v.string(),
  submittedBy: v.string(),
  note: v.nullable(v.string()),
  enteredByOffice: v.nullable(v.string()),
  synthetic: v.boolean(),
  findings: v.array(Finding),
});
type SubmittedPublication = v.InferOutput<typeof Submitted>;

/** 报送: version n of a target's results, with its manifest and its projection. */
export const publicationSubmitted: Kind = {
  name: "PublicationSubmitted",
  from: ["Publication.PublicationSubmitted"],
  between: upward,
  async draft(db, entries) {
    const payloads = await payloadsOf(
      db,
      entries.map(({ objectId }) => objectId),
    );
    const drafts: Draft[] = [];
    for (const entry of entries) {
      const payload = payloads.get(entry.objectId);
      if (!payload) continue; // removed with a synthetic data set
      const { id, targetId, findings } = payload;
      const findingIds = findings.map(({ findingId }) => findingId);
      await rememberListed(db, { id, office: entry.office, targetId, findingIds });
      // the row's own mark may come later, with a recall on behalf
      const marked = { ...payload, enteredByOffice: entry.enteredByOffice ?? null };
      drafts.push(...toSuperiors(entry, "PublicationSubmitted", id, marked));
    }
    return drafts;
  },
  read: (payload) => v.parse(Submitted, payload),
  own: ({ id, roundId, targetId, findings }: SubmittedPublication) => {
    return [id, roundId, targetId, ...findings.map(({ findingId }) => findingId)];
  },
  regions: ({ region, findings }: SubmittedPublication) => [region, ...findings.map((finding) => finding.region)],
  apart: ({ payload }) => (payload as SubmittedPublication).targetId,
  async apply({ db, now }, messages) {
    const arrived = messages.map(({ source, destination, payload }) => {
      return { ...(payload as SubmittedPublication), source, office: destination };
    });
    const recalled = await receivePublications(db, now, arrived);
    return messages.map(({ subject }) => (recalled.has(subject) ? { setAside: "RECALLED_BEFORE" } : "APPLIED"));
  },
  about: ({ region, unitId, roundId }: SubmittedPublication) => ({ ...ABOUT_NOTHING, region, unitId, roundId }),
  known: async (db, ids) => new Set((await findPublicationHeaders(db, ids)).keys()),
  async present(db, { source, destination, payloads }) {
    const targets = (payloads as SubmittedPublication[]).map(({ targetId }) => targetId);
    const ids = await findCurrentPublications(db, [...new Set(targets)]);
    const now = await payloadsOf(db, ids);
    return ids.map((id): Draft => {
      const payload = now.get(id) as SubmittedPublication;
      const what = { kind: "PublicationSubmitted", source, destination, subject: id, journal: 0 };
      return { ...what, at: payload.submittedAt, payload: JSON.stringify(payload) };
    });
  },
};

async function payloadsOf(db: Rows, ids: readonly string[]): Promise<Map<string, SubmittedPublication>> {
  const headers = await findPublicationHeaders(db, ids);
  const publications = [...headers.values()];
  const names = await findTargetNames(
    db,
    publications.map(({ targetId }) => targetId),
  );
  const texts = new Map<string, PublishedText[]>(ids.map((id) => [id, []]));
  for (const text of await findPublishedTexts(db, ids)) texts.get(text.publicationId)?.push(text);
  return new Map(
    publications.map(({ manifest, office: _, ...header }) => {
      const hashes = new Map(manifest.map(({ findingId, hash }) => [findingId, hash]));
      const findings = (texts.get(header.id) ?? []).map(({ publicationId: _, ...text }: PublishedText) => {
        return { ...text, hash: hashes.get(text.findingId) ?? "" };
      });
      const named = names.get(header.targetId);
      const unit = { unitName: named?.unitName ?? "", synthetic: named?.synthetic ?? false };
      return [header.id, { ...header, ...unit, findings }];
    }),
  );
}

const Recalled = v.object({ id: v.string(), targetId: v.string(), reason: v.string() });

/** 撤回: a tombstone; the words are the audit role's alone from then on. */
export const publicationRecalled: Kind = {
  name: "PublicationRecalled",
  from: ["Publication.PublicationRecalled"],
  between: upward,
  async draft(db, entries) {
    const ids = entries.map(({ objectId }) => objectId);
    await forgetListed(db, ids);
    const headers = await findPublicationHeaders(db, ids);
    return entries.flatMap((entry) => {
      const header = headers.get(entry.objectId);
      if (!header) return [];
      const payload = { id: header.id, targetId: header.targetId, reason: entry.details.reason ?? "" };
      return toSuperiors(entry, "PublicationRecalled", header.id, payload);
    });
  },
  read: (payload) => v.parse(Recalled, payload),
  async apply({ db, now }, messages) {
    const recalled = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as v.InferOutput<typeof Recalled>) };
    });
    const known = await recallReceived(db, now, recalled);
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_VERSION" }));
  },
  about: () => ABOUT_NOTHING,
};
