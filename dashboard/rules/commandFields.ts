import type { Lifecycle } from "./lifecycle";

/** One thing that a command asks for. */
export interface Field {
  /** where its value stands in the input: `hearing.body` */
  path: string;
  kind:
    | "words"
    | "line"
    | "day"
    | "exception"
    | "grade"
    | "focus"
    | "category"
    | "choice"
    | "choices"
    | "accounts"
    | "units";
  /** what it is called in the dictionary */
  name: FieldName;
  /** the platform refuses without it: the page marks it, and sends no form that lacks it */
  required: boolean;
  /** of words: how many characters, where that is fewer than usual */
  most?: number;
  /** of a choice: what is sent, and what it is called. Of several choices, accounts and units the value is their codes, a line for each */
  options?: readonly (readonly [code: string, label: string])[];
  /** what it is about, where several of one name stand below each other */
  about?: string;
}

type FieldName =
  | "reason"
  | "done"
  | "proof"
  | "reply"
  | "answer"
  | "exception"
  | "remark"
  | "on"
  | "title"
  | "description"
  | "focus"
  | "category"
  | "body"
  | "documentNumber"
  | "receiver"
  | "disposal"
  | "outcome"
  | "dueOn"
  | "enteredOn"
  | "reportedOn"
  | "heardOn"
  | "archivedOn"
  | "startsOn"
  | "endsOn"
  | "authorisedOn"
  | "term"
  | "ordinal"
  | "kind"
  | "mode"
  | "units"
  | "method"
  | "targets"
  | "persons"
  | "teamRole"
  | "validFrom"
  | "validTo"
  | "report"
  | "evaluation"
  | "expiresOn"
  | "copyTo"
  | "opinion"
  | "party"
  | "paperDocument"
  | "partyNames"
  | "partiesFrom"
  | "plan"
  | "measure"
  | "responsible"
  | "measureDueOn"
  | "planReviewedOn"
  | "reviewOpenedOn"
  | "evaluatedOn"
  | "continuedOn"
  | "completedOn";

export type Cycle =
  | "finding"
  | "target"
  | "round"
  | "rectification"
  | "disclosure"
  | "publication"
  | "order"
  | "supervision";

const field = (path: string, kind: Field["kind"], name: FieldName, required = false): Field => ({
  path,
  kind,
  name,
  required,
});

/** Why, as most steps back ask it. */
export const REASON = field("note", "words", "reason", true);

const TEXT = [
  field("text.title", "line", "title", true),
  field("text.description", "words", "description"),
  field("text.focus", "focus", "focus", true),
  field("text.category", "category", "category", true),
];
const HEARING = [
  field("hearing.body", "line", "body", true),
  field("hearing.documentNumber", "line", "documentNumber", true),
];
const CORRECTED_TARGET = (["enteredOn", "reportedOn", "heardOn", "archivedOn"] as const).map((name) =>
  field(`correction.${name}`, "day", name),
);
const CORRECTED_ROUND = [
  field("correction.title", "line", "title"),
  ...(["startsOn", "endsOn", "authorisedOn"] as const).map((name) => field(`correction.${name}`, "day", name)),
  field("correction.documentNumber", "line", "documentNumber"),
];
/** The unit's own days are not the office's to put right. */
const CORRECTED_RECTIFICATION = (
  ["planReviewedOn", "reviewOpenedOn", "evaluatedOn", "continuedOn", "completedOn"] as const
).map((name) => field(`correction.${name}`, "day", name));
const CORRECTED: Partial<Record<Cycle, readonly Field[]>> = {
  round: CORRECTED_ROUND,
  target: CORRECTED_TARGET,
  rectification: CORRECTED_RECTIFICATION,
};

