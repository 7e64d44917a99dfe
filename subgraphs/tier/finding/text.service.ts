import { type FieldFault, faultAt } from "../../../schema/contract/fieldReasons";
import { tierOfId } from "../../../schema/contract/ids";
import { type FindingStatus, isDraft, NO_MORE } from "../../domain/finding/finding";
import { holdsNumberOfPerson, maskPersons, type PersonHint, personHints } from "../../domain/finding/personNames";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { isInRegisterOn } from "../../domain/target/foreignUnit";
import type { Db } from "../../storage/db";
import { findDisclosedBefore } from "../../storage/disclosure/disclosure.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { saveFindings } from "../../storage/finding/moving.repository";
import { keepTexts } from "../../storage/finding/text.repository";
import { findUnitsInRegister } from "../../storage/finding/unit.repository";
import { findRecusedFrom } from "../../storage/office/attestation.repository";
import { findPublishedWords, sealPublished } from "../../storage/publication/publication.repository";
import { findReleasedWords, sealReleased } from "../../storage/release/release.repository";
import { bookWith, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badInput } from "../graph/errors";
import { requireValidTerms } from "../taxonomy/taxonomy.service";
import { entryOf, lockToRevise } from "./finding.change";
import type { ClearFindingTextInput, FindingTextInput, ReviseFindingInput } from "./finding.type";
import { tellMasked } from "./objection.service";

/** What goes upward of a finding's words. */
const FIELDS = ["title", "description", "unitReply"] as const;

/** Where a finding's text seems to name a person, for its author. */
export function adviceOn(finding: Pick<FindingRow, (typeof FIELDS)[number]>): (PersonHint & { field: string })[] {
  return FIELDS.flatMap((field) => personHints(finding[field] ?? "").map((hint) => ({ field, ...hint })));
}

/** Whether the text may not go upward before it is masked or confirmed. */
export function seemsToNameSomebody(finding: FindingRow): boolean {
  return !finding.confirmedNoPerson && adviceOn(finding).length > 0;
}

/** Whether the text may not be fed back before it is masked or confirmed. Names may: the unit may need them. */
export function tellsNumberOfPerson(finding: FindingRow): boolean {
  return !finding.confirmedNoPerson && FIELDS.some((field) => holdsNumberOfPerson(finding[field] ?? ""));
}

/** A text as it comes in, and where it stands in the arguments. */
interface Incoming {
  text: FindingTextInput;
  path: string;
}

/** Whether texts of findings about a unit can be written today.
 * @param named units of other tiers that the finding names already: they were attested then, and their tiers may be down
 * @throws BAD_USER_INPUT for a focus or category that is not valid today, or further units that are no ids or named twice
 * @returns Refused UNIT_NOT_IN_REGISTER, UNIT_REGISTER_SILENT or PERSON_RECUSED for a further unit */
export async function checkTexts(
  context: TierContext,
  db: Db,
  unitId: string,
  incoming: readonly Incoming[],
  named: readonly string[] = [],
): Promise<Refused | undefined> {
  const coded = incoming.map(({ text, path }) => ({ focus: text.focus, category: text.category, path }));
  await requireValidTerms(db, context.today(), coded);
  const faults = incoming.flatMap((each) => faultsOfFurther(each, unitId));
  if (faults.length > 0) throw badInput(...faults);
  const ids = [...new Set(incoming.flatMap(({ text }) => text.furtherUnitIds))];
  return (await refusedFurther(context, db, ids, named)).values().next().value;
}

/** Asks ahead for the units of other tiers that texts of several targets name.
 * @throws UnitsWanted where the gateway has not brought them yet */
export function wantFurther(context: TierContext, texts: readonly Pick<FindingTextInput, "furtherUnitIds">[]): void {
  const ids = [...new Set(texts.flatMap(({ furtherUnitIds }) => furtherUnitIds))];
  context.foreignUnits.want(ids.filter((id) => tierOfId(id) && tierOfId(id) !== context.profile.tier));
}

/** Further responsible units stand in a register today, of this tier or, as that attests it, of another.
 * @returns why each that may not be named is refused: first those that no register has, then those that bar the caller */
export async function refusedFurther(
  context: TierContext,
  db: Db,
  ids: readonly string[],
  named: readonly string[] = [],
): Promise<Map<string, Refused>> {
  if (ids.length === 0) return new Map();
  const own = await findUnitsInRegister(db, ids, context.today());
  const isForeign = (id: string) => tierOfId(id) !== context.profile.tier;
  const unknown = ids.filter((id) => isForeign(id) && !named.includes(id));
  context.foreignUnits.want(unknown);
  const answers = new Map(unknown.map((id) => [id, context.foreignUnits.attested([id])]));
  const foreign = [...answers.values()].flatMap((answer) => (isRefused(answer) ? [] : [...answer.values()]));
  const valid = foreign.filter((unit) => isInRegisterOn(unit, context.today()));
  const known = new Set([...own.keys(), ...valid.map(({ id }) => id), ...named.filter(isForeign)]);
  const barred = await findRecusedFrom(db, valid);
  const missing = ids.filter((id) => !known.has(id));
  const recused = ids.filter((id) => own.get(id)?.recused || barred.has(id));
  return new Map([
    ...missing.map((id): [string, Refused] => [id, refusalIn(answers.get(id)) ?? refuse("UNIT_NOT_IN_REGISTER", id)]),
    ...recused.map((id): [string, Refused] => [id, refuse("PERSON_RECUSED", id)]),
  ]);
}

