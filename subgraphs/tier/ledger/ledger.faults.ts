import { GraphQLError } from "graphql";
import type { ResolverData } from "type-graphql";
import { type FieldFault, faultAt } from "../../../schema/contract/fieldReasons";
import { isId, tierOfId } from "../../../schema/contract/ids";
import { REFUSALS, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findTargetsById } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { findTermsValidOn } from "../../storage/taxonomy/taxonomy.repository";
import type { TierContext } from "../context";
import type { FindingTextInput } from "../finding/finding.type";
import type { IncomingDraft } from "../finding/recording.service";
import { faultsOfFurther, refusedFurther, wantFurther } from "../finding/text.service";
import { ValidateNested } from "../graph/rules";
import { validateArgument } from "../graph/validation";
import { faultsOfTerms } from "../taxonomy/taxonomy.service";
import type { RecordLedgerInput } from "./ledger.type";

/** A row of a ledger, and its place in the request. */
export interface LedgerLine {
  row: RecordLedgerInput["findings"][number];
  place: number;
}

export function pathOf(place: number): string {
  return `input.findings.${place}`;
}

export function pathOfRevision(place: number): string {
  return `input.revisions.${place}`;
}

class ReturnedTexts {
  @ValidateNested({ each: true }) revisions: readonly FindingTextInput[];
}

/** What the rules of the input types say of all rows.
 * @param revisions rows of a file that came back: there need be no new ones beside them */
export async function faultsOfRules(
  input: RecordLedgerInput,
  revisions: readonly FindingTextInput[],
): Promise<FieldFault[]> {
  const ofReturned = revisions.length > 0 ? await faultsIn(Object.assign(new ReturnedTexts(), { revisions })) : [];
  return input.findings.length > 0 || revisions.length === 0 ? [...(await faultsIn(input)), ...ofReturned] : ofReturned;
}

async function faultsIn(input: object): Promise<FieldFault[]> {
  try {
    await validateArgument(input, input.constructor, { args: { input } } as unknown as ResolverData);
    return [];
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    return cause.extensions.fields as FieldFault[];
  }
}

/** The targets that rows name, of the round of the first that is known.
 * @returns faults of every row whose target is no id, not there, or of another round */
export async function findTargetsNamed(
  context: TierContext,
  db: Db,
  lines: readonly LedgerLine[],
): Promise<{ targets: TargetRow[]; faults: FieldFault[] }> {
  const known = await findTargetsById(db, ownTargetIds(context, lines));
  const byId = new Map(known.map((target) => [target.id, target]));
  const round = lines.map(({ row }) => byId.get(row.targetId)?.roundId).find((id) => id !== undefined);
  const faults = lines.flatMap(({ row: { targetId }, place }) => {
    const target = byId.get(targetId);
    if (target?.roundId === round && target) return [];
    const reason = target ? "OTHER_ROUND" : isId(targetId) ? "NOT_FOUND" : "NOT_AN_ID";
    return [faultAt(`${pathOf(place)}.targetId`, reason)];
  });
  return { targets: known.filter(({ roundId }) => roundId === round), faults };
}

/** Ids of this tier, each once. */
export function ownTargetIds(context: TierContext, lines: readonly LedgerLine[]): string[] {
  const ids = lines.map(({ row }) => row.targetId);
  return [...new Set(ids.filter((id) => tierOfId(id) === context.profile.tier))];
}

/** A rule says no to a row: the row is named, with the rule's sentence. */
export function faultOfRefusal(path: string, { refused }: Refused): FieldFault {
  const { zh, en } = REFUSALS[refused];
  const [becauseZh, because] = [zh.replace(/。$/, ""), en.replace(/\.$/, "")];
  return faultAt(path, "REFUSED", { code: refused, becauseZh, because });
}

/** What is wrong with texts beside the rules of the input: focus, category and further units, of every row.
 * @throws UnitsWanted where the gateway has to be asked for units first */
export async function faultsOfTexts(
  context: TierContext,
  db: Db,
  unitOf: ReadonlyMap<string, string>,
  drafts: readonly (IncomingDraft & { targetId: string })[],
): Promise<FieldFault[]> {
  const texts = drafts.map(({ text }) => text);
  wantFurther(context, texts);
  const day = context.today();
  const coded = drafts.map(({ text: { focus, category }, path }) => ({ focus, category, path }));
  const further = [...new Set(texts.flatMap(({ furtherUnitIds }) => furtherUnitIds))].filter(isId);
  const refused = await refusedFurther(context, db, further);
  return [
    ...faultsOfTerms(await findTermsValidOn(db, day), day, coded),
    ...drafts.flatMap((draft) => faultsOfFurther(draft, unitOf.get(draft.targetId) ?? "")),
    ...drafts.flatMap(({ text, path }) =>
      text.furtherUnitIds.flatMap((id, i) => {
        const why = refused.get(id);
        return why ? [faultOfRefusal(`${path}.furtherUnitIds.${i}`, why)] : [];
      }),
    ),
  ];
}

/** One fault of each field, the first that was found; the rows in their order. */
export function inOrder(faults: readonly FieldFault[]): FieldFault[] {
  const first = new Map<string, FieldFault>();
  for (const fault of faults) if (!first.has(fault.path)) first.set(fault.path, fault);
  const placeOf = ({ path }: FieldFault) => Number(/^input\.\w+\.(\d+)/.exec(path)?.[1] ?? -1);
  return [...first.values()].sort((a, b) => placeOf(a) - placeOf(b));
}
