import * as v from "valibot";
import { isUnder } from "../../../schema/contract/regionCode";
import { inOneProvince, RELEASE_PURPOSES, RELEASED_FIELDS, refusedGrantee } from "../../domain/release/release";
import { appendJournal, entriesOf } from "../../journal/append";
import {
  findReleasedTexts,
  findReleaseHeaders,
  forgetReleased,
  receiveReleases,
  rememberReleased,
  withdrawReceived,
} from "../../storage/exchange/release.repository";
import { findReceivedSupervision, holdSupervision } from "../../storage/exchange/supervision.repository";
import type { ReleasedFindingRow, ReleaseRow } from "../../storage/release/release.row";
import {
  ABOUT_NOTHING,
  type Arrived,
  type Draft,
  type Effects,
  type Entry,
  Impossible,
  type Kind,
  type Met,
} from "./kind";
import { bounces } from "./releaseBounced";

const text = v.nullable(v.string());
const Finding = v.object({
  findingId: v.string(),
  roundId: v.string(),
  targetId: v.string(),
  unitId: v.string(),
  region: v.string(),
  ordinal: v.number(),
  unitName: text,
  title: text,
  description: text,
  focus: text,
  category: text,
  status: text,
  furtherUnitIds: v.array(v.string()),
  openedAt: v.string(),
  /** since when the finding says something else: for whoever joins a joint supervision later */
  correctedAt: v.optional(text, null),
});
const day = v.pipe(v.string(), v.isoDate());
const Issued = v.object({
  id: v.string(),
  purpose: v.picklist(RELEASE_PURPOSES),
  supervisionId: text,
  checklistItem: v.optional(v.nullable(v.number()), null),
  title: v.string(),
  fields: v.array(v.picklist(RELEASED_FIELDS)),
  documentNumber: text,
  issuedOn: day,
  issuedAt: v.string(),
  expiresOn: day,
  synthetic: v.boolean(),
  findings: v.array(Finding),
});
type IssuedRelease = v.InferOutput<typeof Issued>;

/** 成果通报: the copies of findings with the fields that the release names, to one of the offices that it is made to; of a link to a
 * joint supervision also to whoever joins later. */
export const releaseIssued: Kind = {
  name: "ReleaseIssued",
  from: ["Release.ReleaseIssued", "Release.ReleaseExtended"],
  between: inOneProvince,
  async draft(db, entries) {
    const ids = entries.map(({ objectId }) => objectId);
    const [headers, texts] = [await findReleaseHeaders(db, ids), await findReleasedTexts(db, ids)];
    const drafts: Draft[] = [];
    for (const entry of entries) {
      const header = headers.get(entry.objectId);
      const findings = texts.get(entry.objectId) ?? [];
      if (!header) continue; // removed with a synthetic data set
      const { id: releaseId, office } = header;
      const saysStatus = header.fields.includes("STATUS");
      await rememberReleased(
        db,
        granteesIn(entry).flatMap((destination) =>
          findings.map(({ findingId }) => ({ releaseId, destination, findingId, office, saysStatus })),
        ),
      );
      const payload = JSON.stringify(payloadOf(header, findings, entry.details.statuses));
      drafts.push(...granteesIn(entry).map((to) => draftOf(entry, "ReleaseIssued", to, payload)));
    }
    return drafts;
  },
  read: (payload) => v.parse(Issued, payload),
  own: ({ id, findings }: IssuedRelease) => {
    return [id, ...findings.flatMap(({ findingId, roundId, targetId }) => [findingId, roundId, targetId])];
  },
  regions: ({ findings }: IssuedRelease) => findings.map(({ region }) => region),
  apart: ({ subject }) => subject,
  async apply(effects, messages) {
    const strange = new Map<Arrived, string>();
    for (const message of messages) {
      if (!(await isForMember(effects, message))) strange.set(message, "NOT_A_MEMBER");
      else if (await bounces(effects, message)) strange.set(message, "NOT_ENROLLED");
    }
    const arrived = messages.filter((message) => !strange.has(message));
    const { withdrawn, begun } = await receiveReleases(
      effects.db,
      effects.now,
      arrived.map(({ source, destination, payload }) => ({ ...payload, source, office: destination })),
    );
    await appendJournal(
      effects.db,
      "platform",
      effects.now,
      begun.map((release) => entryOf(release, "ReleaseReceived", {})),
    );
    return messages.map((message): Met => {
      const reason = strange.get(message);
      if (reason) return { setAside: reason };
      return withdrawn.has(message.subject) ? { setAside: "WITHDRAWN_BEFORE" } : "APPLIED";
    });
  },
  about: ({ findings: [first] }: IssuedRelease) => {
    if (!first) return ABOUT_NOTHING;
    const { region, unitId, roundId } = first;
    return { ...ABOUT_NOTHING, region, unitId, roundId };
  },
  known: async (db, ids) => new Set((await findReleaseHeaders(db, ids)).keys()),
};

