import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  visit,
} from "graphql";
import { TIERS, type Tier } from "../schema/contract/tier";
import { titleOf } from "../subgraphs/tier/graph/rename";
import type { GeneratedFile } from "./check/drift";

/** A saved operation is written once, in the names of one tier; the same of the other tiers is generated from it. */
const FOLDER = "schema/operations";
const ROOT = join(__dirname, "../..");
const TIER_WORDS: Record<Tier, string> = { PROVINCE: "省级", CITY: "市级", COUNTY: "县级" };
/** `rounds.city.graphql` is generated; `rounds.graphql` is its source. */
const GENERATED_NAME = /\.(?:province|city|county)\.graphql$/;
/** Whose name says of which tier they are, or whose question no other tier has: none is made from these. */
const OF_ONE_TIER = /(?:Of|By)(?:Province|City|County)$|^County|^DrillDown$/;

/** Every file that is generated, with its text.
 * @param root where the sources are read */
export function operationFiles(root = ROOT): GeneratedFile[] {
  const sources = sourcesIn(root).map((file) => ({ file, text: readFileSync(join(root, FOLDER, file), "utf8") }));
  const byHand = new Set(sources.flatMap(({ text }) => Object.keys(separateOperations(parse(text)))));
  return sources.flatMap(({ file, text }) => filesOf(file, text, byHand));
}

/** @returns one line per file that looks generated and has no source any more */
export function findStrayOperations(root: string): string[] {
  const made = new Set(operationFiles(root).map(({ file }) => basename(file)));
  const stray = readdirSync(join(root, FOLDER)).filter((file) => GENERATED_NAME.test(file) && !made.has(file));
  return stray.map((file) => `${FOLDER}/${file} is generated from nothing: delete it`);
}

function sourcesIn(root: string): string[] {
  const files = readdirSync(join(root, FOLDER)).filter((file) => file.endsWith(".graphql"));
  return files.filter((file) => !GENERATED_NAME.test(file)).sort();
}

function filesOf(file: string, text: string, byHand: ReadonlySet<string>): GeneratedFile[] {
  const operations = Object.entries(separateOperations(parse(text)))
    .filter(([name]) => !OF_ONE_TIER.test(name))
    .flatMap(([name, document]) => {
      const tier = tierOf(document);
      return tier ? [{ name, tier, document }] : [];
    });
  return TIERS.flatMap((tier) => {
    const others = operations.filter(({ name, tier: own }) => own !== tier && !byHand.has(`${name}Of${titleOf(tier)}`));
    if (others.length === 0) return [];
    const path = `${FOLDER}/${file.replace(/\.graphql$/, `.${tier.toLowerCase()}.graphql`)}`;
    return [{ file: path, generate: () => textOf(file, text, tier, others) }];
  });
}

/** The only tier whose names an operation uses; undefined where it uses none, or those of several. */
function tierOf(document: DocumentNode): Tier | undefined {
  const tiers = new Set<Tier>();
  visit(document, {
    Name({ value }) {
      for (const tier of TIERS) if (inNamesOf(tier).test(value)) tiers.add(tier);
    },
  });
  return tiers.size === 1 ? [...tiers][0] : undefined;
}

/** `county` before a capital, `County` as a part of a word. */
function inNamesOf(tier: Tier): RegExp {
  const title = titleOf(tier);
  return new RegExp(`^${title.toLowerCase()}(?=[A-Z])|(?<=^|[a-z])${title}(?=[A-Z])`);
}

function textOf(
  file: string,
  text: string,
  tier: Tier,
  operations: readonly { tier: Tier; document: DocumentNode }[],
): string {
  const said = text.split("\n").filter((line) => line.startsWith("#"));
  const definitions = new Map<string, DefinitionNode>();
  for (const operation of operations) {
    for (const definition of renamed(operation.document, operation.tier, tier).definitions) {
      const name = "name" in definition ? definition.name?.value : undefined;
      definitions.set(`${definition.kind} ${name}`, definition);
    }
  }
  const head = [
    `# ${TIER_WORDS[tier]}。Of the ${tier.toLowerCase()}; generated from ${file} by npm run generate: do not edit.`,
  ];
  return `${[...head, ...said, print({ kind: Kind.DOCUMENT, definitions: [...definitions.values()] })].join("\n")}\n`;
}

function renamed(document: DocumentNode, from: Tier, to: Tier): DocumentNode {
  const pattern = inNamesOf(from);
  const rename = (word: string) => (word.charAt(0) === from.charAt(0) ? titleOf(to) : titleOf(to).toLowerCase());
  return visit(document, {
    Name: (node) => ({ ...node, value: node.value.replace(pattern, rename) }),
    OperationDefinition: {
      leave: (node): OperationDefinitionNode => ({
        ...node,
        name: { kind: Kind.NAME, value: `${node.name?.value}Of${titleOf(to)}` },
      }),
    },
  }) as DocumentNode;
}
