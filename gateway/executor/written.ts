/** Data of an answer that is JSON already. */
export class Written {
  constructor(readonly json: string) {}

  /** For whoever looks into an answer before it is sent. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

interface AnswerParts {
  errors?: unknown;
  data?: unknown;
  extensions?: unknown;
}

/** @returns the answer as JSON, errors first, as the specification advises */
export function stringifyAnswer({ errors, data, extensions }: AnswerParts): string {
  const parts = [
    ...(errors === undefined ? [] : [`"errors":${JSON.stringify(errors)}`]),
    ...(data === undefined ? [] : [`"data":${data instanceof Written ? data.json : JSON.stringify(data)}`]),
    ...(extensions === undefined ? [] : [`"extensions":${JSON.stringify(extensions)}`]),
  ];
  return `{${parts.join(",")}}`;
}
