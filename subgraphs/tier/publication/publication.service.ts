import { createHash } from "node:crypto";
import { newId } from "../../../schema/contract/ids";
import { goesUpward } from "../../domain/finding/finding";
import { decide, holdsOneOf, partiesOf } from "../../domain/lifecycle";
import { SUBMITTERS } from "../../domain/publication/publication";
import { publicationTransitions } from "../../domain/publication/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { isHeard } from "../../domain/target/target";
import { superiorsOf } from "../../domain/tier";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findFindingsByNumber } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { holdFindingsOfTargets } from "../../storage/finding/moving.repository";
import {
  findLastStanding,
  findPublicationsById,
  findPublicationToMove,
  lastPublishedVersion,
  publishFindings,
  recallPublication,
  supersede,
} from "../../storage/publication/publication.repository";
import { type ManifestEntry, PublicationRow } from "../../storage/publication/publication.row";
import { findPartlyHidden, findTargetsById, findTargetsToMove } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { seemsToNameSomebody } from "../finding/text.service";
import { notFound } from "../graph/errors";
import { toRefusal } from "../graph/refusal.type";
import type { RecallPublicationInput, SubmitPublicationsInput, TierPublicationPreview } from "./publication.type";

/** Submits the results of heard targets upward, one new version each: all of them or none. */
export async function submitPublications(
  context: TierContext,
  input: SubmitPublicationsInput,
  key: string,
): Promise<string[] | Refused> {
  const targetIds = requireOwnIds(context, input.targetIds, (i) => `input.targetIds.${i}`);
  return changeBook(
    context,
    bookWith("round_target", targetIds),
    "submitPublications",
    key,
    input,
    async (db, context) => {
      const known = await findTargetsById(db, targetIds);
      const hidden = targetIds.find((id) => !known.some((target) => target.id === id));
      if (hidden) throw notFound(`input.targetIds.${targetIds.indexOf(hidden)}`);
      const locked = await findTargetsToMove(db, targetIds);
      // the manifest and the copy are two statements: a finding that moved between them would make them differ
      await holdFindingsOfTargets(db, targetIds);
      const ids: string[] = [];
      const entries: JournalEntry[] = [];
      for (const id of targetIds) {
        const target = locked.find((row) => row.id === id);
        if (!target || !holdsOneOf(context.actor(), target, SUBMITTERS)) return refuse("ROLE_REQUIRED", id, SUBMITTERS);
        const book = await findFindingsByNumber(db, id);
        const draft = await draftPublication(
          db,
          target,
          book,
          await lastPublishedVersion(db, id),
          Boolean(input.note?.trim()),
        );
        if (isRefused(draft)) return draft;
        const publication = await publish(context, db, target, draft, input.note ?? null);
        ids.push(publication.id);
        entries.push(entryOf(publication, "PublicationSubmitted", { targetId: id, manifest: publication.manifest }));
      }
      return { ids, entries };
    },
  );
}

interface Draft {
  version: number;
  manifest: ManifestEntry[];
  manifestHash: string;
}

/** What the next version of a target would list.
 * @param book the findings of the target by their numbers, as the caller may see them
 * @param last undefined where nothing was submitted yet
 * @param isAnswered with a note: what came back and is right as it is goes up again with an answer to the reason */
async function draftPublication(
  db: Db,
  target: TargetRow,
  book: readonly FindingRow[],
  last: PublicationRow | undefined,
  isAnswered: boolean,
): Promise<Draft | Refused> {
  if (!isHeard(target.status)) return refuse("TARGET_NOT_HEARD", target.id);
  if ((await findPartlyHidden(db, [target.id])).length) return refuse("PERSON_RECUSED", target.id);
  const findings = book.filter(goesUpward);
  const naming = findings.find(seemsToNameSomebody);
  if (naming) return refuse("TEXT_NAMES_PERSON", naming.id);
  const manifest = findings.map(manifestEntry);
  const manifestHash = sha256(JSON.stringify(manifest));
  const isSame = last?.isCurrent && last.manifestHash === manifestHash;
  if (isSame && !(isAnswered && last.status === "RETURNED")) return refuse("NOTHING_CHANGED", last.id);
  return { version: (last?.version ?? 0) + 1, manifest, manifestHash };
}

