import type { ValidationError } from "class-validator";
import { Validator } from "class-validator/cjs/validation/Validator";
import type { ResolverData } from "type-graphql";
import { type FieldFault, type FieldReason, faultAt } from "../../../schema/contract/fieldReasons";
import { UNSEEN } from "../../../schema/contract/unseen";
import { badInput } from "./errors";

const VALIDATOR = new Validator();
const OPTIONS = { skipMissingProperties: true, forbidUnknownValues: false };
const ZERO = "\u0000";
const HALF_CHARACTER = /\p{Surrogate}/u;
/** Control characters beside line feed and tab, and what turns the direction of the text around it. */
const UNSEEN_COMMAND = /(?![\n\r\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[^\p{Z}\p{C}]/u;

/** Checks an argument by the decorators of its class, and each text for what no column takes.
 * @throws BAD_USER_INPUT with the path of each bad field, never with its value */
export async function validateArgument(value: unknown, _type: unknown, { args }: ResolverData): Promise<void> {
  const faults = findBadCharacters(args, "");
  // an arguments class has the arguments as its fields; a mutation's `input` is one of them
  if (isObject(value))
    faults.push(...faultsOf(await VALIDATOR.validate(value, OPTIONS), "input" in args ? "input." : ""));
  if (faults.length) throw badInput(...faults);
}

function findBadCharacters(value: unknown, path: string): FieldFault[] {
  if (typeof value === "string") {
    if (value.includes(ZERO)) return [faultAt(path, "ZERO_CHARACTER")];
    if (HALF_CHARACTER.test(value)) return [faultAt(path, "HALF_CHARACTER")];
    if (UNSEEN_COMMAND.test(value)) return [faultAt(path, "CONTROL_CHARACTER")];
    if (UNSEEN.test(value)) return [faultAt(path, "UNSEEN_CHARACTER")];
    return value === "" || VISIBLE.test(value) ? [] : [faultAt(path, "NOTHING_VISIBLE")];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => findBadCharacters(part, path ? `${path}.${name}` : name));
}

/** `input.findings.3.title`, each with what it should be. */
function faultsOf(errors: readonly ValidationError[], prefix: string): FieldFault[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = prefix + property;
    // the sentences of ./rules, which has them from the registry
    const own = Object.values(constraints).map((reason) => ({ path, reason: reason as FieldReason }));
    return [...own, ...faultsOf(children, `${path}.`)];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
