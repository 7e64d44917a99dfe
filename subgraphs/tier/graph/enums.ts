/** A TypeScript enum object from a list of names, as `registerEnumType` wants it. */
export function enumOf<const Names extends readonly string[]>(names: Names): { [Name in Names[number]]: Name } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [Name in Names[number]]: Name };
}
