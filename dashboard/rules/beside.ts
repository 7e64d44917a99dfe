const MARK = "beside.";

/** A sign-in by another window, known by its state when the issuer sends that window back. */
export function stateBeside(random: string): string {
  return MARK + random;
}

/** @param answer the query with which the issuer sent a window back */
export function isBeside(answer: string): boolean {
  return Boolean(new URLSearchParams(answer).get("state")?.startsWith(MARK));
}

/** Whose an ID token is: what one person has written is not sent by another. It came from the issuer itself, and is not verified here. */
export function personIn(idToken: string | undefined): string | undefined {
  const [, claims] = idToken?.split(".") ?? [];
  if (!claims) return undefined;
  const bytes = Uint8Array.from(atob(claims.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  return (JSON.parse(new TextDecoder().decode(bytes)) as { sub?: string }).sub;
}
