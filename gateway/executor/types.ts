import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { Row } from "./rows";

/** Which types are which, of the whole supergraph: what no caller may name is among them. */
export class Types {
  readonly #known = new Map<string, boolean>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** @param unnamed the answer where the row does not say what it is */
  isOf(row: Row, condition: string, unnamed: boolean): boolean {
    const name = row.__typename;
    return typeof name === "string" ? name === condition || this.#isSubtype(name, condition) : unnamed;
  }

  /** Whether it says of itself what it is, and not only which interface it has: a subgraph may know no more. */
  isConcrete(row: Row): boolean {
    return typeof row.__typename === "string" && isObjectType(this.schema.getType(row.__typename));
  }

  #isSubtype(name: string, condition: string): boolean {
    const key = `${name} ${condition}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const [type, wanted] = [this.schema.getType(name), this.schema.getType(condition)];
      const fits = isObjectType(type) || isInterfaceType(type);
      known = fits && isAbstractType(wanted) && this.schema.isSubType(wanted, type);
      // a subgraph that makes up names must not fill this
      if (type) this.#known.set(key, known);
    }
    return known;
  }
}
