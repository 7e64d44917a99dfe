/** Data of an answer that is JSON already. */
export class Written {
  constructor(readonly json: Buffer) {}

  /** For whoever looks into an answer before it is sent. */
  toJSON(): unknown {
    return JSON.parse(this.json.toString());
  }
}

interface AnswerParts {
  errors?: unknown;
  data?: unknown;
  extensions?: unknown;
}

/** @returns the answer as JSON, errors first, as the specification advises */
export function writeAnswer({ errors, data, extensions }: AnswerParts): Buffer {
  const pieces: Buffer[] = [];
  const add = (name: string, json: Buffer) => {
    pieces.push(Buffer.from(`${pieces.length > 0 ? "," : "{"}"${name}":`), json);
  };
  if (errors !== undefined) add("errors", Buffer.from(JSON.stringify(errors)));
  if (data !== undefined) add("data", data instanceof Written ? data.json : Buffer.from(JSON.stringify(data)));
  if (extensions !== undefined) add("extensions", Buffer.from(JSON.stringify(extensions)));
  pieces.push(Buffer.from(pieces.length > 0 ? "}" : "{}"));
  return Buffer.concat(pieces);
}
