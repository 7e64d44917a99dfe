import { isId } from "./ids";

/** A keyset cursor: the sort key of the last row, opaque to the caller. */
export interface PageKey {
  /** instant with microseconds as PostgreSQL writes it in UTC: 2026-03-01T02:03:04.567890Z */
  at: string;
  id: string;
}

const AT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export function encodeCursor(key: PageKey): string {
  return Buffer.from(JSON.stringify([key.at, key.id])).toString("base64url");
}

function isInstant(at: string): boolean {
  return AT.test(at) && new Date(at).toJSON()?.slice(0, 23) === at.slice(0, 23);
}

/** @returns undefined where the text was not made by `encodeCursor` */
export function decodeCursor(cursor: string): PageKey | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(parts) || parts.length !== 2) return undefined;
    const [at, id] = parts as unknown[];
    return typeof at === "string" && typeof id === "string" && isInstant(at) && isId(id) ? { at, id } : undefined;
  } catch {
    return undefined;
  }
}
