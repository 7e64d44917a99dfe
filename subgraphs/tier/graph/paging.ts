import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from "type-graphql";
import { decodeCursor, encodeCursor, type PageKey } from "../../../schema/contract/cursor";
import { isId } from "../../../schema/contract/ids";
import type { Page, PageRequest } from "../../storage/page";
import type { NameKey } from "../../storage/search/unit.search";
import { badField } from "./errors";
import { Max, Min } from "./rules";

const MAX_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: `每页条数，1 至 ${MAX_PAGE}。Rows of a page, 1 to ${MAX_PAGE}.` })
  @Min(1)
  @Max(MAX_PAGE)
  first: number;

  @Field(() => String, { nullable: true, description: "上一页的 endCursor。The `endCursor` of the page before." })
  after?: string | null;
}

/** @param sort as its cursors name it, where the list is not sorted as usual
 * @throws BAD_USER_INPUT where `after` is no cursor, or one of the same list when it was sorted otherwise */
export function pageRequest(args: PageArgs, sort?: string): PageRequest {
  if (!args.after) return { first: args.first };
  const after = decodeCursor(args.after);
  if (!after) throw badField("after", "NOT_A_CURSOR");
  if (after.sort !== sort) throw badField("after", "OTHER_SORT");
  return { first: args.first, after };
}

@Directive("@shareable")
@ObjectType({ description: "分页信息。Where a page stands." })
class PageInfo {
  @Field(() => Boolean, { description: "是否还有下一页。Whether there is a next page." })
  hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: "本页末尾的游标。Cursor of the last row." })
  endCursor: string | null;
}

export interface Connection<Row> {
  nodes: Row[];
  edges: { node: Row; cursor: string }[];
  pageInfo: PageInfo;
}

/** @param keyOf the sort key of a row: its instant and its id */
export function toConnection<Row>(page: Page<Row>, keyOf: (row: Row) => PageKey): Connection<Row> {
  return connectionBy(page, (row) => encodeCursor(keyOf(row)));
}

export function connectionBy<Row>(page: Page<Row>, cursorOf: (row: Row) => string): Connection<Row> {
  const last = page.rows.at(-1);
  return {
    nodes: page.rows,
    // most questions ask for the nodes alone, and an answer has thousands
    get edges() {
      return page.rows.map((node) => ({ node, cursor: cursorOf(node) }));
    },
    pageInfo: { hasNextPage: page.hasNext, endCursor: last ? cursorOf(last) : null },
  };
}

/** Of lists that are ordered by their due dates. */
export const EARLIEST_DUE = { zh: "先到期的在前", en: "earliest due first" };

/** Where a list stands that is ordered by due dates: the date is the instant of the cursor, the place among equal dates its
 * microseconds. */
export function dueCursor({ dueOn, place = 0, id }: { dueOn: string; place?: number; id: string }): PageKey {
  return { at: `${dueOn}T00:00:00.${String(place).padStart(6, "0")}Z`, id };
}

export function duePage(args: PageArgs, sort?: string) {
  const { first, after } = pageRequest(args, sort);
  return { first, after: after && dueAt(after) };
}

/** What is never due stands behind everything that is. */
export const NEVER = "9999-12-31";

/** What a `dueCursor` says. */
export function dueAt({ at, id }: PageKey) {
  return { dueOn: at.slice(0, 10), place: Number(at.slice(20, 26)), id };
}

/** Where a list stands that is ranked by what was counted, the most first, and among equals by a code. */
interface Ranked {
  counts: readonly number[];
  code: string;
}

export function rankCursor({ counts, code }: Ranked): string {
  return Buffer.from(JSON.stringify([...counts, code])).toString("base64url");
}

/** @param counts how many counts the list is ranked by */
export function rankPage({ first, after }: PageArgs, counts: number): { first: number; after?: Ranked } {
  if (!after) return { first };
  const parts = listOf(after);
  const [ranks, code] = [parts.slice(0, -1), parts.at(-1)];
  const known = typeof code === "string" && !/[\0\p{Surrogate}]/u.test(code) && code.length <= 100;
  if (known && ranks.length === counts && ranks.every(Number.isSafeInteger)) {
    return { first, after: { counts: ranks as number[], code } };
  }
  throw badField("after", "NOT_A_CURSOR");
}

/** The page of a ranked list that was read as a whole, where its length is that of the offices. */
export function pageOfRanked<Row>(
  rows: readonly Row[],
  rankOf: (row: Row) => Ranked,
  { first, after }: { first: number; after?: Ranked },
): Page<Row> {
  const behind = after ? rows.filter((row) => compareRanks(rankOf(row), after) > 0) : [...rows];
  behind.sort((a, b) => compareRanks(rankOf(a), rankOf(b)));
  return { rows: behind.slice(0, first), hasNext: behind.length > first };
}

function compareRanks(a: Ranked, b: Ranked): number {
  const differing = a.counts.findIndex((count, i) => count !== b.counts[i]);
  if (differing >= 0) return (b.counts[differing] as number) - (a.counts[differing] as number);
  return a.code < b.code ? -1 : Number(a.code > b.code);
}

/** Where a list stands that is ordered by names. */
export function nameCursor({ name, id }: NameKey): string {
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

export function namePage({ first, after }: PageArgs): { first: number; after?: NameKey } {
  if (!after) return { first };
  const [name, id] = partsOf(after);
  if (typeof name === "string" && typeof id === "string" && isId(id) && !/[\0\p{Surrogate}]/u.test(name)) {
    return { first, after: { name, id } };
  }
  throw badField("after", "NOT_A_CURSOR");
}

function partsOf(cursor: string): unknown[] {
  const parts = listOf(cursor);
  return parts.length === 2 ? parts : [];
}

function listOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The Relay connection of a node type: `TierRoundConnection` with `TierRoundEdge`. */
export function connectionOf<Node extends object>(
  node: ClassType<Node>,
  name: string,
  zh: string,
  order = { zh: "新的在前", en: "newest first" },
) {
  @ObjectType(`${name}Edge`, { description: `${zh}及其游标。A row and its cursor.` })
  class Edge {
    @Field(() => node, { description: `${zh}。The row.` }) node: Node;
    @Field(() => String, { description: "游标。Cursor of the row." }) cursor: string;
  }
  @ObjectType(`${name}Connection`, { description: `${zh}的一页，${order.zh}。A page, ${order.en}.` })
  class NodeConnection {
    @Field(() => [node], { description: `${zh}。The rows.` }) nodes: Node[];
    @Field(() => [Edge], { description: `${zh}及游标。The rows with their cursors.` }) edges: Edge[];
    @Field(() => PageInfo, { description: "分页信息。Where the page stands." }) pageInfo: PageInfo;
  }
  return NodeConnection;
}
