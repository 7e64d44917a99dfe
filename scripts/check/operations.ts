import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Supergraph } from "@apollo/federation-internals";
import { GraphQLError, type GraphQLSchema, Kind, parse, Source, validate } from "graphql";

/** Holds the saved operations against what a caller of the gateway can ask.
 * @param supergraphSdl text of schema/supergraph.graphql
 * @returns one line per fault; a folder without operations is a fault too, because nothing would be checked */
export function findOperationFaults(root: string, supergraphSdl: string): string[] {
  const folder = join(root, "schema/operations");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".graphql")) : [];
  if (files.length === 0) return ["schema/operations holds no *.graphql file"];
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const names = new Map<string, string>();
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return findFileFaults(schema, new Source(text, `schema/operations/${file}`), names);
  });
}

function findFileFaults(schema: GraphQLSchema, source: Source, names: Map<string, string>): string[] {
  try {
    const document = parse(source);
    const invalid = validate(schema, document).map((error) => describe(error, source));
    const unnamed = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? findNameFault(definition.name?.value, source.name, names) : [],
    );
    return [...invalid, ...unnamed];
  } catch (error) {
    if (error instanceof GraphQLError) return [describe(error, source)];
    throw error;
  }
}

/** A saved operation is offered and counted by its name. */
function findNameFault(name: string | undefined, file: string, names: Map<string, string>): string[] {
  if (!name) return [`${file} has an operation without a name`];
  const other = names.get(name);
  names.set(name, file);
  return other ? [`${file} saves an operation ${name}, as ${other} does`] : [];
}

function describe(error: GraphQLError, source: Source): string {
  return `${source.name}:${error.locations?.[0]?.line ?? 1} ${error.message}`;
}
