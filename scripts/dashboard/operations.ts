import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, Kind, parse, separateOperations, visit } from "graphql";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { titleOf } from "../../subgraphs/tier/graph/rename";

const FOLDER = "schema/operations";
/** `rounds.city.graphql` says the same as `rounds.graphql`, in the names of another tier. */
const GENERATED_NAME = /\.(?:province|city|county)\.graphql$/;

/** An operation of a file, with what the gateway knows the file by. */
export interface Saved {
  name: string;
  kind: string;
  hash: string;
  /** of the whole file */
  text: string;
  document: DocumentNode;
  isGenerated: boolean;
}

/** Every operation of `schema/operations`. */
export function readSaved(root: string): Saved[] {
  const files = readdirSync(join(root, FOLDER)).filter((file) => file.endsWith(".graphql"));
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(root, FOLDER, file), "utf8");
    const hash = createHash("sha256").update(text).digest("hex");
    return Object.entries(separateOperations(parse(text))).map(([name, document]) => ({
      name,
      kind: kindOf(document),
      hash,
      text,
      document,
      isGenerated: GENERATED_NAME.test(file),
    }));
  });
}

function kindOf(document: DocumentNode): string {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operation && "operation" in operation ? operation.operation : "query";
}

/** A constant for each operation that was written by hand: where other tiers have the same, with theirs. */
export function operationsModule(saved: readonly Saved[]): string {
  const byName = new Map(saved.map((each) => [each.name, each]));
  const written = saved.filter(({ isGenerated }) => !isGenerated);
  const lines = written.map((each) => {
    const types = `${typeName(each.name, each.kind)}, ${typeName(each.name, each.kind)}Variables`;
    const others = TIERS.flatMap((tier) => {
      const same = byName.get(`${each.name}Of${titleOf(tier)}`);
      return same?.isGenerated ? [[tier, same] as const] : [];
    });
    if (others.length === 0) return `export const ${each.name}: SavedOperation<${types}> = ${literalOf(each)};`;
    const own = tierOf(each.document) as Tier;
    const of = [[own, each] as const, ...others].map(([tier, one]) => `${tier}: ${literalOf(one)}`).join(", ");
    return `export const ${each.name}: TieredOperation<${types}> = { of: { ${of} } };`;
  });
  return [
    "// Generated from schema/operations: not in the repository.",
    `import type { SavedOperation, TieredOperation } from "../graph/operation";`,
    `import type {\n${written.flatMap(({ name, kind }) => [`  ${typeName(name, kind)},`, `  ${typeName(name, kind)}Variables,`]).join("\n")}\n} from "./types";`,
    "",
    ...lines,
    "",
  ].join("\n");
}

/** As the generator of types names it. */
function typeName(name: string, kind: string): string {
  return `${name}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

function literalOf({ kind, name, hash }: Saved): string {
  return JSON.stringify({ kind, name, hash });
}

/** Whose names stand in an operation. */
function tierOf(document: DocumentNode): Tier | undefined {
  const tiers = new Set<Tier>();
  visit(document, {
    Name({ value }) {
      for (const tier of TIERS) {
        if (new RegExp(`^${tier.toLowerCase()}(?=[A-Z])|(?<=^|[a-z])${titleOf(tier)}(?=[A-Z])`).test(value))
          tiers.add(tier);
      }
    },
  });
  return tiers.size === 1 ? [...tiers][0] : undefined;
}

/** The texts, for a gateway that does not know the hash yet; the page loads them only then. */
export function textsModule(saved: readonly Saved[]): string {
  const texts = Object.fromEntries(saved.map(({ hash, text }) => [hash, text]));
  return [
    "// Generated from schema/operations: not in the repository.",
    `const TEXTS: Record<string, string> = ${JSON.stringify(texts, null, 1)};`,
    "",
    "export function textOf(hash: string): string | undefined {",
    "  return TEXTS[hash];",
    "}",
    "",
  ].join("\n");
}
