import type { MeasuredPlatform } from "./platform";
import { PAGE, type Question, type Reader, TOPIC } from "./questions";

const DEEP = 1_000;
/** findings that are passed at a time: fewer, where a list ends */
const STRIDES = [100, 4 * PAGE, PAGE];
const LISTS = ["province", "city", "county"] as const;

interface Connection {
  nodes: unknown[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface DeepPage {
  /** which page it is: 1,000, or the deepest that every list has which the reader has at all */
  page: number;
  question: Question;
}

/** Goes down the lists of question 2 side by side, as far as the shortest of them that has anything goes.
 * @returns undefined where that is the first page */
export async function findDeepPage(platform: MeasuredPlatform, reader: Reader): Promise<DeepPage | undefined> {
  const first = TOPIC.variables(reader);
  const most = (DEEP - 1) * PAGE;
  let after: Record<string, string | null> = {};
  let lists: readonly string[] = LISTS;
  let [passed, step] = [0, 0];
  while (passed < most && step < STRIDES.length) {
    const stride = Math.min(STRIDES[step] as number, most - passed);
    const { data } = await platform.ask(TOPIC, reader, { ...first, ...after, first: stride });
    const listOf = (name: string) => data[`${name}Findings`] as Connection | null;
    // a tier in which the reader reads nothing has no page at all
    if (passed === 0) lists = LISTS.filter((name) => listOf(name)?.nodes.length);
    // where one ends here, it has no full page behind this one
    if (lists.some((name) => !listOf(name)?.pageInfo.hasNextPage)) {
      step += 1;
      continue;
    }
    after = Object.fromEntries(lists.map((name) => [name, listOf(name)?.pageInfo.endCursor ?? null]));
    passed += stride;
  }
  if (passed === 0) return undefined;
  const page = passed / PAGE + 1;
  const variables = { ...first, ...after };
  return { page, question: { ...TOPIC, name: `2 findings of a category, page ${page}`, variables: () => variables } };
}
