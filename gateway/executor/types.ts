import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { Row } from "./rows";

/** Whether a row is of a type.
 * @param unnamed the answer where the row does not say what it is */
type TypeTest = (row: Row, unnamed: boolean) => boolean;

/** Which types are which, of the whole supergraph: what no caller may name is among them. */
export class Types {
  constructor(private readonly schema: GraphQLSchema) {}

  /** @param condition name of a type */
  testFor(condition: string): TypeTest {
    const known = new Map<string, boolean>([[condition, true]]);
    return ({ __typename: name }, unnamed) => {
      if (typeof name !== "string") return unnamed;
      let is = known.get(name);
      if (is === undefined) {
        is = this.#isSubtype(name, condition);
        // a subgraph that makes up names must not fill this
        if (this.schema.getType(name)) known.set(name, is);
      }
      return is;
    };
  }

  /** Whether it says of itself what it is, and not only which interface it has: a subgraph may know no more. */
  isConcrete(row: Row): boolean {
    return typeof row.__typename === "string" && isObjectType(this.schema.getType(row.__typename));
  }

  #isSubtype(name: string, condition: string): boolean {
    const [type, wanted] = [this.schema.getType(name), this.schema.getType(condition)];
    const fits = isObjectType(type) || isInterfaceType(type);
    return fits && isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }
}
