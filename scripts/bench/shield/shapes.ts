/** Fields of one finding, any of which an operation may ask for: each of their 32,768 sets is a shape of its own. */
const FIELDS =
  "ordinal unitName title description focus category status statusAt liveStatus liveStatusAt version basis synthetic openedAt note".split(
    " ",
  );

/** @returns an operation of the i-th shape: over the directory and a tier, each with a plan of its own */
export function shapeOf(i: number, first = 2): string {
  const asked = FIELDS.filter((_, bit) => (i >> bit) & 1).join(" ");
  return `{ region(code: "99") { name children { name countyFigures { total open } } } countyFindings(first: ${first}) { nodes { id ${asked} region { name } round { id title } target { id unitName } } } }`;
}

/** What the gateway answers by itself. */
const DIRECTORY_FIELDS = [
  ...["name", "level", "pathName", "parent { code }", "parent { name }", "ancestors { code }"],
  ...["ancestors { name }", "children { code }", "children { name }", "children { level }"],
];
const CODES = ["99", "9901", "990101", "990102", "990103", "990101001", "990101002", "990101003"];
/** Of so many shapes one asks a tier. */
const TIER_EVERY = 25;

/** @returns the i-th text over so many shapes: no two are equal, in what they write out, their spaces and their comments */
export function textOf(i: number, shapes: number): string {
  const shape = i % shapes;
  const turn = (i - shape) / shapes;
  if (shape % TIER_EVERY === 0) return `${shapeOf(shape, 1 + (turn % 3))} #${i}`;
  const asked = DIRECTORY_FIELDS.filter((_, bit) => (shape >> bit) & 1).join(turn % 2 ? " " : ",\n");
  const [one, other] = [CODES[turn % CODES.length], CODES[Math.floor(turn / CODES.length) % CODES.length]];
  return `{ regions(codes: ["${one}", "${other}"]) { code ${asked} } } # ${i}`;
}
