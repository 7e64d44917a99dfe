import type { PageKey } from "../../../schema/contract/cursor";
import type { FindingCommand } from "../../domain/finding/finding";
import { BROUGHT_BY, effectOn } from "../../domain/immediateAction/immediateAction";
import { fenOf, MAX_RECOVERED } from "../../domain/immediateAction/recovery";
import { immediateActionRequirements } from "../../domain/immediateAction/requirements";
import { immediateActionTransitions } from "../../domain/immediateAction/transitions";
import { decide, partiesOf, type TeamRole } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import type { TargetStatus } from "../../domain/target/target";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findFindingsToMove } from "../../storage/finding/moving.repository";
import {
  findImmediateActionsById,
  findImmediateActionsToMove,
  saveImmediateActions,
} from "../../storage/immediateAction/immediateAction.repository";
import type { ImmediateActionRow } from "../../storage/immediateAction/immediateAction.row";
import { findTeamRoles, holdTargets } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { followAll } from "../finding/finding.follow";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import type { ImmediateActionResultInput, MoveImmediateActionsInput } from "./immediateAction.type";
import { offeredImmediateActions } from "./offered";

export function immediateActionKey(action: ImmediateActionRow): PageKey {
  return { at: action.proposedAt, id: action.id };
}

/** Carries out one command on immediate actions: all of them or none. Findings follow a confirmation. */
export async function moveImmediateActions(
  context: TierContext,
  input: MoveImmediateActionsInput,
  key: string,
): Promise<string[] | Refused> {
  const path = (i: number) => `input.actions.${i}.id`;
  const ids = requireOwnIds(
    context,
    input.actions.map(({ id }) => id),
    path,
  );
  checkGiven(input, BROUGHT_BY);
  checkResult(input);
  return changeBook(
    context,
    bookWith("immediate_action", ids),
    "moveImmediateActions",
    key,
    input,
    async (db, context) => {
      const known = await findImmediateActionsById(db, ids);
      const hidden = ids.find((id) => !known.some((action) => action.id === id));
      if (hidden) throw notFound(path(ids.indexOf(hidden)));
      // targets before actions before findings, as every change locks
      const targets = await holdTargets(db, [...new Set(known.map(({ targetId }) => targetId))]);
      const locked = new Map((await findImmediateActionsToMove(db, ids)).map((action) => [action.id, action]));
      const findings = input.command === "CONFIRM" ? await findFindingsToMove(db, namedBy([...locked.values()])) : [];
      const teamRoles = await findTeamRoles(
        db,
        targets.map(({ id }) => id),
      );
      const moved: { action: ImmediateActionRow; event: string }[] = [];
      for (const { id, version } of input.actions) {
        const action = locked.get(id);
        if (!action) return refuse("ROLE_REQUIRED", id, partiesOf(immediateActionTransitions, input.command));
        if (action.version !== version) return refuse("STALE_VERSION", id);
        const target = targets.find((each) => each.id === action.targetId) as TargetRow;
        const roles = teamRoles.get(target.id);
        const next = moveOne(context, input, { action, target: target.status, roles, findings });
        if (isRefused(next)) return withOffered(next, id, () => offeredImmediateActions(context, db, [action]));
        moved.push(next);
      }
      const actions = moved.map(({ action }) => action);
      await saveImmediateActions(db, actions);
      const details = { ...input, actions: undefined };
      const entries = moved.map(({ action, event }) => entryOf(action, event, details));
      if (input.command === "CONFIRM") entries.push(...(await verifyFindings(context, db, actions, findings)));
      return { ids, entries };
    },
  );
}

/** @throws BAD_USER_INPUT where a result is given that is of no one action, or no possible amount */
function checkResult({ actions, result }: MoveImmediateActionsInput): void {
  if (!result) return;
  if (actions.length > 1) {
    throw badField("input.result", "RESULT_OF_ONE");
  }
  const fen = result.recovered ? fenOf(result.recovered.amount) : 1n;
  if (fen <= 0n || fen > MAX_RECOVERED) {
    throw badField("input.result.recovered.amount", "NO_POSSIBLE_AMOUNT");
  }
}

function namedBy(actions: readonly ImmediateActionRow[]): string[] {
  return [...new Set(actions.flatMap(({ findingIds }) => findingIds))];
}

