/** Fields of one finding, any of which an operation may ask for: each of their 32,768 sets is a shape of its own. */
const FIELDS =
  "ordinal unitName title description focus category status statusAt liveStatus liveStatusAt version basis synthetic openedAt note".split(
    " ",
  );

/** @returns an operation of the i-th shape: over the directory and a tier, each with a plan of its own */
export function shapeOf(i: number): string {
  const asked = FIELDS.filter((_, bit) => (i >> bit) & 1).join(" ");
  return `{ region(code: "99") { name children { name countyFigures { total open } } } countyFindings(first: 2) { nodes { id ${asked} region { name } round { id title } target { id unitName } } } }`;
}
