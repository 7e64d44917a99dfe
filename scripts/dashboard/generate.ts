import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FIGURE_DEFINITIONS } from "../../subgraphs/domain/figures/definitions";
import { lifecyclesModule } from "./lifecycles";
import { operationsModule, readSaved, textsModule } from "./operations";
import { typesModule } from "./types";

/** Writes what the page knows of the platform: its saved operations with their types, the life cycles, and what each
 * figure means. None of it is in the
 * repository: it follows from what is. */
export async function generateForDashboard(root: string): Promise<void> {
  const folder = join(root, "dashboard", "generated");
  const saved = readSaved(root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "types.ts"), await typesModule(root, saved));
  writeFileSync(join(folder, "operations.ts"), operationsModule(saved));
  writeFileSync(join(folder, "texts.ts"), textsModule(saved));
  writeFileSync(join(folder, "lifecycles.ts"), lifecyclesModule());
  writeFileSync(join(folder, "definitions.ts"), definitionsModule());
}

function definitionsModule(): string {
  const text = JSON.stringify(FIGURE_DEFINITIONS, null, 1);
  return `// Generated from subgraphs/domain: not in the repository.\nexport const FIGURE_DEFINITIONS = ${text} as const;\n`;
}
