import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";

/** Numbers of no type: of what does not say what it is, and of what is nothing that the schema knows. */
export const UNNAMED = 0;
const UNKNOWN = 1;

/** Whether something is of a type.
 * @param type the number of its own
 * @param unnamed the answer where it does not say what it is */
type TypeTest = (type: number, unnamed: boolean) => boolean;

/** Which types are which, of the whole supergraph: what no caller may name is among them. */
export class Types {
  readonly #names: (string | undefined)[] = [undefined, undefined];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly schema: GraphQLSchema) {}

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    // a subgraph that makes up names must not fill this
    if (!this.schema.getType(name)) return UNKNOWN;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  nameOf(number: number): string | undefined {
    return this.#names[number];
  }

  /** @param condition name of a type */
  testFor(condition: string): TypeTest {
    const known: (boolean | undefined)[] = [undefined, false];
    return (type, unnamed) => {
      if (type === UNNAMED) return unnamed;
      known[type] ??= this.#isSubtype(this.nameOf(type) as string, condition);
      return known[type];
    };
  }

  /** Whether it says of itself what it is, and not only which interface it has: a subgraph may know no more. */
  isConcrete(type: number): boolean {
    const name = this.nameOf(type);
    return name !== undefined && isObjectType(this.schema.getType(name));
  }

  #isSubtype(name: string, condition: string): boolean {
    if (name === condition) return true;
    const [type, wanted] = [this.schema.getType(name), this.schema.getType(condition)];
    const fits = isObjectType(type) || isInterfaceType(type);
    return fits && isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }
}
