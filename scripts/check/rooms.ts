/** What one room may use. A file belongs to the room with the longest path that it lies under. */
export interface Room {
  path: string;
  /** other rooms; "any" is any room but test */
  imports: readonly string[] | "any" | "any, test too";
  /** npm packages; absent: whatever package.json declares */
  packages?: readonly string[];
  /** modules of Node; absent: all */
  builtins?: readonly string[];
  /** development only: may import devDependencies */
  development?: boolean;
}

const schema = ["schema/contract", "schema/logs", "schema/process", "schema/regions", "schema/traces"];
const belowJournal = [...schema, "subgraphs/domain", "subgraphs/storage"];
const belowExchange = [...belowJournal, "subgraphs/journal", "subgraphs/trust"];
const belowTier = [...belowExchange, "subgraphs/exchange", "subgraphs/files"];
const belowProfile = [...belowTier, "subgraphs/tier"];

/** The rooms of the house and the one way in which they import. A new top-level room is entered here first. */
export const ROOMS: readonly Room[] = [
  { path: "schema/contract", imports: [], packages: [], builtins: ["node:crypto"] },
  { path: "schema/logs", imports: [], packages: [], builtins: ["node:fs"] },
  { path: "schema/process", imports: [], packages: [], builtins: [] },
  { path: "schema/regions", imports: ["schema/contract"], packages: [] },
  {
    path: "schema/traces",
    imports: [],
    packages: [
      "@opentelemetry/api",
      "@opentelemetry/exporter-trace-otlp-http",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-trace-base",
      "valibot",
    ],
    builtins: [],
  },
  { path: "subgraphs/domain", imports: ["schema/contract"], packages: [], builtins: [] },
  { path: "subgraphs/storage", imports: [...schema, "subgraphs/domain"] },
  { path: "subgraphs/journal", imports: belowJournal },
  { path: "subgraphs/trust", imports: belowJournal },
  { path: "subgraphs/exchange", imports: belowExchange },
  { path: "subgraphs/files", imports: ["schema/contract", "subgraphs/domain"] },
  { path: "subgraphs/tier", imports: belowTier },
  { path: "subgraphs/province", imports: belowProfile },
  { path: "subgraphs/city", imports: belowProfile },
  { path: "subgraphs/county", imports: belowProfile },
  { path: "gateway", imports: schema },
  { path: "dashboard/words", imports: [], packages: [], builtins: [] },
  { path: "dashboard/rules", imports: ["dashboard/words"], packages: [], builtins: [] },
  {
    path: "dashboard",
    imports: ["dashboard/rules", "dashboard/words"],
    packages: [
      "@urql/core",
      "antd",
      "echarts",
      "graphql",
      "graphql-ws",
      "react",
      "react-dom",
      "urql",
      "vite",
      "wouter",
    ],
    builtins: [],
    development: true,
  },
  { path: "scripts", imports: "any", development: true },
  { path: "test", imports: "any, test too", development: true },
];

/** Bags that fill up: what lies in them belongs to nobody. */
export const FORBIDDEN_NAMES: readonly string[] = ["shared", "common", "util", "utils", "helper", "helpers", "misc"];

/** Folders that hold source text of the house. */
export const TOP_LEVEL: readonly string[] = [...new Set(ROOMS.map((room) => room.path.split("/")[0] as string))];