async function publish(
  context: TierContext,
  db: Db,
  target: TargetRow,
  draft: Draft,
  note: string | null,
): Promise<PublicationRow> {
  const publication: PublicationRow = {
    ...draft,
    id: newId(context.profile.tier),
    office: target.office,
    officeCity: target.office.slice(0, 4),
    officeProvince: target.office.slice(0, 2),
    roundId: target.roundId,
    targetId: target.id,
    unitId: target.unitId,
    region: target.region,
    status: "SUBMITTED",
    revision: 1,
    isCurrent: true,
    submittedAt: context.now(),
    submittedBy: context.standing.person,
    note,
    recalledAt: null,
    recallReason: null,
    decidedAt: null,
    decidedByOffice: null,
    decisionReason: null,
  };
  await supersede(db, target.id);
  await db.manager.insert(PublicationRow, publication);
  await publishFindings(db, publication);
  return publication;
}

/** Shows, before a submission, exactly who will see what. */
export async function previewPublication(context: TierContext, id: string): Promise<TierPublicationPreview> {
  const targetId = requireOwnId(context, id, "targetId");
  return context.session.read(async (db) => {
    const [target] = await findTargetsById(db, [targetId]);
    if (!target || !(await context.readsBookOf(target.office))) throw notFound("targetId");
    const findings = await findFindingsByNumber(db, targetId);
    const last = await lastPublishedVersion(db, targetId);
    // whether there will be a note is not known yet
    const draft = await draftPublication(db, target, findings, last, true);
    return {
      version: (last?.version ?? 0) + 1,
      readers: superiorsOf(target.office).map((officeCode) => ({ officeCode, rule: "SUBMITTED" })),
      listed: findings.filter(goesUpward).map((finding) => finding.id),
      withheld: findings
        .filter((finding) => !goesUpward(finding))
        .map(({ id: findingId, ordinal, status, exchangeException }) => ({
          findingId,
          ordinal,
          status,
          exchangeException,
        })),
      refusal: isRefused(draft) ? toRefusal(draft) : null,
    };
  });
}

/** Ends the visibility of a submission; a tombstone with the reason stays. */
export async function recall(
  context: TierContext,
  input: RecallPublicationInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("publication", [id]), "recallPublication", key, input, async (db, context) => {
    const publication = await findPublicationToMove(db, id);
    if (!publication) {
      if (!(await findPublicationsById(db, [id])).length) throw notFound("input.id");
      return refuse("ROLE_REQUIRED", id, partiesOf(publicationTransitions, "RECALL"));
    }
    if (publication.revision !== input.revision) return refuse("STALE_VERSION", id);
    const subject = { ...publication, version: publication.revision };
    const [standing] = await findLastStanding(db, [publication.targetId]);
    const moved = decide(publicationTransitions, subject, "RECALL", context.actor(), {
      LAST_STANDING_VERSION_REQUIRED: publication.version === standing?.version,
      REASON_REQUIRED: Boolean(input.reason.trim()),
    });
    if (isRefused(moved)) return moved;
    await recallPublication(db, publication, { at: context.now(), reason: input.reason });
    const next = { ...publication, revision: publication.revision + 1 };
    return { ids: [id], entries: [entryOf(next, moved.event, { reason: input.reason })] };
  });
}

/** The hash is of the words that storage's PROJECTION copies. scripts/seed/bulk/statements.ts makes the same in SQL: a change
 * here is one there, and gives every finding another hash, so that a submission of nothing new would pass for a new one. */
function manifestEntry(finding: FindingRow): ManifestEntry {
  const { id, version, ordinal, title, description, focus, category, status, unitReply, furtherUnitIds } = finding;
  // absent where empty, so that hashes of earlier versions stay
  const further = furtherUnitIds.length ? [furtherUnitIds] : [];
  const text = JSON.stringify([ordinal, title, description, focus, category, status, unitReply, ...further]);
  return { findingId: id, version, hash: sha256(text) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function entryOf(publication: PublicationRow, event: string, details: object): JournalEntry {
  const { office, id, revision } = publication;
  return { office, event, objectKind: "Publication", objectId: id, objectVersion: revision, details };
}
