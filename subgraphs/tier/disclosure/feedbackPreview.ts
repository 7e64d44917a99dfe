import { type DisclosurePurpose, FED_BACK_UNHEARD } from "../../domain/disclosure/disclosure";
import type { FindingStatus } from "../../domain/finding/finding";
import { decide } from "../../domain/lifecycle";
import { isRefused, refuse } from "../../domain/refusals";
import { targetRequirements } from "../../domain/target/requirements";
import { lastDate, type TargetCommand, type TargetStatus } from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { Db } from "../../storage/db";
import { findToDisclose } from "../../storage/disclosure/disclosure.repository";
import { findFindingsByNumber } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findRoundsById } from "../../storage/round/round.repository";
import { findPartlyHidden, findTargetsById } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { adviceOn, tellsNumberOfPerson } from "../finding/text.service";
import { badField, notFound } from "../graph/errors";
import { toRefusal } from "../graph/refusal.type";
import { factsFor } from "../target/facts";
import type { FeedbackInput } from "../target/target.type";
import type { TierFeedbackPreview } from "./feedbackPreview.type";
import { findGrantees, isForeign } from "./feedbackUnits";

/** Shows, before a feedback, who will receive what, by the functions that will give it; and what in it may name somebody.
 * @throws NOT_FOUND where the caller does not read the book of the target */
export async function previewFeedback(
  context: TierContext,
  id: string,
  feedback: FeedbackInput | null | undefined,
): Promise<TierFeedbackPreview> {
  const targetId = requireOwnId(context, id, "targetId");
  // what another register says of a copy's unit is asked with the feedback itself
  const foreign = (feedback?.copyTo ?? []).findIndex((unit) => isForeign(context, unit));
  if (foreign >= 0) throw badField(`feedback.copyTo.${foreign}`, "NOT_IN_REGISTER");
  return context.session.read(async (db) => {
    const [target] = await findTargetsById(db, [targetId]);
    if (!target || !(await context.readsBookOf(target.office))) throw notFound("targetId");
    const refused = await refusalOf(context, db, target);
    const grantees = (await findGrantees(context, db, [target], feedback))(target);
    const told = new Map<DisclosurePurpose, FindingRow[]>();
    for (const { purpose } of grantees) {
      if (!told.has(purpose)) told.set(purpose, await findToDisclose(db, targetId, FED_BACK_UNHEARD[purpose]));
    }
    const all = await findFindingsByNumber(db, targetId);
    const toSomebody = new Set([...told.values()].flat().map((finding) => finding.id));
    return {
      refusal: refused ? toRefusal(refused) : null,
      receivers: grantees.map(({ id: unitId, name, purpose }) => ({
        ...{ unitId, name, purpose },
        findings: (told.get(purpose) ?? []).map(({ id: findingId, ...words }) => ({ ...words, findingId })),
      })),
      withheld: all
        .filter((finding) => !toSomebody.has(finding.id) && !GONE.includes(finding.status))
        .map(({ id: findingId, ordinal, status, exchangeException }) => {
          return { findingId, ordinal, status, exchangeException };
        }),
      warnings: all.filter((finding) => toSomebody.has(finding.id)).flatMap(warningsOf),
    };
  });
}

/** What is said of no one any more is not withheld. */
const GONE: readonly FindingStatus[] = ["DISMISSED", "WITHDRAWN"];

function warningsOf(finding: FindingRow) {
  // the unit's own reply is not told to it
  const hints = adviceOn(finding).filter(({ field }) => field !== "unitReply");
  const holdsUp = tellsNumberOfPerson(finding);
  return hints.length ? [{ findingId: finding.id, ordinal: finding.ordinal, holdsUp, advice: hints }] : [];
}

/** Why the caller cannot feed back now, as the step itself would say it. */
async function refusalOf(context: TierContext, db: Db, target: TargetRow) {
  const [round] = await findRoundsById(db, [target.roundId]);
  if (!round) throw notFound("targetId");
  if ((await findPartlyHidden(db, [target.id])).length) return refuse("PERSON_RECUSED", target.id);
  const facts = (await factsFor(db, context.profile, ["FEED_BACK"], [target], "TO_OFFER"))(target.id);
  const today = context.today();
  const met = targetRequirements(
    { round, ...facts, unitAttested: true },
    {
      ...{ on: today, today, after: lastDate(target) ?? today },
      ...{ hearing: true, reason: true, person: context.standing.person },
    },
  );
  const actor = await context.actorIn(target.office);
  const moved = decide<TargetStatus, TargetCommand, typeof targetTransitions>(
    targetTransitions,
    target,
    "FEED_BACK",
    actor,
    met,
  );
  if (!isRefused(moved)) return undefined;
  return moved.refused === "TEXT_NAMES_PERSON" ? { ...moved, subject: facts.tellingNumber } : moved;
}
