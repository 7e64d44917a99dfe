interface Asked {
  path: string;
  required?: boolean;
}

/** What a form needs and has not: its required fields that are empty, in the order of the form.
 * @param values by the paths of their fields */
export function missingIn<Field extends Asked>(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): Field[] {
  return fields.filter(({ path, required }) => required && !values[path]?.trim());
}

/** Which field of a form the platform means: of `input.plan.measures.1.dueOn` the day of the second measure. Where the input has it deeper
 * than the form, its last name tells. */
export function fieldMeant<Field extends Asked>(path: string, fields: readonly Field[]): Field | undefined {
  const alike = fields.filter((field) => shapeOf(field.path) === shapeOf(path));
  const place = Number(path.split(".").find(isPlace) ?? 0);
  return alike[place] ?? alike[0] ?? fields.find((field) => lastOf(field.path) === lastOf(path));
}

/** Without what says which one of several it is. */
function shapeOf(path: string): string {
  return path
    .split(".")
    .filter((part) => part !== "input" && !isPlace(part) && !part.includes(":"))
    .join(".");
}

function isPlace(part: string): boolean {
  return /^\d+$/.test(part);
}

function lastOf(path: string): string | undefined {
  return shapeOf(path).split(".").pop();
}
