import { homeTierOfAccount, isId, newId } from "../../../schema/contract/ids";
import { CLUE_REGISTRARS } from "../../domain/clue/clue";
import { type Custody, custodyOf, isCustody } from "../../domain/clue/custody";
import { type Refused, refuse } from "../../domain/refusals";
import {
  insertClue,
  insertKey,
  insertPart,
  insertReporter,
  insertSubjectMarks,
} from "../../storage/clue/clue.repository";
import type { ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { newest, wrappingKey } from "../../trust/clue/custodyKeys";
import { hashOfSealed, newKey, seal, wrap } from "../../trust/clue/envelope";
import { marksOfClue, marksOfPerson, marksOfRecusals } from "../../trust/clue/tierSecret";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import { handOver } from "./clue.chain";
import type { ClueContent } from "./clue.content";
import { changeClues } from "./clue.desk";
import { clueEntry } from "./clue.entry";
import { keyBinding } from "./clue.keys";
import { partBinding } from "./clue.opening";
import { reporterBinding } from "./clue.reporter";
import type { RegisterClueInput } from "./clue.type";

/** Registers a clue: what it says is sealed here, before any statement has it. */
export async function registerClue(
  context: TierContext,
  input: RegisterClueInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(CLUE_REGISTRARS);
  const content = contentOf(context, input);
  const owner = custodyOf(context.standing.office, "INSPECTION");
  return changeClues(context, "registerClue", key, input, async (db, secret) => {
    const marks = marksOfClue(secret, owner, content.subject);
    const bears = (own: readonly string[]) => own.some((mark) => marks.includes(mark));
    // it would be sealed for the very people whom it concerns
    if (bears(marksOfPerson(secret, context.standing))) return refuse("CLUE_ABOUT_OWN_OFFICE", owner);
    if (bears(marksOfRecusals(secret, context.standing))) return refuse("PERSON_RECUSED", context.standing.person);
    const clue = await keepSealed(context, db, owner, content, input);
    await insertSubjectMarks(db, clue, marks);
    await handOver(context, db, clue, [], { event: "REGISTERED", from: owner, to: owner });
    const details = { owner, sealedHash: clue.sealedHash, pointerOnly: clue.pointerOnly };
    return { ids: [clue.id], entries: [clueEntry(context, clue, "ClueRegistered", details)] };
  });
}

function contentOf(context: TierContext, { text, pointer, subject }: RegisterClueInput): ClueContent {
  if (Boolean(text?.trim()) === Boolean(pointer?.trim())) throw badField("input.text", "TEXT_OR_POINTER");
  const region = requireRegionCode(subject.region, "input.subject.region");
  if (!context.services.regions.has(region)) throw badField("input.subject.region", "NO_SUCH_REGION");
  const { post, cadreLevel, matter } = subject;
  const accountIds = subject.accountIds ?? [];
  const workplaces = subject.workplaces ?? [];
  const noAccount = accountIds.findIndex((id) => !homeTierOfAccount(id));
  if (noAccount >= 0) throw badField(`input.subject.accountIds.${noAccount}`, "NOT_AN_ACCOUNT");
  const noCustody = workplaces.findIndex((id) => !isCustody(id));
  if (noCustody >= 0) throw badField(`input.subject.workplaces.${noCustody}`, "NOT_A_CUSTODY");
  if (subject.unitId && !isId(subject.unitId)) throw badField("input.subject.unitId", "NOT_AN_ID");
  return {
    text: text ?? null,
    pointer: pointer ?? null,
    subject: {
      ...{ post, region, cadreLevel, matter, accountIds, unitId: subject.unitId ?? null },
      workplaces: workplaces as Custody[],
    },
  };
}

/** Seals the content under a key of its own, and that key for the owner; the reporter apart, under another one. */
async function keepSealed(
  context: TierContext,
  db: Db,
  owner: Custody,
  content: ClueContent,
  { reporter, synthetic }: RegisterClueInput,
): Promise<ClueRow> {
  const { tier } = context.profile;
  const generation = newest(context.services.clueKeys.keysInUse(owner));
  const [id, key, at] = [newId(tier), newKey(), context.now()];
  const sealed = seal(JSON.stringify(content), key, partBinding({ id, owner }, 1, "CONTENT"));
  const clue: ClueRow = {
    ...{ id, office: context.standing.office, owner, status: "REGISTERED", version: 1 },
    ...{ pointerOnly: content.pointer !== null, hasReporter: Boolean(reporter), sealedHash: hashOfSealed(sealed) },
    ...{ registeredBy: context.standing.person, registeredAt: at, approvedBy: null, approvedAt: null },
    ...{ receiver: null, referredAt: null, synthetic },
  };
  const of = { office: clue.office, owner, clueId: id };
  await insertClue(db, clue);
  const wrapped = wrap(key, wrappingKey(generation), keyBinding(clue, owner));
  await insertKey(db, { ...of, id: newId(tier), holder: owner, generation: generation.id, wrapped, at });
  await insertPart(db, {
    ...{ ...of, id: newId(tier), number: 1, kind: "CONTENT", writtenBy: clue.registeredBy, at, sealed },
  });
  if (reporter) {
    const own = newKey();
    await insertReporter(db, {
      ...{ ...of, generation: generation.id },
      wrapped: wrap(own, wrappingKey(generation), reporterBinding(clue)),
      sealed: seal(reporter, own, reporterBinding(clue)),
    });
  }
  return clue;
}
