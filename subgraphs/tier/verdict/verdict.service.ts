import { newId } from "../../../schema/contract/ids";
import type { FindingCommand } from "../../domain/finding/finding";
import { type Actor, decide, holdsOneOf, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { verdictTransitions } from "../../domain/verdict/transitions";
import {
  isJudged,
  isUndone,
  JUDGES,
  reopens,
  takesVerdicts,
  type Verdict,
  type VerdictCommand,
} from "../../domain/verdict/verdict";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findFindingsToMove } from "../../storage/finding/moving.repository";
import { findTargetsById, findTargetsToMove, findTeamRoles } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import {
  findJudged,
  findVerdictsById,
  findVerdictsToMove,
  saveVerdicts,
} from "../../storage/verdict/verdict.repository";
import { VerdictRow } from "../../storage/verdict/verdict.row";
import { bookWith, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { followAll } from "../finding/finding.follow";
import { notFound } from "../graph/errors";
import type { DecideVerdictsInput, ProposeVerdictInput, ProposeVerdictsInput } from "./verdict.type";

/** Proposes what became of findings that a look-back's target looks back on; what was proposed before is revised. */
export async function proposeVerdicts(
  context: TierContext,
  input: ProposeVerdictsInput,
  key: string,
): Promise<string[] | Refused> {
  const targetId = requireOwnId(context, input.targetId, "input.targetId");
  const path = (i: number) => `input.verdicts.${i}.findingId`;
  const findingIds = requireOwnIds(
    context,
    input.verdicts.map((verdict) => verdict.findingId),
    path,
  );
  return changeBook(
    context,
    bookWith("round_target", [targetId]),
    "proposeVerdicts",
    key,
    input,
    async (db, context) => {
      const [known] = await findTargetsById(db, [targetId]);
      if (!known) throw notFound("input.targetId");
      const actor = context.actor((await findTeamRoles(db, [targetId])).get(targetId));
      if (!holdsOneOf(actor, known, JUDGES)) return refuse("ROLE_REQUIRED", targetId, JUDGES);
      const [target] = await findTargetsToMove(db, [targetId]);
      if (!target?.predecessorId) return refuse("NOT_A_LOOK_BACK", targetId);
      if (!takesVerdicts(target.status)) return refuse("TARGET_NOT_ENTERED", targetId);
      const judged = (await findJudged(db, [targetId])).filter(({ status }) => isJudged(status));
      const unknown = findingIds.find((id) => !judged.some(({ findingId }) => findingId === id));
      if (unknown) throw notFound(path(findingIds.indexOf(unknown)));
      return propose(context, db, actor, target, input.verdicts);
    },
  );
}

async function propose(
  context: TierContext,
  db: Db,
  actor: Actor,
  target: TargetRow,
  inputs: readonly ProposeVerdictInput[],
) {
  const given = await findVerdictsToMove(
    db,
    (await findJudged(db, [target.id])).flatMap(({ verdictId }) => verdictId ?? []),
  );
  const rows: VerdictRow[] = [];
  const entries: JournalEntry[] = [];
  for (const [i, input] of inputs.entries()) {
    const before = given.find(({ findingId }) => findingId === input.findingId);
    const step = before
      ? decided(before, "REVISE", actor, target)
      : { to: "PROPOSED" as const, event: "VerdictProposed" };
    if (isRefused(step)) return step;
    const proposal = { verdict: input.verdict, note: input.note ?? null, status: step.to };
    const by = { proposedAt: context.now(i), proposedBy: context.standing.person };
    const row = { ...(before ?? newVerdict(context, target, input.findingId)), ...proposal, ...by };
    rows.push({ ...row, version: (before?.version ?? 0) + 1 });
    entries.push(entryOf(rows[i] as VerdictRow, step.event, { findingId: input.findingId, ...proposal }));
  }
  const isGiven = ({ id }: VerdictRow) => given.some((verdict) => verdict.id === id);
  await saveVerdicts(db, rows.filter(isGiven));
  await db.manager.insert(
    VerdictRow,
    rows.filter((row) => !isGiven(row)),
  );
  return { ids: rows.map(({ id }) => id), entries };
}

function newVerdict(context: TierContext, target: TargetRow, findingId: string) {
  const { office, roundId, id: targetId, unitId, region } = target;
  const undecided = { decidedAt: null, decidedBy: null };
  return { id: newId(context.profile.tier), office, roundId, targetId, findingId, unitId, region, ...undecided };
}

/** Decides verdicts: what was not rectified begins again, in the same breath. */
export async function decideVerdicts(
  context: TierContext,
  input: DecideVerdictsInput,
  key: string,
): Promise<string[] | Refused> {
  const path = (i: number) => `input.verdicts.${i}.id`;
  const ids = requireOwnIds(
    context,
    input.verdicts.map((verdict) => verdict.id),
    path,
  );
  return changeBook(context, bookWith("verdict", ids), "decideVerdicts", key, input, async (db, context) => {
    const known = await findVerdictsById(db, ids);
    const hidden = ids.find((id) => !known.some((verdict) => verdict.id === id));
    if (hidden) throw notFound(path(ids.indexOf(hidden)));
    const locked = new Map((await findVerdictsToMove(db, ids)).map((verdict) => [verdict.id, verdict]));
    const rows: VerdictRow[] = [];
    for (const { id, version } of input.verdicts) {
      const verdict = locked.get(id);
      if (!verdict) return refuse("ROLE_REQUIRED", id, partiesOf(verdictTransitions, "DECIDE"));
      if (verdict.version !== version) return refuse("STALE_VERSION", id);
      const step = decided(verdict, "DECIDE", context.actor());
      if (isRefused(step)) return step;
      const by = { decidedAt: context.now(), decidedBy: context.standing.person };
      rows.push({ ...verdict, ...by, status: step.to, version: version + 1 });
    }
    await saveVerdicts(db, rows);
    const reopened = await reopen(context, db, rows);
    if (isRefused(reopened)) return reopened;
    const entries = rows.map((row) => entryOf(row, verdictTransitions.PROPOSED.DECIDE.event, { verdict: row.verdict }));
    return { ids, entries: [...entries, ...reopened] };
  });
}

const REOPEN: FindingCommand = "REOPEN";

/** What is undone begins again; what is still open stays as it is.
 * @returns Refused PERSON_RECUSED where one of them is hidden from the caller */
async function reopen(
  context: TierContext,
  db: Db,
  verdicts: readonly VerdictRow[],
): Promise<JournalEntry[] | Refused> {
  const undone = new Map(
    verdicts.filter((each) => isUndone(each.verdict)).map((each) => [each.findingId, each.verdict]),
  );
  const findings = new Map((await findFindingsToMove(db, [...undone.keys()])).map((finding) => [finding.id, finding]));
  const hidden = [...undone.keys()].find((id) => !findings.has(id));
  if (hidden) return refuse("PERSON_RECUSED", hidden);
  const settled = [...findings.values()].filter(({ id, status }) => reopens(undone.get(id) as Verdict, status));
  return followAll(context, db, settled, REOPEN, { follows: "verdict" });
}

/** @param target of the look-back, where the step asks for it */
function decided(verdict: VerdictRow, command: VerdictCommand, actor: Actor, target?: TargetRow) {
  return decide(verdictTransitions, verdict, command, actor, {
    TARGET_NOT_ENTERED: target !== undefined && takesVerdicts(target.status),
  });
}

const entryOf = entriesOf("Verdict");
