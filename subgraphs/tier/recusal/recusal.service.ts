import { isId, newId, tierOfId } from "../../../schema/contract/ids";
import { decide, holdsOneOf } from "../../domain/lifecycle";
import { BOOK_READERS, RECUSAL_DECLARERS } from "../../domain/office/office";
import { type Declared, recusalStatus, refuseEndOfRecusal, refuseRecusal } from "../../domain/recusal/recusal";
import { recusalTransitions } from "../../domain/recusal/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import {
  type AccountOfOffice,
  countActiveRecusals,
  findAccountOfOffice,
  findRecusalsById,
  findRecusalToEnd,
  isReadable,
  raiseRightsEpoch,
  saveRecusalEnd,
} from "../../storage/office/account.repository";
import { RecusalRow } from "../../storage/office/account.row";
import { findUnitsById } from "../../storage/office/office.repository";
import { change, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, forbidden, notFound } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import type { DeclareRecusalInput, EndRecusalInput } from "./recusal.type";

/** They travel with every request of the person. */
const MAX_RECUSALS = 500;

/** Declares that somebody of this tier has nothing to do with something of any tier. Binds everywhere within a second. */
export async function declareRecusal(
  context: TierContext,
  input: DeclareRecusalInput,
  key: string,
): Promise<string[] | Refused> {
  const { person, office, tier } = context.standing;
  const own = input.accountId === person;
  if (tier !== context.profile.tier) throw forbidden(RECUSAL_DECLARERS);
  if (!own && !holdsOneOf(context.actor(), { office }, RECUSAL_DECLARERS)) throw forbidden(RECUSAL_DECLARERS);
  const subject = subjectOf(context, input);
  return change(context, "declareRecusal", key, input, async (db) => {
    const account = await findAccountOfOffice(db, input.accountId, office);
    if (!account) throw notFound("input.accountId");
    const refused = refuseRecusal(declaredOf(account), { scope: input.scope, subject }, context.standing);
    if (refused) return refused;
    if (input.scope === "UNIT" && tierOfId(subject) === tier && !(await findUnitsById(db, [subject])).length) {
      throw badField("input.subject", "NOT_IN_REGISTER");
    }
    const looks = holdsOneOf(context.actor(), { office }, BOOK_READERS) || context.standing.unit !== undefined;
    if (looks && tierOfId(subject) === tier && !(await isReadable(db, input.scope, subject))) {
      throw badField("input.subject", "NOTHING_TO_SEE");
    }
    if ((await countActiveRecusals(db, input.accountId)) >= MAX_RECUSALS) {
      throw badField("input.accountId", "RECUSALS_ARE_MANY", { most: MAX_RECUSALS });
    }
    const since = input.since ?? context.today();
    if (input.until && input.until < since) return refuse("PERIOD_INVALID");
    const { kind, scope, accountId } = input;
    const recusal: RecusalRow = {
      id: newId(context.profile.tier),
      office,
      accountId,
      kind,
      scope,
      subject,
      since,
      until: input.until ?? null,
      declaredAt: context.now(),
      declaredBy: person,
      endedOn: null,
      endedBy: null,
      endReason: null,
    };
    await db.manager.insert(RecusalRow, recusal);
    await raiseRightsEpoch(db, accountId);
    const entry = {
      office,
      event: "RecusalDeclared",
      objectKind: "Recusal",
      objectId: recusal.id,
      objectVersion: 1,
    } as const;
    return { ids: [recusal.id], entries: [{ ...entry, details: recusal }] };
  });
}

/** Ends a recusal: by somebody else than the person, with a reason. The person's rights are back within a second. */
export async function endRecusal(
  context: TierContext,
  input: EndRecusalInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return change(context, "endRecusal", key, input, async (db) => {
    const [known] = await findRecusalsById(db, [id]);
    if (!known) throw notFound("input.id");
    // nobody's own row can be locked: the policy for it leaves the person out
    const recusal = (await findRecusalToEnd(db, id)) ?? known;
    const subject = { id, office: recusal.office, status: recusalStatus(recusal), version: 1 };
    const ended = decide(recusalTransitions, subject, "END", context.actor(), {
      REASON_REQUIRED: Boolean(input.reason.trim()),
      SOMEBODY_ELSE_REQUIRED: recusal.accountId !== context.standing.person,
    });
    if (isRefused(ended)) return ended;
    const account = await findAccountOfOffice(db, recusal.accountId, recusal.office);
    const refused = account && refuseEndOfRecusal(account.id, account.roles, context.actor());
    if (refused) return refused;
    const end = { endedOn: context.today(), endedBy: context.standing.person, endReason: input.reason.trim() };
    await saveRecusalEnd(db, { ...recusal, ...end });
    await raiseRightsEpoch(db, recusal.accountId);
    const { office } = recusal;
    return {
      ids: [id],
      entries: [{ office, event: ended.event, objectKind: "Recusal", objectId: id, objectVersion: 2, details: end }],
    };
  });
}

function declaredOf({ id, roles, unitId, unitRegion }: AccountOfOffice): Declared {
  return { person: id, roles, unit: unitId && unitRegion ? { id: unitId, region: unitRegion } : undefined };
}

/** A recusal from what does not exist would leave somebody in the belief to be recused. Who reads a book or a feedback names
 * what is seen there; administrators and screens, who see neither, are believed. */
function subjectOf(context: TierContext, input: DeclareRecusalInput): string {
  if (input.scope === "REGION") {
    const code = requireRegionCode(input.subject, "input.subject");
    if (!context.services.regions.has(code)) throw badField("input.subject", "NO_SUCH_REGION");
    return code;
  }
  if (!isId(input.subject)) throw badField("input.subject", "NOT_AN_ID");
  return input.subject;
}
