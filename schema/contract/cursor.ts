import { isId } from "./ids";

/** A keyset cursor: the sort key of the last row, opaque to the caller. */
export interface PageKey {
  /** instant with microseconds as PostgreSQL writes it in UTC: 2026-03-01T02:03:04.567890Z */
  at: string;
  id: string;
  /** by what else than the usual the list is sorted: in a list that is sorted otherwise the place means nothing */
  sort?: string;
}

const AT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const SORT = /^[A-Z]{1,20}$/;

export function encodeCursor({ at, id, sort }: PageKey): string {
  return Buffer.from(JSON.stringify(sort ? [at, id, sort] : [at, id])).toString("base64url");
}

function isInstant(at: string): boolean {
  return AT.test(at) && new Date(at).toJSON()?.slice(0, 23) === at.slice(0, 23);
}

/** @returns undefined where the text was not made by `encodeCursor` */
export function decodeCursor(cursor: string): PageKey | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(parts) || parts.length < 2 || parts.length > 3) return undefined;
    const [at, id, sort] = parts as unknown[];
    if (typeof at !== "string" || typeof id !== "string" || !isInstant(at) || !isId(id)) return undefined;
    if (sort === undefined) return { at, id };
    return typeof sort === "string" && SORT.test(sort) ? { at, id, sort } : undefined;
  } catch {
    return undefined;
  }
}
