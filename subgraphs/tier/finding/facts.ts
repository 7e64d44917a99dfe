import type { FindingCommand, FindingStatus } from "../../domain/finding/finding";
import type { FindingFacts } from "../../domain/finding/requirements";
import { isStoodOn } from "../../domain/finding/takingBack";
import { findingTransitions } from "../../domain/finding/transitions";
import { requirementsFor } from "../../domain/lifecycle";
import type { RefusalCode } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findAfter, findTargetsFedBack } from "../../storage/finding/moving.repository";
import { findObjectionPeriods } from "../../storage/finding/objectionPeriod.repository";

/** What the requirements of commands look at beside the step: asked for what they require, and for nothing else. */
export async function factsFor(
  db: Db,
  commands: readonly FindingCommand[],
  findings: readonly FindingRow[],
): Promise<(finding: FindingRow) => FindingFacts> {
  const required = requirementsFor<FindingStatus, FindingCommand>(findingTransitions, commands);
  const needs = (...codes: RefusalCode[]) => codes.some((code) => required.has(code));
  const targetIds = [...new Set(findings.map(({ targetId }) => targetId))];
  const fedBack = needs("NOT_FED_BACK") ? await findTargetsFedBack(db, targetIds) : undefined;
  const periods = needs("DATE_OUT_OF_ORDER", "WITHIN_OBJECTION_DAYS")
    ? await findObjectionPeriods(db, findings)
    : undefined;
  const ids = findings.map(({ id }) => id);
  const after = new Map((needs("STEP_RELIED_ON") ? await findAfter(db, ids) : []).map((each) => [each.id, each]));
  return ({ id, targetId, status, claimedBy, statusBy, exchangeTakenBackBy, takeBackProposedBy }) => {
    const since = after.get(id);
    return {
      fedBack: fedBack?.has(targetId) ?? false,
      period: periods?.get(id),
      stoodOn: since !== undefined && isStoodOn(status, since),
      ...{ claimedBy, statusBy, exchangeTakenBackBy, takeBackProposedBy },
    };
  };
}
