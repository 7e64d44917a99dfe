import { startsAt } from "../executor/json";
import type { Stored } from "../executor/replies";
import type { Row } from "../executor/rows";
import type { Question } from "../executor/run";
import type { SubgraphError } from "./subgraphErrors";

interface ParsedReply {
  data?: Row | null;
  errors?: SubgraphError[];
}

/** Data and nothing else, which are in the store of whoever asked; or all that was said. */
export type TierReply = { data: Stored; errors?: undefined } | ParsedReply;

const DATA = Buffer.from('{"data":');
const [CLOSE, BLANK] = [0x7d, 0x20];

/** @param question that it answers
 * @returns undefined where it is no GraphQL response */
export function readReply(body: Buffer, question: Pick<Question, "read">): TierReply | undefined {
  const data = dataAlone(body, question);
  return data ? { data } : readAll(body.toString());
}

/** Nearly every answer has data and nothing else. */
function dataAlone(body: Buffer, question: Pick<Question, "read">): Stored | undefined {
  let end = body.length - 1;
  while ((body[end] as number) <= BLANK) end--;
  if (body[end] !== CLOSE || !startsAt(body, 0, DATA)) return undefined;
  return question.read(body, DATA.length, end);
}

/** @returns undefined where it is no GraphQL response */
export function readAll(text: string): ParsedReply | undefined {
  try {
    const reply = JSON.parse(text) as ParsedReply | null;
    if (typeof reply !== "object" || reply === null) return undefined;
    const { data, errors } = reply;
    const fits = (data === undefined || typeof data === "object") && (errors === undefined || Array.isArray(errors));
    return fits && (data || errors?.length) ? reply : undefined;
  } catch {
    return undefined;
  }
}