/** What is linked to a joint supervision goes among its members, in whatever relation they stand.
 * @returns whether the office that it came for is one
 * @throws Impossible where such a release never goes from this office to that one */
async function isForMember(
  { db }: Effects,
  { source, destination, payload: { purpose, supervisionId } }: Arrived<IssuedRelease>,
): Promise<boolean> {
  if (purpose !== "SUPERVISION" || supervisionId === null) {
    if (purpose !== "SUPERVISION" && !refusedGrantee(source, destination)) return true;
    throw new Impossible("no release goes from this office to that one");
  }
  const led = await holdSupervision(db, destination, supervisionId);
  if (led) return led.members.some(({ memberOffice, status }) => memberOffice === source && status === "JOINED");
  const own = await findReceivedSupervision(db, destination, supervisionId);
  if (own && !isUnder(source, own.source)) throw new Impossible("only whoever was invited links to it");
  return own?.answer === "JOINED";
}

const entryOf = entriesOf("ReceivedRelease");

const granteesIn = ({ details }: Entry): string[] => details.grantees;

function draftOf({ office: source, objectId, number, at }: Entry, kind: string, destination: string, payload: string) {
  return { kind, source, destination, subject: objectId, journal: number, at, payload };
}

/** @param statuses how the findings stand at an extension; otherwise as they were released */
function payloadOf(
  header: ReleaseRow,
  findings: readonly ReleasedFindingRow[],
  statuses: Record<string, string> = {},
): IssuedRelease {
  const { id, purpose, supervisionId, title, fields, documentNumber, issuedOn, issuedAt, expiresOn, synthetic } =
    header;
  const { checklistItem } = header;
  const said = {
    id,
    purpose,
    supervisionId,
    checklistItem,
    title,
    fields,
    documentNumber,
    issuedOn,
    issuedAt,
    expiresOn,
  };
  const copies = findings.map(({ releaseId: _, sealedAt: __, ...finding }) => {
    return { ...finding, status: statuses[finding.findingId] ?? finding.status };
  });
  return v.parse(Issued, { ...said, synthetic, findings: copies });
}

const Withdrawn = v.object({ id: v.string(), reason: v.string() });

/** 撤回: the content goes from the grantee's view, a tombstone with the reason stays. */
export const releaseWithdrawn: Kind = {
  name: "ReleaseWithdrawn",
  from: ["Release.ReleaseWithdrawn", "Release.ReleaseTakenBack", "Release.ReleaseEnded"],
  between: inOneProvince,
  async draft(db, entries) {
    const ended = entries.flatMap((entry) =>
      granteesIn(entry).map((destination) => ({ releaseId: entry.objectId, destination })),
    );
    await forgetReleased(db, ended);
    return entries.flatMap((entry) => {
      const payload = JSON.stringify({ id: entry.objectId, reason: entry.details.reason ?? "" });
      return granteesIn(entry).map((to) => draftOf(entry, "ReleaseWithdrawn", to, payload));
    });
  },
  read: (payload) => v.parse(Withdrawn, payload),
  own: ({ id }: v.InferOutput<typeof Withdrawn>) => [id],
  async apply({ db, now }, messages) {
    const withdrawn = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as v.InferOutput<typeof Withdrawn>) };
    });
    const releases = await withdrawReceived(db, withdrawn);
    const entries = releases.map((release) => entryOf(release, "ReleaseWithdrawn", {}));
    await appendJournal(db, "platform", now, entries);
    const known = new Set(releases.map(({ id }) => id));
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_RELEASE" }));
  },
  about: () => ABOUT_NOTHING,
};
