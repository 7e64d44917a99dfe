import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSALS } from "../../subgraphs/domain/refusals";
import { generateForDashboard } from "../dashboard/generate";
import { findStrayOperations } from "../operations";
import { buildSubgraphs } from "../subgraphs";
import { COMPILE, COMPILE_PAGE, findCommandFaults, LINT } from "./command";
import { findCompositionFaults, graphFiles } from "./composition";
import { findUnlistedDecisions } from "./decisions";
import { findDrift } from "./drift";
import { GENERATED } from "./generated";
import { findImportCycles } from "./importCycles";
import { findImportFaults } from "./importRules";
import { findOperationFaults } from "./operations";
import { findImpurities, findStatements } from "./purity";
import { findUnreached } from "./reach";
import { findUntestedRefusals } from "./refusalCodes";
import { type Check, report } from "./report";
import { TOP_LEVEL } from "./rooms";
import { readSourceFiles, type SourceFile } from "./sourceFile";
import { findUnusedExports } from "./unusedExports";

let sources: SourceFile[] | undefined;

/** Read once, for all checks that ask who imports what. */
function sourcesOf(root: string): SourceFile[] {
  sources ??= readSourceFiles(root, TOP_LEVEL);
  return sources;
}

const CHECKS: readonly Check[] = [
  {
    name: "format and lint",
    remedy: "npm run format mends what can be mended by itself",
    findFaults: (root) => findCommandFaults(root, LINT),
  },
  {
    name: "types",
    remedy: "mend what the compiler names",
    findFaults: (root) => findCommandFaults(root, COMPILE),
  },
  {
    name: "types of the dashboard",
    remedy: "mend what the compiler names",
    findFaults: async (root) => {
      await generateForDashboard(root);
      return findCommandFaults(root, COMPILE_PAGE);
    },
  },
  {
    name: "import rules",
    remedy: "see scripts/check/rooms.ts: rooms import one way",
    findFaults: (root) => findImportFaults(root, sourcesOf(root)),
  },
  {
    name: "import cycles",
    remedy: "move what both files need into a third one",
    findFaults: (root) => findImportCycles(root, sourcesOf(root)),
  },
  {
    name: "exports",
    remedy: "take `export` away, and what is left without a use; tests count as users",
    findFaults: (root) => findUnusedExports(root, sourcesOf(root)),
  },
  {
    name: "pure rules",
    remedy: "the clock and the outer world belong to the caller: pass in today, an id, a random number",
    findFaults: findImpurities,
  },
  {
    name: "statements in storage",
    remedy: "move the statement to the repository of its concept and give it a name",
    findFaults: findStatements,
  },
  {
    name: "composition",
    remedy: "mend the SDL of the named subgraph; npm run compose shows the same",
    findFaults: () => findCompositionFaults(buildSubgraphs()),
  },
  {
    name: "SDL drift",
    remedy: "npm run compose, read the difference, commit it",
    findFaults: (root) => findDrift(root, graphFiles(buildSubgraphs())),
  },
  {
    name: "saved operations",
    remedy: "mend the operation, or give the schema back what it uses",
    findFaults: (root) => findOperationFaults(root, readFileSync(join(root, "schema/supergraph.graphql"), "utf8")),
  },
  {
    name: "reach of the saved operations",
    remedy: "write the operation for one tier and run npm run generate, or delete what has no source any more",
    findFaults: (root) => [...findUnreached(root), ...findStrayOperations(root)],
  },
  {
    name: "refusal codes",
    remedy: "write the test that reaches the refusal, or take the code out of the refusals.ts of its concept",
    findFaults: (root) => findUntestedRefusals(root, Object.keys(REFUSALS)),
  },
  {
    name: "decisions",
    remedy: "give the decision its line in docs/adr/README.md",
    findFaults: findUnlistedDecisions,
  },
  {
    name: "generated documents",
    remedy: "npm run generate, read the difference, commit it",
    findFaults: (root) => findDrift(root, GENERATED),
  },
];

async function main(): Promise<void> {
  const failed = await report(join(__dirname, "../../.."), CHECKS, (line) => console.log(line));
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
