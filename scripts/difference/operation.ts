import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  isUnionType,
} from "graphql";
import { Random } from "../random";
import { COLOURS, UNASKED } from "./model";

export interface Drawn {
  text: string;
  variables: Record<string, unknown>;
}

/** More conditions are more plans and writers for the same operation. */
const MOST_CONDITIONS = 3;
const DEEPEST = 5;
/** Names that every object seems to have. */
const TREACHEROUS = ["__proto__", "constructor", "toString"];

/** Draws an operation over the schema that callers see. Not each is valid: two fields of one name may differ. */
export function drawOperation(schema: GraphQLSchema, seed: number): Drawn {
  return new Drawing(schema, new Random(seed)).operation();
}

class Drawing {
  readonly #definitions: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: { name: string; text: string; type: string }[] = [];
  #conditions = 0;
  #arguments = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {}

  operation(): Drawn {
    const mutation = this.schema.getMutationType();
    const isMutation = mutation && this.random.chance(0.15);
    const root = (isMutation ? mutation : this.schema.getQueryType()) as GraphQLCompositeType;
    const selection = this.#selection(root, 0);
    const variables = this.#definitions.length > 0 ? `(${this.#definitions.join(", ")})` : "";
    const fragments = this.#fragments.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`);
    const text = [`${isMutation ? "mutation" : "query"} Drawn${variables} ${selection}`, ...fragments].join("\n");
    return { text, variables: this.#variables };
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const count = this.random.int(1, depth > 3 ? 2 : 4);
    const parts = Array.from({ length: count }, () => this.#part(type, depth));
    return `{ ${parts.join(" ")} }`;
  }

  #part(type: GraphQLCompositeType, depth: number): string {
    const kind = this.random.next();
    if (kind < 0.1) return `${this.#alias("type")}__typename${this.#condition()}`;
    if (kind < 0.3 && depth < DEEPEST) return this.#inline(type, depth);
    if (kind < 0.38 && depth < DEEPEST) return this.#spread(type, depth);
    if (isUnionType(type)) return this.#inline(type, depth);
    const fields = Object.values(type.getFields()).filter(
      ({ name, type }) => !name.startsWith(UNASKED) && (depth < DEEPEST || !isCompositeType(getNamedType(type))),
    );
    return fields.length > 0 ? this.#field(this.random.one(fields), depth) : "__typename";
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : "";
    return `${this.#alias(field.name)}${field.name}${this.#given(field.args)}${this.#condition()}${below}`;
  }

  #inline(type: GraphQLCompositeType, depth: number): string {
    const on = this.#narrower(type);
    const condition = on === type && this.random.chance(0.3) ? "" : ` on ${on.name}`;
    return `...${condition}${this.#condition()} ${this.#selection(on, depth + 1)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const fitting = this.#fragments.filter((fragment) => fragment.type === type.name);
    const known = fitting.length > 0 && this.random.chance(0.5) ? this.random.one(fitting) : undefined;
    if (known) return `...${known.name}${this.#condition()}`;
    const on = this.#narrower(type);
    const text = this.#selection(on, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, type: on.name, text });
    return `...${name}${this.#condition()}`;
  }

  /** The type itself, one that it may be, or one that it is as well. */
  #narrower(type: GraphQLCompositeType): GraphQLCompositeType {
    const objects = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [];
    const abstract = isObjectType(type) ? type.getInterfaces() : [];
    return this.random.one([type, ...objects, ...abstract]);
  }

  #alias(name: string): string {
    if (this.random.chance(0.85)) return "";
    return `${this.random.chance(0.2) ? this.random.one(TREACHEROUS) : `${this.random.one(["a", "b"])}_${name}`}: `;
  }

  #given(args: readonly GraphQLArgument[]): string {
    const given = this.random.some(args, 0.6).map((argument) => `${argument.name}: ${this.#valueFor(argument)}`);
    return given.length > 0 ? `(${given.join(", ")})` : "";
  }

  #valueFor({ type }: GraphQLArgument): string {
    const value = isListType(type)
      ? ["Book:1", "2"]
      : getNamedType(type).name === "Colour"
        ? this.random.one(COLOURS)
        : this.random.int(0, 2);
    if (this.random.chance(0.5)) return typeof value === "object" ? JSON.stringify(value) : String(value);
    const name = `v${this.#arguments++}`;
    const fallback = typeof value === "number" && this.random.chance(0.4) ? ` = ${value}` : "";
    this.#definitions.push(`$${name}: ${type}${fallback}`);
    if (!fallback || this.random.chance(0.5)) this.#variables[name] = this.random.chance(0.1) ? null : value;
    return `$${name}`;
  }

  #condition(): string {
    if (this.random.chance(0.88)) return "";
    const directive = this.random.one(["skip", "include"]);
    if (this.random.chance(0.3) || this.#conditions >= MOST_CONDITIONS)
      return ` @${directive}(if: ${this.random.chance(0.5)})`;
    const name = `c${this.#conditions++}`;
    const [fallback, value] = [this.random.chance(0.5), this.random.chance(0.5)];
    const hasFallback = this.random.chance(0.4);
    this.#definitions.push(`$${name}: Boolean!${hasFallback ? ` = ${fallback}` : ""}`);
    if (!hasFallback || this.random.chance(0.5)) this.#variables[name] = value;
    return ` @${directive}(if: $${name})`;
  }
}
