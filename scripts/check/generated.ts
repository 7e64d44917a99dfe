import { contextDocument } from "../context";
import { errorsDocument } from "../errors";
import { lifecyclesDocument } from "../lifecycles";
import type { GeneratedFile } from "./drift";

/** Every document that is written by a program: `npm run generate` writes them, the check compares them. */
export const GENERATED: readonly GeneratedFile[] = [
  { file: "docs/CONTEXT.md", generate: contextDocument },
  { file: "docs/errors.md", generate: errorsDocument },
  { file: "docs/lifecycles.md", generate: lifecyclesDocument },
];