/** What a command needs is known by the refusals that answer where it is missing. */
export function fieldsBehind(refusal: string, cycle: Cycle, isCorrection: boolean): readonly Field[] {
  switch (refusal) {
    case "REASON_REQUIRED":
      return [cycle === "publication" ? { ...REASON, path: "reason" } : REASON];
    case "PROOF_REQUIRED":
      return [field("note", "words", "proof", true)];
    case "REPLY_REQUIRED":
      return [field("note", "words", "reply", true)];
    case "ANSWER_REQUIRED":
      return [field("note", "words", "answer", true)];
    case "DIRECT_REPORT_REASON_REQUIRED":
      return [field("exception", "exception", "exception", true), field("note", "words", "remark")];
    case "TEXT_REQUIRED":
      return TEXT;
    case "HEARING_REQUIRED":
      return HEARING;
    case "DOCUMENT_REQUIRED":
      return [field("documentNumber", "line", "documentNumber", true)];
    case "ORDER_DUE_PASSED":
      return [field("dueOn", "day", "dueOn")];
    case "UNIT_NOT_ATTESTED":
      return [
        field("feedback.documentNumber", "line", "documentNumber"),
        field("feedback.expiresOn", "day", "expiresOn"),
        field("feedback.copyTo", "units", "copyTo"),
      ];
    case "REPORT_REQUIRED":
      return [field("report", "words", "report", true)];
    case "EVALUATION_REQUIRED":
      return [field("evaluation", "grade", "evaluation", true)];
    case "NOTHING_CORRECTED":
      return CORRECTED[cycle] ?? [];
    // what is put right has its own day
    case "DATE_IN_FUTURE":
      return isCorrection ? [] : [field("on", "day", "on")];
    default:
      return [];
  }
}

/** An answer to an objection, and a feedback that is withdrawn, have the document of who decided. */
const DOCUMENTED = ["UPHOLD", "CORRECT", "WITHDRAW", "WITHDRAW_FEEDBACK"];

/** What a form for a command asks for, by the table of the life cycle. */
export function fieldsOf(cycle: Cycle, { steps }: Lifecycle, status: string, command: string): Field[] {
  const step = steps.find((each) => each.from === status && each.command === command);
  const requires = step?.requires ?? [];
  const isCorrection = requires.includes("NOTHING_CORRECTED");
  const asked = requires.flatMap((refusal) => fieldsBehind(refusal, cycle, isCorrection));
  const isDocumented =
    (cycle === "finding" && DOCUMENTED.includes(command)) || (cycle === "target" && command === "WITHDRAW_FEEDBACK");
  if (isDocumented) asked.push(field("documentNumber", "line", "documentNumber"));
  const order = (one: Field) => (one.required ? 0 : 1);
  return [...new Map(asked.map((one) => [one.path, one])).values()].sort((a, b) => order(a) - order(b));
}

/** 整改方案: a text, and a measure for each finding that is not settled. */
export function fieldsOfPlan(findings: readonly { id: string; name: string }[]): Field[] {
  return [
    field("plan.text", "words", "plan", true),
    ...findings.flatMap(({ id, name: about }) => [
      { ...field(`plan.measures.${id}.text`, "words", "measure", true), about },
      { ...field(`plan.measures.${id}.responsible`, "line", "responsible", true), about },
      { ...field(`plan.measures.${id}.dueOn`, "day", "measureDueOn", true), about },
    ]),
  ];
}

/** The plan as the platform reads it: its measures one after the other, each with its finding. */
export function planOf({ text, measures = {} }: { text?: string; measures?: Record<string, object> }): object {
  return { text, measures: Object.entries(measures).map(([findingId, measure]) => ({ findingId, ...measure })) };
}

/** What was chosen, of a value with a line for each. */
export function linesOf(value: unknown): string[] {
  return String(value ?? "")
    .split(/\s+/)
    .filter(Boolean);
}

/** The input that a form's values make; what was left empty is left out.
 * @param values by the paths of their fields */
export function inputOf(values: Readonly<Record<string, string>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    if (value.trim() === "") continue;
    const names = path.split(".");
    const last = names.pop() as string;
    const place = names.reduce<Record<string, unknown>>((at, name) => {
      at[name] ??= {};
      return at[name] as Record<string, unknown>;
    }, input);
    place[last] = value.trim();
  }
  return input;
}
