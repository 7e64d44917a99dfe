import { newId } from "../../../schema/contract/ids";
import {
  DEFAULT_PARTIES,
  type Evaluation,
  isJoint,
  PARTY_KEEPERS,
  type ReviewRole,
} from "../../domain/rectification/rectification";
import { partiesPresent, placeToSign } from "../../domain/rectification/review";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findUnitsById } from "../../storage/office/office.repository";
import {
  endParties,
  findParties,
  findRectificationsById,
  findSignatures,
  signFor,
} from "../../storage/rectification/rectification.repository";
import {
  type RectificationRow,
  ReviewPartyRow,
  ReviewSignatureRow,
} from "../../storage/rectification/rectification.row";
import { findTargetsById } from "../../storage/target/target.repository";
import { bookWith, changeBook, officeNamed, refuseNamed, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import type { SetReviewPartiesInput, SignReviewInput } from "./review.type";

/** The parties of an office's reviews on a day: as configured, or the default. */
export async function partiesOfOffice(
  db: Db,
  office: string,
  on: string,
): Promise<{ name: string; role: ReviewRole }[]> {
  const configured = await findParties(db, office, on);
  return configured.length > 0 ? configured : [...DEFAULT_PARTIES];
}

/** Makes a place for each party, under the grade that it is asked to sign: of a new review, or anew where that grade is another. */
export async function openReview(
  context: TierContext,
  db: Db,
  rectification: RectificationRow,
  on: string,
  evaluation: Evaluation | null,
): Promise<void> {
  const { id: rectificationId, office, unitId, targetId } = rectification;
  const [unit] = await findUnitsById(db, [unitId]);
  // a unit of another register: what that attested when the target was planned
  const [target] = unit ? [] : await findTargetsById(db, [targetId]);
  const review = ((await findSignatures(db, [rectificationId]))[0]?.review ?? 0) + 1;
  const parties = await partiesOfOffice(db, office, on);
  const superior = (unit ?? target)?.superiorUnitId ?? null;
  const rows = partiesPresent(parties, superior).map(({ name, role }, i) => ({
    ...{ id: newId(context.profile.tier), office, rectificationId, review, ordinal: i + 1, name, role },
    evaluation,
    signerUnit: role === "SUPERIOR_BODY" ? superior : null,
    ...{ signedBy: null, signedAt: null, opinion: null, paperDocument: null },
  }));
  await db.manager.insert(ReviewSignatureRow, rows);
}

/** Signs a joint review for one party: somebody else for each. On behalf, what a party has signed on paper is recorded. */
export async function signReview(
  context: TierContext,
  input: SignReviewInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("rectification", [id]), "signReview", key, input, async (db, context) => {
    const [rectification] = await findRectificationsById(db, [id]);
    if (!rectification) throw notFound("input.id");
    const entersFor = context.enteringFrom !== undefined;
    if (!entersFor && input.documentNumber) throw badField("input.documentNumber", "ONLY_ON_BEHALF");
    const { person, roles } = context.standing;
    const paperDocument = input.documentNumber?.trim() || undefined;
    const signer = { person, roles, entersFor, evaluation: input.evaluation, documentNumber: paperDocument };
    const place = placeToSign(rectification, await findSignatures(db, [id]), signer, input.role);
    if (isRefused(place)) return place;
    const { opinion } = input;
    const signed = await signFor(db, { id: place.id, by: person, at: context.now(), opinion, paperDocument });
    if (!signed) return refuse("SIGNED_ALREADY", id);
    const { office, version } = rectification;
    const { name: party, role, review, evaluation } = place;
    const details = { party, role, review, evaluation, opinion, paperDocument };
    const entry = { office, event: "JointReviewSigned", objectKind: "Rectification", objectId: id } as const;
    return { ids: [id], entries: [{ ...entry, objectVersion: version, details }] };
  });
}

/** Configures the parties of the own office's reviews from a day to come on; reviews that are open keep theirs. */
export async function setReviewParties(
  context: TierContext,
  input: SetReviewPartiesInput,
  key: string,
): Promise<string[] | Refused> {
  const office = officeNamed(context, input.office);
  if (input.validFrom <= context.today()) throw badField("input.validFrom", "NOT_BEFORE_TOMORROW");
  if (!isJoint(input.parties)) throw badField("input.parties", "NOT_JOINT");
  return changeBook(
    context,
    async () => office,
    "setReviewParties",
    key,
    input,
    async (db, context) => {
      const barred = await refuseNamed(context, db, office, PARTY_KEEPERS);
      if (barred) return barred;
      const taken = await findParties(db, office, input.validFrom);
      if (taken.some(({ validFrom }) => validFrom >= input.validFrom)) return refuse("PERIOD_TAKEN");
      await endParties(db, office, input.validFrom);
      const rows = input.parties.map(({ name, role }, i) => ({
        ...{ id: newId(context.profile.tier), office, ordinal: i + 1, name, role },
        ...{ validFrom: input.validFrom, validTo: null },
      }));
      await db.manager.insert(ReviewPartyRow, rows);
      const entries = rows.map((row) => ({
        ...{ office, event: "ReviewPartySet", objectId: row.id, objectVersion: 1, details: row },
        objectKind: "ReviewParty" as const,
      }));
      return { ids: rows.map((row) => row.id), entries };
    },
  );
}
