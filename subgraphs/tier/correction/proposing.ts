import { type Correcting, type Correction, correctionsOf } from "../../domain/correction/correction";
import { badField } from "../graph/errors";

type Values = Readonly<Partial<Record<string, string | null>>>;

/** What a correction names of an object: what is left out stays, null takes away what the object may be without.
 * @throws BAD_USER_INPUT where it would take away what every such object has */
export function valuesNamed<Field extends string>(
  fields: readonly Field[],
  toClear: readonly string[],
  correction: Readonly<Partial<Record<Field, string | null>>> | null | undefined,
): Partial<Record<Field, string | null>> {
  const named = fields.filter((field) => correction?.[field] !== undefined);
  const needed = named.find((field) => correction?.[field] === null && !toClear.includes(field));
  if (needed) throw badField(`input.correction.${needed}`, "REQUIRED");
  const values = named.map((field) => [field, correction?.[field] ?? null] as const);
  return Object.fromEntries(values) as Partial<Record<Field, string | null>>;
}

/** What can be corrected at once, or proposed by one and decided by another. */
interface Correctable {
  proposal: (Correcting & { values: Values }) | null;
  corrections: Correction[];
}

/** What a step of a correction makes of an object: undefined of every other step. Both values stay.
 * @param values those of the step, or those that were proposed */
export function correctedBy<Field extends string>(
  command: string,
  before: Correctable & Readonly<Record<Field, string | null>>,
  fields: readonly Field[],
  values: Partial<Record<Field, string | null>>,
  step: Correcting,
): Partial<Correctable> | undefined {
  switch (command) {
    case "REJECT_CORRECTION":
      return { proposal: null };
    case "PROPOSE_CORRECTION":
      return { proposal: { ...step, values } };
    case "CORRECT":
    case "APPROVE_CORRECTION": {
      // who proposed says why; who decides may say more
      const reason = [before.proposal?.reason, step.reason].filter(Boolean).join("；");
      const made = correctionsOf(fields, before, values, { ...step, reason });
      return { ...values, proposal: null, corrections: [...before.corrections, ...made] };
    }
    default:
      return undefined;
  }
}
