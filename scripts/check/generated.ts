import { contextDocument } from "../context";
import { errorsDocument } from "../errors";
import { inForceDocument } from "../inForce";
import { lifecyclesDocument } from "../lifecycles";
import { operationFiles } from "../operations";
import { operationRolesModule } from "../rights";
import type { GeneratedFile } from "./drift";

/** Every document, and the module, that is written by a program: `npm run generate` writes them, the check compares them. */
export const GENERATED: readonly GeneratedFile[] = [
  { file: "docs/CONTEXT.md", generate: contextDocument },
  { file: "docs/errors.md", generate: errorsDocument },
  { file: "docs/in-force.md", generate: inForceDocument },
  { file: "docs/lifecycles.md", generate: lifecyclesDocument },
  { file: "schema/contract/operationRoles.ts", generate: operationRolesModule },
  ...operationFiles(),
];
