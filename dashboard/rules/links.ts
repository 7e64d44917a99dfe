/** An object's id is `county:…`, with nothing in it that an address would have to hide. */
export function findingLink(id: string): string {
  return `/findings/${id}`;
}

export function roundLink(id: string): string {
  return `/rounds/${id}`;
}

/** The rounds of an office, where somebody enters for it. */
export function bookLink(office: string): string {
  return `/rounds?office=${office}`;
}

/** @returns the office whose book an address is about; none: the own one's */
export function bookIn(search: string): string | undefined {
  const office = new URLSearchParams(search).get("office") ?? "";
  return /^\d{2,6}$/.test(office) ? office : undefined;
}

export function targetLink(id: string): string {
  return `/targets/${id}`;
}

/** @param part of the address, as somebody's mail program may have written it
 * @returns the id; empty where it is none */
export function idIn(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return "";
  }
}
