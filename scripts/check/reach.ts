import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { TIER_NAMES } from "../../schema/contract/tier";

/** Where only saved operations are answered, what none of them asks for is out of reach: each question, each mutation and each subscription of
 * each tier's schema has to be the root field of one.
 * @returns one line per field that no saved operation reaches */
export function findUnreached(root: string): string[] {
  const reached = reachedIn(join(root, "schema/operations"));
  return TIER_NAMES.flatMap((tier) => {
    const file = `schema/${tier}.graphql`;
    return rootFieldsOf(readFileSync(join(root, file), "utf8"))
      .filter((field) => !reached.has(field))
      .map((field) => `${file}: no saved operation reaches ${field}`);
  });
}

/** `mutation moveCityFindings` */
function reachedIn(folder: string): Set<string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".graphql")) : [];
  const operations = files.flatMap((file) =>
    parse(readFileSync(join(folder, file), "utf8")).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
    ),
  );
  return new Set(
    operations.flatMap(({ operation, selectionSet }) =>
      selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? `${operation} ${field.name.value}` : [])),
    ),
  );
}

function rootFieldsOf(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((definition) => {
    const isType = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isType || !["Query", "Mutation", "Subscription"].includes(definition.name.value)) return [];
    const operation = definition.name.value.toLowerCase();
    return (definition.fields ?? []).map(({ name }) => `${operation} ${name.value}`);
  });
}
