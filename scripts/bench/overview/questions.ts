import { readFileSync } from "node:fs";
import { join } from "node:path";

const OPERATIONS = join(__dirname, "../../../../schema/operations");

/** Who asks: an office of each level, with the region that it overlooks. */
export const READERS = [
  { name: "province", office: "53", city: "5301" },
  { name: "city", office: "5301", city: "5301" },
  { name: "county", office: "530102", city: "5301" },
] as const;
export type Reader = (typeof READERS)[number];

export const personOf = ({ name, office }: Reader) => `${name}:${office}.clerk`;

/** One operation that is measured. */
export interface Question {
  name: string;
  query: string;
  /** how often it is asked, over how often the others are */
  share: number;
  variables(reader: Reader): Record<string, unknown>;
}

const saved = (file: string) => readFileSync(join(OPERATIONS, file), "utf8");
const only = (text: string, name: string) => {
  // a file may hold several operations: this one and the fragments
  const start = text.indexOf(`query ${name}`);
  const parts = text.slice(start).split(/^(?=query |fragment |#)/m);
  return parts.filter((part, i) => i === 0 || part.startsWith("fragment ")).join("");
};

/** Of a page in question 2. */
export const PAGE = 5;
const FILTER = { category: "工程项目" };

export const OVERVIEW: Question = {
  name: "1 overview",
  query: only(saved("Q01-overview.graphql"), "Overview"),
  share: 1,
  variables: ({ office }) => ({ region: office }),
};
export const TOPIC: Question = {
  name: "2 findings of a category, page 1",
  query: saved("Q02-findings-by-topic.graphql"),
  share: 1,
  variables: () => ({ filter: FILTER, first: PAGE }),
};
export const DRILL_DOWN: Question = {
  name: "3 drill down",
  query: saved("Q03-drill-down.graphql"),
  share: 0.2, // thousands of findings each time
  variables: ({ city }) => ({ city }),
};
