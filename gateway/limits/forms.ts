import {
  type DocumentNode,
  type GraphQLSchema,
  getNullableType,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { Bounded } from "../../schema/process/bounded";
import { type Literal, textWith, type Words, written } from "./words";

/** An operation with variables in the place of its literals: many texts ask for it. */
export interface Form {
  text: string;
  /** the values of those variables */
  literals: Record<string, string | number>;
}

/** What becomes of the literals of one shape: for each the type of its variable, undefined where it stays. */
type Slots = readonly (string | undefined)[];

/** Of shapes, each with its slots: some 2 MB. */
const KEPT_CHARACTERS = 500_000;
const PREFIX = "_literal";
/** Where the variables of an operation are declared: behind its name, and before those that it has. */
const HEAD = /^query(?: \w+)?(\(?)/;
const MOST_INT = 2 ** 31 - 1;
/** Nobody writes out more by hand; each makes the form's text longer, which is to be read within the same limits. */
const MOST_LITERALS = 50;

/** Finds one operation for all texts that differ in spaces, comments and literals: what was parsed, validated and planned for
 * one of them serves all. A literal becomes a variable where its type is one of GraphQL's own, of which is known here which values
 * fit; nobody hears of these variables, because an operation that has any fault is carried out as it was sent. */
export class Forms {
  readonly #slots = new Bounded<Slots | "NONE">(KEPT_CHARACTERS);

  /** @returns undefined where no text of this shape was seen yet, or it is to be carried out as it was sent */
  find(words: Words): Form | undefined {
    const slots = this.#slots.find(words.shape);
    return slots && slots !== "NONE" ? formOf(words, slots) : undefined;
  }

  /** @param document of the words, within all limits
   * @returns the form with its tree, which is valid; undefined where it is to be carried out as it was sent */
  learn(words: Words, document: DocumentNode, schema: GraphQLSchema): (Form & { document: DocumentNode }) | undefined {
    if (this.#slots.find(words.shape) === "NONE") return undefined;
    const slots = isPlainQuery(document) ? slotsOf(words, document, schema) : undefined;
    const form = slots && formOf(words, slots);
    // an operation that is valid is never told where in its text something stands, and places take as much memory as all else
    const tree = form && parse(form.text, { noLocation: true });
    const isValid = tree && validate(schema, tree, undefined, { maxErrors: 1 }).length === 0;
    // a number that is too large says nothing about the shape
    if (!slots || (form && !isValid)) this.#slots.keep(words.shape, "NONE", words.shape.length);
    if (!isValid) return undefined;
    this.#slots.keep(words.shape, slots as Slots, words.shape.length);
    return { ...form, document: tree };
  }

  clear(): void {
    this.#slots.clear();
  }
}

/** One that reads, and stands first, with nothing in front that describes it. */
function isPlainQuery({ definitions: [first, ...others] }: DocumentNode): boolean {
  return (
    first?.kind === Kind.OPERATION_DEFINITION &&
    first.operation === OperationTypeNode.QUERY &&
    !first.description &&
    others.every(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  );
}

/** In the order of the text, in which its tree is visited too. */
function slotsOf({ shape, literals }: Words, document: DocumentNode, schema: GraphQLSchema): Slots | undefined {
  if (literals.length > MOST_LITERALS || shape.includes(PREFIX)) return undefined;
  const slots: (string | undefined)[] = [];
  const types = new TypeInfo(schema);
  let fixed = 0;
  const keepInside = { enter: () => void fixed++, leave: () => void fixed-- };
  const look = () => void slots.push(fixed ? undefined : typeOfVariable(types, literals[slots.length]));
  visit(
    document,
    visitWithTypeInfo(types, {
      // conditions are part of a plan, and defaults of a declaration
      Directive: keepInside,
      VariableDefinition: keepInside,
      IntValue: { enter: look },
      StringValue: { enter: look },
    }),
  );
  return slots.length === literals.length ? slots : undefined;
}

function typeOfVariable(types: TypeInfo, literal: Literal | undefined): string | undefined {
  const type = types.getInputType();
  const name = String(getNullableType(type));
  const fits = literal?.kind === "INT" ? ["Int", "ID"] : ["String", "ID"];
  return fits.includes(name) ? String(type) : undefined;
}

/** @returns undefined where a number does not fit */
function formOf({ parts, literals }: Words, slots: Slots): Form | undefined {
  const values: Form["literals"] = {};
  const inside: string[] = [];
  let declared = "";
  for (const [i, literal] of literals.entries()) {
    const type = slots[i];
    const isNumber = literal.kind === "INT" && type?.startsWith("Int");
    if (isNumber && !(Math.abs(Number(literal.value)) <= MOST_INT)) return undefined;
    if (type) {
      const name = PREFIX + i;
      values[name] = isNumber ? Number(literal.value) : literal.value;
      declared += `$${name}:${type} `;
    }
    inside.push(type ? `$${PREFIX}${i}` : written(literal));
  }
  const text = textWith(parts, inside);
  return { text: declared ? declaring(text, declared) : text, literals: values };
}

function declaring(text: string, declared: string): string {
  const [head = "", bracket] = HEAD.exec(text) ?? [];
  if (!head) return `query(${declared})${text}`;
  return `${head}${bracket ? declared : `(${declared})`}${text.slice(head.length)}`;
}
