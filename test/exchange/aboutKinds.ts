/** The suites about what is exchanged; the others are about how. */
const ABOUT_KINDS = ["clues", "orders", "parcel", "releases"];

export function isAboutKinds(suite: string): boolean {
  return ABOUT_KINDS.includes(suite);
}
