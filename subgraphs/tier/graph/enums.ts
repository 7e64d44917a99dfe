import { registerEnumType } from "type-graphql";

/** An enumeration of the graph: what each tier calls it, and its values, which are their own names. */
export function enumOf<const Names extends readonly string[]>(
  names: Names,
  told: { name: string; description: string; valuesConfig?: { [Name in Names[number]]?: { description: string } } },
): { [Name in Names[number]]: Name } {
  const values = Object.fromEntries(names.map((name) => [name, name])) as { [Name in Names[number]]: Name };
  registerEnumType(values, told);
  return values;
}
