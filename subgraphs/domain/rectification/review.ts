import { type Refused, refuse, type Sentences } from "../refusals";
import { type Evaluation, gradeProposed, type RectificationStatus, type ReviewRole } from "./rectification";

/** The place of one party in a review. */
interface SignaturePlace {
  role: ReviewRole;
  signedBy: string | null;
  /** the grade that is signed */
  evaluation: Evaluation | null;
  /** number of the document that the party signed on paper; none where it signed here */
  paperDocument?: string | null;
}

/** Who fills a place: in the own name; or, 代录, with what the party has signed on paper. */
export interface Signer {
  person: string;
  roles: readonly string[];
  /** the grade that was read and is signed */
  evaluation: Evaluation;
  /** whether an office on paper is entered for */
  entersFor?: boolean;
  /** of what was signed on paper */
  documentNumber?: string;
}

/** 联合审核: each party signs the proposed grade once, and nobody signs for two. What the parties of an office on paper have signed there, its
 * superior's director records, with the number of the document.
 * @returns the place that the person fills
 * @returns Refused ILLEGAL_TRANSITION, ROLE_REQUIRED, DOCUMENT_REQUIRED, GRADE_NOT_PROPOSED, SIGNED_ALREADY or SIGNS_ONCE */
export function placeToSign<Place extends SignaturePlace>(
  rectification: { id: string; status: RectificationStatus },
  places: readonly Place[],
  { person, roles, evaluation, entersFor = false, documentNumber }: Signer,
  role: ReviewRole,
): Place | Refused {
  const { id, status } = rectification;
  if (status !== "JOINT_REVIEW") return refuse("ILLEGAL_TRANSITION", id);
  const isOwn = roles.includes(role) && !documentNumber;
  if (!isOwn && !(entersFor && roles.includes("DIRECTOR"))) {
    return refuse("ROLE_REQUIRED", id, [entersFor ? "DIRECTOR" : role]);
  }
  if (!isOwn && !documentNumber) return refuse("DOCUMENT_REQUIRED", id);
  if (gradeProposed(places) !== evaluation) return refuse("GRADE_NOT_PROPOSED", id);
  const place = places.find((each) => each.role === role && each.signedBy === null);
  if (!place) return refuse("SIGNED_ALREADY", id);
  const hasSigned = places.some(({ signedBy, paperDocument }) => signedBy === person && !paperDocument);
  return isOwn && hasSigned ? refuse("SIGNS_ONCE", id) : place;
}

/** A place that nobody has signed yet. */
export interface MissingSignature {
  name: string;
  role: ReviewRole;
  /** accounts of the own office that could sign */
  accounts: readonly string[];
}

/** Whose signatures are missing, for whoever waits for them. */
export function namesOfMissing(missing: readonly MissingSignature[]): Sentences {
  const parties = missing.map(({ name, role, accounts }) => {
    return `${name}（${[role, accounts.join("、")].filter(Boolean).join("：")}）`;
  });
  return { zh: `未签署：${parties.join("；")}。`, en: `Missing: ${parties.join("; ")}.` };
}

/** Who signs a review of a unit: a party that the unit does not have has no place. */
export function partiesPresent<Party extends { role: ReviewRole }>(
  parties: readonly Party[],
  superiorUnit: string | null,
): Party[] {
  return parties.filter(({ role }) => role !== "SUPERIOR_BODY" || superiorUnit !== null);
}
