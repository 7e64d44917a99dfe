import type { DocumentNode } from "graphql";
import { nameWithoutTier, type TierOfRows } from "../rules/tiers";

/** A saved operation: the page sends the hash of its file and its name, never a text of its own, so that a site may answer
 * saved operations alone. */
export interface SavedOperation<Data, Variables> {
  kind: "query" | "mutation" | "subscription";
  name: string;
  /** of the file's text */
  hash: string;
  /** for the types alone */
  __types?: (variables: Variables) => Data;
}

/** The same question in the names of each tier: the answers differ in the names of the root fields, which are without the
 * tier's name in what the page reads (`countyFindings`, `cityFindings`: `findings`). */
export interface TieredOperation<Data, Variables> {
  of: Partial<Record<TierOfRows, SavedOperation<Data, Variables>>>;
}

/** What urql takes for a document. There is no text behind it; the name tells one from another. */
export function documentOf({ kind, name }: { kind: string; name: string }): DocumentNode {
  const known = documents.get(name);
  if (known) return known;
  const selection = { kind: "Field", name: { kind: "Name", value: "__typename" } };
  const definition = {
    kind: "OperationDefinition",
    operation: kind,
    name: { kind: "Name", value: name },
    selectionSet: { kind: "SelectionSet", selections: [selection] },
  };
  const made = { kind: "Document", definitions: [definition] } as unknown as DocumentNode;
  documents.set(name, made);
  return made;
}

const documents = new Map<string, DocumentNode>();

/** The names of root fields without the tier's. */
export type WithoutTier<Data> = { [Field in keyof Data as WithoutTierName<Field>]: Data[Field] };

type WithoutTierName<Field> = Field extends `${"province" | "city" | "county"}${infer Rest}`
  ? Rest extends Capitalize<Rest>
    ? Uncapitalize<Rest>
    : Field
  : Field extends `${infer Verb}${"Province" | "City" | "County"}${infer Rest}`
    ? `${Verb}${Rest}`
    : Field;

export function withoutTier<Data extends object>(data: Data): WithoutTier<Data> {
  const entries = Object.entries(data).map(([field, value]) => [nameWithoutTier(field), value]);
  return Object.fromEntries(entries) as WithoutTier<Data>;
}
