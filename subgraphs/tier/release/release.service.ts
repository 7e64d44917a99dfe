import { newId } from "../../../schema/contract/ids";
import { type RegionCode, tierOfOffice } from "../../../schema/contract/regionCode";
import { decide, holdsOneOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { RELEASERS, type ReleaseCommand, type ReleaseStatus, refusedGrantee } from "../../domain/release/release";
import { releaseTransitions } from "../../domain/release/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findOfficesByCode } from "../../storage/office/office.repository";
import {
  findGranteesOf,
  findReleaseToMove,
  insertRelease,
  saveRelease,
} from "../../storage/release/release.repository";
import type { ReleaseRow } from "../../storage/release/release.row";
import { bookWith, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { seemsToNameSomebody } from "../finding/text.service";
import { badField, notFound } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import { refuseWithoutOffice } from "../office/addressees";
import type { MoveReleaseInput, ReleaseResultsInput } from "./release.type";
import { bookOfSelection, findSelected, requireSelection } from "./selection";

/** Releases results of the own office to others: one release, or one for each target that feedback is copied of. */
export async function releaseResults(
  context: TierContext,
  input: ReleaseResultsInput,
  key: string,
): Promise<string[] | Refused> {
  const selection = requireSelection(input);
  const grantees = requireGrantees(context, input.grantees);
  if (input.expiresOn <= context.today()) throw badField("input.expiresOn", "NOT_BEFORE_TOMORROW");
  return changeBook(context, bookOfSelection(selection), "releaseResults", key, input, async (db, context) => {
    const selected = await findSelected(context, db, selection, input.purpose);
    if (isRefused(selected)) return selected;
    const [{ office }] = selected.flat() as [FindingRow];
    if (!holdsOneOf(context.actor(), { office }, RELEASERS)) return refuse("ROLE_REQUIRED", undefined, RELEASERS);
    const unreachable = refusalOf(office, grantees) ?? (await refusedAsAbsent(context, db, grantees));
    if (unreachable) return unreachable;
    const naming = selected.flat().find(seemsToNameSomebody);
    if (naming) return refuse("TEXT_NAMES_PERSON", naming.id);
    const ids: string[] = [];
    const entries: JournalEntry[] = [];
    for (const findings of selected) {
      const { title, fields, expiresOn, purpose, documentNumber = null } = input;
      const said = {
        title,
        fields: [...new Set(fields)],
        expiresOn,
        purpose,
        documentNumber,
        supervisionId: null,
        checklistItem: null,
      };
      const release = await issueRelease(context, db, { ...said, findings }, grantees);
      ids.push(release.id);
      entries.push(issuedEntry(release, grantees));
    }
    return { ids, entries };
  });
}

function requireGrantees(context: TierContext, named: readonly string[]): RegionCode[] {
  return named.map((text, i) => {
    const path = `input.grantees.${i}`;
    const code = requireRegionCode(text, path);
    if (named.slice(0, i).some((other) => requireRegionCode(other, path) === code)) throw badField(path, "NAMED_TWICE");
    if (!tierOfOffice(code) || !context.services.regions.has(code)) throw badField(path, "NO_OFFICE_THERE");
    return code;
  });
}

function refusalOf(office: RegionCode, grantees: readonly RegionCode[]): Refused | undefined {
  for (const grantee of grantees) {
    const code = refusedGrantee(office, grantee);
    if (code) return refuse(code, grantee);
  }
  return undefined;
}

/** What the own tier knows is refused at once; from another one a release comes back by itself. */
async function refusedAsAbsent(context: TierContext, db: Db, grantees: readonly RegionCode[]) {
  const here = grantees.filter((code) => tierOfOffice(code) === context.profile.tier);
  const offices = here.length > 0 ? await findOfficesByCode(db, here) : [];
  const takesPart = (code: RegionCode) =>
    offices.some((office) => office.code === code && office.enrolment !== "NOT_ENROLLED");
  const absent = here.find((code) => !takesPart(code));
  return absent ? refuse("OFFICE_TAKES_NO_PART", absent) : refuseWithoutOffice(db, grantees);
}

type Said = Pick<
  ReleaseRow,
  "title" | "fields" | "expiresOn" | "purpose" | "documentNumber" | "supervisionId" | "checklistItem"
> & {
  findings: readonly FindingRow[];
};

/** Materialises a release of findings of one office. */
export async function issueRelease(
  context: TierContext,
  db: Db,
  { findings, ...said }: Said,
  grantees: readonly RegionCode[],
): Promise<Omit<ReleaseRow, "enteredByOffice">> {
  const [{ office }] = findings as [FindingRow];
  const distinct = (values: readonly string[]) => [...new Set(values)];
  const release = {
    ...said,
    office,
    id: newId(context.profile.tier),
    findingIds: findings.map(({ id }) => id),
    targetIds: distinct(findings.map(({ targetId }) => targetId)),
    roundIds: distinct(findings.map(({ roundId }) => roundId)),
    unitIds: distinct(findings.flatMap(({ unitId, furtherUnitIds }) => [unitId, ...furtherUnitIds])),
    regions: distinct([office, ...findings.map(({ region }) => region)]),
    status: "ISSUED" as const,
    version: 1,
    issuedOn: context.today(),
    issuedAt: context.now(),
    issuedBy: context.standing.person,
    withdrawnAt: null,
    withdrawalReason: null,
    synthetic: findings.some(({ synthetic }) => synthetic),
  };
  await insertRelease(db, release, grantees);
  return release;
}

/** The entry that the exchange tells the grantees of. */
export function issuedEntry(
  release: Omit<ReleaseRow, "enteredByOffice">,
  grantees: readonly RegionCode[],
): JournalEntry {
  const { purpose, supervisionId, fields, findingIds, expiresOn, documentNumber } = release;
  const details = { grantees, purpose, supervisionId, fields, findingIds, expiresOn, documentNumber };
  return entryOf(release, "ReleaseIssued", details);
}

/** The office withdraws what it released: from everybody who has it. */
export async function moveRelease(
  context: TierContext,
  input: MoveReleaseInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("release", [id]), "moveRelease", key, input, async (db, context) => {
    const release = await findReleaseToMove(db, id);
    if (!release) throw notFound("input.id");
    if (release.version !== input.version) return refuse("STALE_VERSION", id);
    const moved = decide<ReleaseStatus, ReleaseCommand, typeof releaseTransitions>(
      releaseTransitions,
      release,
      input.command,
      context.actor(),
      { REASON_REQUIRED: Boolean(input.note?.trim()) },
    );
    if (isRefused(moved)) return moved;
    return { ids: [id], entries: [await endRelease(context, db, release, moved, input.note ?? "")] };
  });
}

/** A release ends for all its grantees.
 * @returns the entry that tells them */
export async function endRelease(
  context: TierContext,
  db: Db,
  release: ReleaseRow,
  { to, event }: { to: ReleaseStatus; event: string },
  reason: string,
): Promise<JournalEntry> {
  const at = { withdrawnAt: context.now(), withdrawalReason: reason };
  const next: ReleaseRow = { ...release, ...at, status: to, version: release.version + 1 };
  await saveRelease(db, next);
  const standing = (await findGranteesOf(db, [release.id])).filter(({ endedAt }) => endedAt === null);
  return entryOf(next, event, { reason, grantees: standing.map(({ granteeOffice }) => granteeOffice) });
}

const entryOf = entriesOf("Release");
