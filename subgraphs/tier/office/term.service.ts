import { newId } from "../../../schema/contract/ids";
import { APPOINTERS } from "../../domain/office/office";
import { type Refused, refuse } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { lock } from "../../storage/lock";
import { isTermOpen } from "../../storage/office/office.repository";
import { TermRow } from "../../storage/office/office.row";
import { type Change, changeBook, officeNamed, refuseNamed } from "../change";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import type { OpenTermInput } from "./office.type";

/** Opens a term of the committee of the caller's office, or of the office on paper that is named. */
export async function openTerm(context: TierContext, input: OpenTermInput, key: string): Promise<string[] | Refused> {
  const office = officeNamed(context, input.office);
  const named = async () => office;
  return changeBook(context, named, "openTerm", key, input, (db, context) => enterTerm(context, db, office, input));
}

/** @throws BAD_USER_INPUT where the office has opened this term
 * @returns Refused PERIOD_INVALID, or as `refuseNamed` says */
async function enterTerm(
  context: TierContext,
  db: Db,
  office: string,
  { office: _named, ...opened }: OpenTermInput,
): Promise<Change | Refused> {
  const barred = await refuseNamed(context, db, office, APPOINTERS);
  if (barred) return barred;
  if (opened.endsOn && opened.endsOn <= opened.startsOn) return refuse("PERIOD_INVALID");
  await lock(db, "terms of", office);
  if (await isTermOpen(db, office, opened.ordinal)) {
    throw badField("input.ordinal", "TERM_IS_OPEN");
  }
  const term: TermRow = { ...opened, endsOn: opened.endsOn ?? null, id: newId(context.profile.tier), office };
  await db.manager.insert(TermRow, term);
  const entry = { office, event: "TermOpened", objectKind: "Term", objectId: term.id, objectVersion: 1 } as const;
  return { ids: [term.id], entries: [{ ...entry, details: term }] };
}
