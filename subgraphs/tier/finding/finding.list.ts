import type { PageKey } from "../../../schema/contract/cursor";
import type { FindingSort } from "../../domain/finding/finding";
import type { Db } from "../../storage/db";
import { findColourSpans } from "../../storage/deadline/colourSpan.repository";
import { type FindingFilter, findFindings, type ReadableFinding } from "../../storage/finding/finding.repository";
import { findSorted, type SortedAfter, type SortedFinding } from "../../storage/finding/sorted.repository";
import type { Page, PageRequest } from "../../storage/page";
import type { TierContext } from "../context";
import { rangeOf } from "../graph/dayRange";
import { type Connection, dueAt, dueCursor, NEVER, pageRequest, toConnection } from "../graph/paging";
import { optionalRegion } from "../graph/regionArgument";
import { codesOf } from "../taxonomy/taxonomy.service";
import { findingKey } from "./finding.service";
import type { FindingFilterInput, FindingPageArgs } from "./finding.type";

/** What a list of findings is narrowed to, as the repository reads it.
 * @param office of the caller, whose policies and those below give the colours
 * @param today for the colours
 * @throws BAD_USER_INPUT where the region is none */
export async function filterOf(
  db: Db,
  asked: FindingFilterInput | null | undefined,
  { office, today }: { office: string; today: string },
): Promise<FindingFilter> {
  const { region, liveStatus, focus, category, roundId, targetId, unitId, colour: colours } = asked ?? {};
  return {
    region: optionalRegion(region, "filter.region"),
    liveStatus: liveStatus ?? undefined,
    focus: await codesOf(db, "FOCUS", focus),
    category: await codesOf(db, "CATEGORY", category),
    roundId: roundId ?? undefined,
    targetId: targetId ?? undefined,
    unitId: unitId ?? undefined,
    found: rangeOf(asked?.found),
    fedBack: rangeOf(asked?.fedBack),
    due: rangeOf(asked?.due),
    coloured: colours ? { colours, on: today, spans: await findColourSpans(db, office, colours, today) } : undefined,
    changedSince: asked?.changedSince ?? undefined,
  };
}

/** A page of what the caller may see, newest first; or of the own book, where it is sorted or narrowed by what that alone knows.
 * @throws BAD_USER_INPUT where the region or the cursor is none, or the list was sorted otherwise for the cursor */
export async function listFindings(context: TierContext, args: FindingPageArgs): Promise<Connection<ReadableFinding>> {
  const page = await context.session.read(async (db) => {
    const { office } = context.standing;
    const filter = await filterOf(db, args.filter, { office, today: context.today() });
    const request = pageRequest(args, tagOf(sortOf(filter, args.sort)));
    return findPage(db, office, filter, request, args.sort);
  });
  return toConnection(page, page.keyOf);
}

/** A page of findings, and where the list stands behind each of them. */
interface FindingPage extends Page<ReadableFinding> {
  keyOf(finding: ReadableFinding): PageKey;
}

/** What only the own book knows is asked of the own book alone. */
export async function findPage(
  db: Db,
  office: string,
  filter: FindingFilter,
  request: PageRequest,
  asked: FindingSort = "NEWEST",
): Promise<FindingPage> {
  const sort = sortOf(filter, asked);
  if (sort === "NEWEST") return { ...(await findFindings(db, office, filter, request)), keyOf: findingKey };
  const after = request.after && sortedAfter(sort, request.after);
  const page = await findSorted(db, office, sort, filter, { first: request.first, after });
  return { ...page, keyOf: (finding) => sortedKey(sort, finding as SortedFinding) };
}

/** Newest first is the order of what everybody may see. */
function sortOf(filter: FindingFilter, asked: FindingSort): FindingSort {
  const ofBook = filter.fedBack || filter.due || filter.changedSince;
  return asked === "NEWEST" && ofBook ? "CHANGED" : asked;
}

/** How cursors name a sort. */
function tagOf(sort: FindingSort): string | undefined {
  return sort === "NEWEST" ? undefined : sort;
}

/** The place of a finding in a sorted list, as a cursor keeps it. */
function sortedKey(sort: Exclude<FindingSort, "NEWEST">, finding: SortedFinding): PageKey {
  return { ...placeOf(sort, finding), sort: tagOf(sort) };
}

function placeOf(sort: Exclude<FindingSort, "NEWEST">, finding: SortedFinding): PageKey {
  if (sort === "CHANGED") return { at: finding.statusAt, id: finding.id };
  if (sort === "DUE") return dueCursor({ dueOn: finding.dueOn ?? NEVER, id: finding.id });
  return dueCursor({ dueOn: NEVER, place: finding.ordinal, id: finding.targetId });
}

function sortedAfter(sort: Exclude<FindingSort, "NEWEST">, { at, id }: PageKey): SortedAfter {
  if (sort === "CHANGED") return { value: at, id };
  const { dueOn, place } = dueAt({ at, id });
  if (sort === "DUE") return { value: dueOn === NEVER ? "infinity" : dueOn, id };
  return { value: id, id: String(place) };
}
