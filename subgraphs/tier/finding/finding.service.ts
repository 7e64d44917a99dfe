import type { PageKey } from "../../../schema/contract/cursor";
import { BROUGHT_BY, type FindingCommand } from "../../domain/finding/finding";
import { decisionBy } from "../../domain/finding/objection";
import { findingTransitions } from "../../domain/finding/transitions";
import { partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findFindingsOfTargets, holdTargetsOfFindings, saveFindings } from "../../storage/finding/moving.repository";
import { recordObjections } from "../../storage/finding/objection.repository";
import { markReleasedCorrected } from "../../storage/release/release.repository";
import { findTargetsById, findTeamRoles } from "../../storage/target/target.repository";
import { bookWith, type Change, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import { factsFor } from "./facts";
import { entryOf, lockFindings } from "./finding.change";
import { catchUp } from "./finding.follow";
import { type Moved, moveOne } from "./finding.step";
import type { MoveFindingsInput, MoveFindingsOfTargetInput } from "./finding.type";
import { decideOpen, objectionsTo, tellCorrected } from "./objection.service";
import { offeredFindings } from "./offered";
import { checkTexts, keepWritten, textOf } from "./text.service";

export function findingKey(finding: { openedAt: string; id: string }): PageKey {
  return { at: finding.openedAt, id: finding.id };
}

/** Carries out one command on findings: all of them or none. */
export async function moveFindings(
  context: TierContext,
  input: MoveFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = namedIn(context, input);
  return changeBook(context, bookWith("finding", ids), "moveFindings", key, input, (db, context) =>
    moveNamed(context, db, ids, input),
  );
}

/** The same for all findings of a target that are in a status, as the caller may see them: hundreds of drafts by one command. What
 * was read is named by its number, so that nobody moves what came meanwhile. */
export async function moveFindingsOfTarget(
  context: TierContext,
  { targetId: named, status, count, ...step }: MoveFindingsOfTargetInput,
  key: string,
): Promise<string[] | Refused> {
  const targetId = requireOwnId(context, named, "input.targetId");
  const input = { targetId, status, count, ...step };
  const book = bookWith("round_target", [targetId]);
  return changeBook(context, book, "moveFindingsOfTarget", key, input, async (db, context) => {
    const [target] = await findTargetsById(db, [targetId]);
    if (!target) throw notFound("input.targetId");
    const findings = await findFindingsOfTargets(db, [targetId], [status]);
    if (findings.length !== count) return refuse("OTHERS_BY_NOW", targetId);
    const ids = findings.map(({ id }) => id);
    return moveNamed(context, db, ids, { ...step, findings }, targetId);
  });
}

/** The same for the findings of one target, as a part of a larger change: whoever answers for its unit.
 * @throws NOT_FOUND where one is of another target */
export async function moveFindingsOf(
  context: TierContext,
  db: Db,
  targetId: string,
  input: MoveFindingsInput,
): Promise<Change | Refused> {
  return moveNamed(context, db, namedIn(context, input), input, targetId);
}

function namedIn(context: TierContext, { findings }: MoveFindingsInput): string[] {
  return requireOwnIds(
    context,
    findings.map(({ id }) => id),
    pathOf,
  );
}

function pathOf(i: number): string {
  return `input.findings.${i}.id`;
}

async function moveNamed(
  context: TierContext,
  db: Db,
  ids: string[],
  input: MoveFindingsInput,
  onlyOf?: string,
): Promise<Change | Refused> {
  checkGiven(input, BROUGHT_BY);
  if (input.text && ids.length > 1) {
    throw badField("input.text", "TEXT_OF_ONE");
  }
  const parties = partiesOf(findingTransitions, input.command);
  if (decisionBy(input.command)) await holdTargetsOfFindings(db, ids);
  const locked = await lockFindings(db, ids, parties, pathOf);
  if (isRefused(locked)) return locked;
  const elsewhere = locked.findIndex(({ targetId }) => onlyOf !== undefined && targetId !== onlyOf);
  if (elsewhere >= 0) throw notFound(pathOf(elsewhere));
  const teamRoles = await findTeamRoles(db, targetsOf(locked));
  const factsOf = await factsFor(db, [input.command], locked);
  const moved: Moved[] = [];
  for (const [i, finding] of locked.entries()) {
    if (finding.version !== input.findings[i]?.version) return refuse("STALE_VERSION", finding.id);
    const actor = context.actor(teamRoles.get(finding.targetId));
    const next = moveOne(context, finding, input, actor, factsOf(finding));
    if (isRefused(next)) return withOffered(next, finding.id, () => offeredFindings(context, db, [finding]));
    moved.push(next);
  }
  const named = locked.flatMap(({ furtherUnitIds }) => furtherUnitIds);
  const told = await saveMoved(context, db, input, moved, named);
  if (isRefused(told)) return told;
  const details = { ...input, findings: undefined, text: undefined };
  const decides = decisionBy(input.command) !== undefined;
  const entries = moved.map(({ finding, event }, i) =>
    entryOf(finding, event, {
      ...details,
      // what leads back may lead to anywhere: readers of the journal can't know it from the event
      ...(decides || input.command === "TAKE_BACK" ? { status: finding.status } : {}),
      ...(input.text ? textOf(finding) : {}),
      ...takenBack(input.command, locked[i] as FindingRow),
    }),
  );
  const decided = decides ? moved.map(({ finding }) => finding) : [];
  const late = await catchUp(context, db, decided);
  return { ids, entries: [...entries, ...told, ...late] };
}

/** What the record keeps of a step that is taken back. */
function takenBack(command: FindingCommand, before: FindingRow): object {
  const { status, statusAt, statusBy, unitReply, exchangeException, proof } = before;
  const { takeBackProposedBy, takeBackReason } = before;
  if (command !== "TAKE_BACK") return {};
  const proposal = takeBackProposedBy ? { proposedBy: takeBackProposedBy, reason: takeBackReason } : {};
  return { takenBack: { status, statusAt, statusBy, unitReply, exchangeException, proof, ...proposal } };
}

function targetsOf(findings: readonly FindingRow[]): string[] {
  return [...new Set(findings.map(({ targetId }) => targetId))];
}

/** Writes the findings, and what belongs to the step: the corrected text, the objection, its decision. */
async function saveMoved(
  context: TierContext,
  db: Db,
  step: MoveFindingsInput,
  moved: readonly Moved[],
  named: readonly string[],
): Promise<JournalEntry[] | Refused> {
  const findings = moved.map(({ finding }) => finding);
  const [first] = findings;
  if (step.command === "CORRECT" && step.text && first) {
    const incoming = [{ text: step.text, path: "input.text" }];
    const refused = await checkTexts(context, db, first.unitId, incoming, named);
    if (refused) return refused;
  }
  await saveFindings(db, findings);
  if (step.command === "OBJECT") await recordObjections(db, objectionsTo(context, step, findings));
  await decideOpen(context, db, step, findings);
  if (step.command !== "CORRECT") return [];
  await keepWritten(context, db, findings, step.note ?? null);
  const ids = findings.map(({ id }) => id);
  await markReleasedCorrected(db, ids, context.now());
  return tellCorrected(db, findings, context.now());
}
