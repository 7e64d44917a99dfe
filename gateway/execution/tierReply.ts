import { readCompact } from "../executor/reading";
import { isRow, type Row } from "../executor/rows";
import { startsAt } from "../executor/text";
import type { SubgraphError } from "./subgraphErrors";

export interface TierReply {
  data?: Row | null;
  errors?: SubgraphError[];
}

const DATA = Buffer.from('{"data":');
const [CLOSE, BLANK] = [0x7d, 0x20];

/** @returns undefined where it is no GraphQL response */
export function readReply(body: Buffer): TierReply | undefined {
  const data = dataAlone(body);
  return data ? { data } : readAll(body.toString());
}

/** Nearly every answer has data and nothing else. */
function dataAlone(body: Buffer): Row | undefined {
  let end = body.length - 1;
  while ((body[end] as number) <= BLANK) end--;
  if (body[end] !== CLOSE || !startsAt(body, 0, DATA)) return undefined;
  const data = readCompact(body, DATA.length, end);
  return isRow(data) ? data : undefined;
}

function readAll(text: string): TierReply | undefined {
  try {
    const reply = JSON.parse(text) as TierReply | null;
    if (typeof reply !== "object" || reply === null) return undefined;
    const { data, errors } = reply;
    const fits = (data === undefined || typeof data === "object") && (errors === undefined || Array.isArray(errors));
    return fits && (data || errors?.length) ? reply : undefined;
  } catch {
    return undefined;
  }
}
