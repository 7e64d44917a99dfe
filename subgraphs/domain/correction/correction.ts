/** 更正 Correction: a value of the record that was wrong, or a step that was taken back. Both values stay, with who, when and why. */
export interface Correction {
  /** name of the field, as the API says it */
  field: string;
  from: string | null;
  /** null where nothing takes its place */
  to: string | null;
  /** instant, ISO 8601 in UTC */
  at: string;
  by: string;
  reason: string;
}

/** Who corrects, when and why. */
export type Correcting = Pick<Correction, "at" | "by" | "reason">;

/** What the record says of a change to some of its values: one correction for each that differs.
 * @param fields in the order in which they are told */
export function correctionsOf<Field extends string>(
  fields: readonly Field[],
  before: Readonly<Record<Field, string | null>>,
  after: Readonly<Partial<Record<Field, string | null>>>,
  why: Correcting,
): Correction[] {
  return fields.flatMap((field) => {
    const to = after[field];
    return to === undefined || to === before[field] ? [] : [{ field, from: before[field], to, ...why }];
  });
}
