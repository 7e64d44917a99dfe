import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { isReleasable, type ReleasePurpose } from "../../domain/release/release";
import { isHeard } from "../../domain/target/target";
import type { Db } from "../../storage/db";
import { findFindingsByNumber } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findFindingsToMove, holdFindingsOfTargets } from "../../storage/finding/moving.repository";
import { findReleasedToUs } from "../../storage/release/received.repository";
import { findHiddenRounds, findRoundsById } from "../../storage/round/round.repository";
import { findPartlyHidden, findTargetsById, findTargetsInRound } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { type BookOf, bookWith, requireId, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import type { ReleaseResultsInput } from "./release.type";

/** Of what results are released: of exactly one of these. */
type Selection = { roundId: string } | { targetIds: string[] } | { findingIds: string[] };

const WAYS = ["roundId", "targetIds", "findingIds"] as const;

/** @throws BAD_USER_INPUT where there is not exactly one, or a copy of feedback is of anything but targets */
export function requireSelection(input: ReleaseResultsInput): Selection {
  const given = WAYS.filter((way) => input[way] !== undefined && input[way] !== null);
  if (given.length !== 1) throw badField("input", "ONE_OF", { names: WAYS.join("、") });
  if (input.purpose === "FEEDBACK_COPY" && !input.targetIds) throw badField(`input.${given[0]}`, "ONLY_TARGETS");
  const [way] = given as [(typeof WAYS)[number]];
  return { [way]: input[way] } as Selection;
}

/** The book that the first of what is selected stands in. */
export function bookOfSelection(selection: Selection): BookOf {
  if ("roundId" in selection) return bookWith("round", [selection.roundId]);
  if ("targetIds" in selection) return bookWith("round_target", selection.targetIds);
  return bookWith("finding", selection.findingIds);
}

/** The findings that are to be released, held as they are: of a copy of feedback a group for each target, else one.
 * @throws NOT_FOUND for what the caller may not see */
export async function findSelected(
  context: TierContext,
  db: Db,
  selection: Selection,
  purpose: ReleasePurpose,
): Promise<FindingRow[][] | Refused> {
  const groups =
    "findingIds" in selection
      ? await namedFindings(context, db, selection.findingIds)
      : await findingsOfTargets(context, db, selection, purpose);
  if (isRefused(groups)) return groups;
  return groups.some((group) => group.length > 0)
    ? groups.filter((group) => group.length > 0)
    : refuse("NOTHING_TO_RELEASE");
}

/** Findings by their ids: each must be releasable, since each was meant. */
export async function namedFindings(
  context: TierContext,
  db: Db,
  named: readonly string[],
): Promise<[FindingRow[]] | Refused> {
  const at = (i: number) => `input.findingIds.${i}`;
  const released = await findReleasedToUs(
    db,
    named.map((id, i) => requireId(id, at(i))),
  );
  const ids = named.filter((id) => !released.has(id));
  const own = requireOwnIds(context, ids, (i) => at(named.indexOf(ids[i] as string)));
  const findings = await findFindingsToMove(db, own);
  const hidden = named.findIndex((id) => !released.has(id) && !findings.some((finding) => finding.id === id));
  if (hidden >= 0) throw notFound(at(hidden));
  const [theirs] = released;
  if (theirs) return refuse("RELEASED_TO_US", theirs);
  const targets = await findTargetsById(db, [...new Set(findings.map(({ targetId }) => targetId))]);
  const unheard = targets.find(({ status }) => !isHeard(status));
  if (unheard) return refuse("TARGET_NOT_HEARD", unheard.id);
  const kept = findings.find((finding) => !isReleasable(finding, "RESULTS"));
  return kept ? refuse("FINDING_NOT_RELEASABLE", kept.id) : [findings];
}

async function findingsOfTargets(
  context: TierContext,
  db: Db,
  selection: { roundId: string } | { targetIds: string[] },
  purpose: ReleasePurpose,
): Promise<FindingRow[][] | Refused> {
  const targets =
    "roundId" in selection
      ? await targetsOfRound(context, db, selection.roundId)
      : await namedTargets(context, db, selection.targetIds, purpose);
  if (isRefused(targets)) return targets;
  const ids = targets.map(({ id }) => id);
  await holdFindingsOfTargets(db, ids);
  const [hidden] = await findPartlyHidden(db, ids);
  if (hidden) return refuse("PERSON_RECUSED", hidden);
  const groups: FindingRow[][] = [];
  for (const id of ids) {
    const findings = await findFindingsByNumber(db, id);
    groups.push(findings.filter((finding) => isReleasable(finding, purpose)));
  }
  return purpose === "FEEDBACK_COPY" ? groups : [groups.flat()];
}

async function targetsOfRound(context: TierContext, db: Db, named: string): Promise<TargetRow[] | Refused> {
  const id = requireOwnId(context, named, "input.roundId");
  if ((await findRoundsById(db, [id])).length === 0) throw notFound("input.roundId");
  if ((await findHiddenRounds(db, [id])).length > 0) return refuse("PERSON_RECUSED", id);
  const targets = await findTargetsInRound(db, id);
  const heard = targets.filter(({ status }) => isHeard(status));
  return heard.length > 0 ? heard : refuse("TARGET_NOT_HEARD", id);
}

async function namedTargets(
  context: TierContext,
  db: Db,
  named: readonly string[],
  purpose: ReleasePurpose,
): Promise<TargetRow[] | Refused> {
  const ids = requireOwnIds(context, named, (i) => `input.targetIds.${i}`);
  const targets = await findTargetsById(db, ids);
  const hidden = ids.find((id) => !targets.some((target) => target.id === id));
  if (hidden) throw notFound(`input.targetIds.${ids.indexOf(hidden)}`);
  const unheard = targets.find(({ status }) => !isHeard(status));
  if (unheard) return refuse("TARGET_NOT_HEARD", unheard.id);
  const untold = purpose === "FEEDBACK_COPY" ? targets.find(({ fedBackOn }) => fedBackOn === null) : undefined;
  return untold ? refuse("FEEDBACK_NOT_GIVEN", untold.id) : targets;
}
