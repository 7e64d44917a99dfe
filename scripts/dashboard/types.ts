import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Supergraph } from "@apollo/federation-internals";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { type DocumentNode, type FragmentDefinitionNode, type FragmentSpreadNode, parse, visit } from "graphql";
import type { Saved } from "./operations";

/** How a scalar arrives as JSON. */
const SCALARS = { Date: "string", DateTime: "string", Decimal: "string" };

/** The types of what the hand-written operations take and answer, from the committed supergraph. The other tiers' generated ones
 * answer the same shapes. */
export async function typesModule(root: string, saved: readonly Saved[]): Promise<string> {
  const sdl = readFileSync(join(root, "schema/supergraph.graphql"), "utf8");
  const schemaAst = Supergraph.build(sdl).apiSchema().toGraphQLJSSchema();
  const documents = saved
    .filter(({ isGenerated }) => !isGenerated)
    .map(({ name, document }) => ({ location: name, document: withOwnFragments(document, name) }));
  const config = { scalars: SCALARS, skipTypename: true, inlineFragmentTypes: "inline", dedupeFragments: true };
  return codegen({
    filename: "types.ts",
    schema: parse("type Query { unused: Boolean }"),
    schemaAst,
    documents,
    config,
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
    skipDocumentsValidation: true,
  });
}

/** Two files may have fragments of one name. */
function withOwnFragments(document: DocumentNode, operation: string): DocumentNode {
  const rename = <Node extends FragmentDefinitionNode | FragmentSpreadNode>(node: Node): Node => ({
    ...node,
    name: { ...node.name, value: `${node.name.value}Of${operation}` },
  });
  return visit(document, { FragmentDefinition: rename, FragmentSpread: rename });
}