function refusalIn(answer: object | undefined): Refused | undefined {
  return answer && isRefused(answer) ? answer : undefined;
}

/** What is wrong with the further units of a text by itself, before any register is asked. */
export function faultsOfFurther({ text: { furtherUnitIds }, path }: Incoming, unitId: string): FieldFault[] {
  return furtherUnitIds.flatMap((id, i) => {
    const fault = faultOf(id, furtherUnitIds.indexOf(id) !== i, unitId);
    return fault ? [faultAt(`${path}.furtherUnitIds.${i}`, fault)] : [];
  });
}

function faultOf(id: string, isDouble: boolean, unitId: string) {
  if (!tierOfId(id)) return "NOT_AN_ID";
  if (isDouble) return "NAMED_TWICE";
  return id === unitId ? "UNIT_ITSELF" : undefined;
}

/** The finding with its next text, not saved yet. */
export function withText(finding: FindingRow, text: FindingTextInput): FindingRow {
  const { title, description, focus, category, furtherUnitIds, confirmedNoPerson } = text;
  const words = { title, description, focus, category, furtherUnitIds, confirmedNoPerson };
  return { ...finding, ...words, textVersion: finding.textVersion + 1 };
}

/** Keeps the present texts as versions, written now by the caller. */
export function keepWritten(context: TierContext, db: Db, findings: FindingRow[], reason: string | null) {
  return keepTexts(db, findings, { by: context.standing.person, at: context.now(), reason });
}

/** What the journal says of a text. */
export function textOf(finding: FindingRow): object {
  const { textVersion, title, description, focus, category, furtherUnitIds, confirmedNoPerson } = finding;
  return { textVersion, title, description, focus, category, furtherUnitIds, confirmedNoPerson };
}

/** Changes the text of a draft. */
export async function reviseFinding(
  context: TierContext,
  input: ReviseFindingInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("finding", [id]), "reviseFinding", key, input, async (db, context) => {
    const finding = await lockToRevise(context, db, id, input.version, isDraft);
    if (isRefused(finding)) return finding;
    const refused = await checkTexts(
      context,
      db,
      finding.unitId,
      [{ text: input, path: "input" }],
      finding.furtherUnitIds,
    );
    if (refused) return refused;
    const next = withText({ ...finding, version: finding.version + 1 }, input);
    await saveFindings(db, [next]);
    await keepWritten(context, db, [next], null);
    return { ids: [id], entries: [entryOf(next, "FindingRevised", textOf(next))] };
  });
}

/** Confirms that a text names nobody, or masks what seems to name somebody: then it may go upward. */
export async function clearFindingText(
  context: TierContext,
  input: ClearFindingTextInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("finding", [id]), "clearFindingText", key, input, async (db, context) => {
    // what was withdrawn after the feedback is still read by the unit, as it was told
    const mayClear = (status: FindingStatus) => status === "WITHDRAWN" || !NO_MORE.includes(status);
    const finding = await lockToRevise(context, db, id, input.version, mayClear);
    if (isRefused(finding)) return finding;
    if (input.confirmedNoPerson) {
      const confirmed = { ...finding, confirmedNoPerson: true, version: finding.version + 1 };
      await saveFindings(db, [confirmed]);
      return { ids: [id], entries: [entryOf(confirmed, "FindingTextConfirmed", { confirmedNoPerson: true })] };
    }
    // what was published and released before is masked with it: those offices are told by the exchange, of this entry
    const sealed = await findPublishedNaming(db, id);
    const naming = await findReleasedNaming(db, id);
    const seems = [adviceOn(finding), sealed, naming].some((each) => each.length > 0);
    if (!seems && !(await namedSomebodyBefore(db, id))) return { ids: [id], entries: [] };
    const masked = maskedOf(finding);
    await saveFindings(db, [masked]);
    await keepWritten(context, db, [masked], null);
    const told = await tellMasked(context, db, masked);
    await sealPublished(db, id, sealed, context.now());
    const released = naming.length > 0 ? await sealReleased(db, id, naming, context.now()) : [];
    const entry = entryOf(masked, "FindingTextMasked", { ...textOf(masked), sealed, released });
    return { ids: [id], entries: [entry, ...told] };
  });
}

/** Whether what was told of a finding before it was corrected seems to name somebody: whoever was told reads that, too. */
async function namedSomebodyBefore(db: Db, id: string): Promise<boolean> {
  const before = await findDisclosedBefore(db, [id]);
  return before.some(({ title, description }) => [title, description].some((text) => personHints(text).length > 0));
}

/** @returns the submissions that seem to name somebody in what they say of the finding */
async function findPublishedNaming(db: Db, id: string): Promise<string[]> {
  const published = await findPublishedWords(db, id);
  return published.filter((words) => adviceOn(words).length > 0).map(({ publicationId }) => publicationId);
}

function maskedOf(finding: FindingRow): FindingRow {
  const { title, description, unitReply, version, textVersion } = finding;
  return {
    ...finding,
    title: maskPersons(title),
    description: maskPersons(description),
    unitReply: unitReply && maskPersons(unitReply),
    version: version + 1,
    textVersion: textVersion + 1,
  };
}

/** @returns the releases that seem to name somebody in what they say of the finding */
async function findReleasedNaming(db: Db, id: string): Promise<string[]> {
  const released = await findReleasedWords(db, id);
  return released
    .filter(({ title, description }) => [title, description].some((text) => personHints(text).length > 0))
    .map(({ releaseId }) => releaseId);
}
