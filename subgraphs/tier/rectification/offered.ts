import { type Actor, commandsFor, requirementsFor } from "../../domain/lifecycle";
import type { RectificationCommand, RectificationStatus } from "../../domain/rectification/rectification";
import { offeredOfRectification, type RectificationFacts } from "../../domain/rectification/requirements";
import { cameFrom } from "../../domain/rectification/takingBack";
import { rectificationTransitions } from "../../domain/rectification/transitions";
import type { RefusalCode } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findSignatures } from "../../storage/rectification/rectification.repository";
import type { RectificationRow } from "../../storage/rectification/rectification.row";
import { findingStatusesOf, findPartlyHidden, findTargetsById } from "../../storage/target/target.repository";
import type { TierContext } from "../context";

/** What the caller may do with rectifications, by their ids. */
export async function offeredRectifications(
  context: TierContext,
  db: Db,
  rectifications: readonly RectificationRow[],
): Promise<Map<string, RectificationCommand[]>> {
  const actors = new Map<string, Actor>();
  for (const { id, office } of rectifications) actors.set(id, await context.actorIn(office));
  const mayDo = (rectification: RectificationRow) =>
    commandsFor<RectificationStatus, RectificationCommand>(
      rectificationTransitions,
      { ...rectification, previousStatus: cameFrom(rectification) },
      actors.get(rectification.id) as Actor,
    );
  const asked = rectifications.filter((each) => mayDo(each).length > 0);
  if (asked.length === 0) return new Map();
  const factsOf = await rectificationFacts(db, [...new Set(asked.flatMap(mayDo))], asked);
  // who may not see a part does not decide about the whole; a unit is told of a part only
  const hidden = new Set(await findPartlyHidden(db, targetsOf(asked)));
  const offered = asked.map((rectification): [string, RectificationCommand[]] => {
    const actor = actors.get(rectification.id) as Actor;
    if (!actor.unit && hidden.has(rectification.targetId)) return [rectification.id, []];
    const subject = { ...rectification, previousStatus: cameFrom(rectification) };
    return [rectification.id, offeredOfRectification(subject, factsOf(rectification), actor, context.today())];
  });
  return new Map(offered);
}

/** What the requirements of commands look at beside the step: asked for what they require, and for nothing else. */
export async function rectificationFacts(
  db: Db,
  commands: readonly RectificationCommand[],
  rectifications: readonly RectificationRow[],
): Promise<(rectification: RectificationRow) => RectificationFacts & { archivedOn: string | null }> {
  const needed = requirementsFor<RectificationStatus, RectificationCommand>(rectificationTransitions, commands);
  const needs = (...codes: RefusalCode[]) => codes.some((code) => needed.has(code));
  const targetIds = targetsOf(rectifications);
  const signed = needs("SIGNATURES_MISSING", "GRADE_UNCHANGED", "GRADE_NOT_PROPOSED");
  const places = signed
    ? await findSignatures(
        db,
        rectifications.map(({ id }) => id),
      )
    : [];
  const findings = needs("FINDINGS_STILL_OPEN") ? await findingStatusesOf(db, targetIds) : undefined;
  const asksTarget = needs("TARGET_NOT_RECTIFYING", "STEP_RELIED_ON", "STEP_NOT_TAKEN");
  const targets = asksTarget ? await findTargetsById(db, targetIds) : [];
  return ({ id, targetId, takeBackProposedBy }) => {
    const target = targets.find((each) => each.id === targetId);
    return {
      target: target?.status,
      archivedOn: target?.archivedOn ?? null,
      findings: findings?.get(targetId) ?? [],
      signatures: places.filter(({ rectificationId }) => rectificationId === id),
      takeBackProposedBy,
    };
  };
}

function targetsOf(rectifications: readonly RectificationRow[]): string[] {
  return [...new Set(rectifications.map(({ targetId }) => targetId))];
}