interface Situation {
  action: ImmediateActionRow;
  target: TargetStatus;
  roles: TeamRole[] | undefined;
  /** those that a confirmation could bring along */
  findings: readonly FindingRow[];
}

function moveOne(
  context: TierContext,
  input: MoveImmediateActionsInput,
  { action, target, roles, findings }: Situation,
): { action: ImmediateActionRow; event: string } | Refused {
  const on = input.on ?? context.today();
  const named = findings.filter(({ id }) => action.findingIds.includes(id));
  const { proposedBy, doneBy } = action;
  const facts = { target, proposedBy, doneBy, effects: named.map((finding) => effectOn(action.kind, finding)) };
  const met = immediateActionRequirements(facts, {
    command: input.command,
    person: context.standing.person,
    on,
    today: context.today(),
    after: action.statusOn,
    documentNumber: Boolean(input.documentNumber?.trim()),
    note: Boolean(input.note?.trim()),
  });
  const moved = decide(immediateActionTransitions, action, input.command, context.actor(roles), met);
  if (!isRefused(moved)) return { action: nextOf(context, action, input, moved.to, on), event: moved.event };
  const unheard = named.find((finding) => effectOn(action.kind, finding) === "UNHEARD");
  return moved.refused === "FACTS_NOT_EXCHANGED" && unheard ? refuse(moved.refused, unheard.id) : moved;
}

/** What a step writes beside the status. A report of what was done that comes back stays in the history alone. */
function nextOf(
  { standing: { person } }: TierContext,
  action: ImmediateActionRow,
  { command, note, documentNumber, result }: MoveImmediateActionsInput,
  status: ImmediateActionRow["status"],
  on: string,
): ImmediateActionRow {
  const written = note?.trim() || null;
  const next = { ...action, status, statusOn: on, version: action.version + 1, note: written };
  switch (command) {
    case "AUTHORISE":
      return { ...next, authorisedOn: on, authorisedBy: person, documentNumber: documentNumber?.trim() ?? null };
    case "REPORT_DONE":
      return { ...next, ...resultOf(result), note: null, doneOn: on, doneBy: person, proof: written };
    case "CONFIRM":
      return { ...next, confirmedOn: on, confirmedBy: person };
    case "RETURN":
      return { ...next, ...NOT_DONE };
    default:
      return next;
  }
}

function resultOf(result: ImmediateActionResultInput | null | undefined) {
  const { recovered, peopleHelped, householdsHelped } = result ?? {};
  return {
    recoveredFen: recovered ? Number(fenOf(recovered.amount)) : null,
    recoveredQualifier: recovered?.qualifier ?? null,
    peopleHelped: peopleHelped?.count ?? null,
    peopleQualifier: peopleHelped?.qualifier ?? null,
    householdsHelped: householdsHelped?.count ?? null,
    householdsQualifier: householdsHelped?.qualifier ?? null,
  };
}

/** Before anything is reported done, and again after a return. */
export const NOT_DONE = {
  ...{ doneOn: null, doneBy: null, proof: null, recoveredFen: null, recoveredQualifier: null },
  ...{ peopleHelped: null, peopleQualifier: null, householdsHelped: null, householdsQualifier: null },
};

const VERIFY_AT_ONCE: FindingCommand = "VERIFY_AT_ONCE";

/** Brings along the findings that confirmed actions settle, with the proof of the first that does.
 * @param findings named by the actions, locked */
async function verifyFindings(
  context: TierContext,
  db: Db,
  actions: readonly ImmediateActionRow[],
  findings: readonly FindingRow[],
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  const verified = new Set<string>();
  for (const { id, kind, findingIds, proof } of actions) {
    const along = findings.filter((finding) => {
      return findingIds.includes(finding.id) && !verified.has(finding.id) && effectOn(kind, finding) === "VERIFIES";
    });
    for (const finding of along) verified.add(finding.id);
    const proven = along.map((finding) => ({ ...finding, proof }));
    if (proven.length) {
      entries.push(...(await followAll(context, db, proven, VERIFY_AT_ONCE, { immediateAction: id, proof })));
    }
  }
  return entries;
}

export const entryOf = entriesOf("ImmediateAction");
