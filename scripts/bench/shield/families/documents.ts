import type { Random } from "../../../random";
import type { Families } from "./family";

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(" ");
const region = (inside: string) => `{ region(code: "99") { ${inside} } }`;
const refused = true;

/** Twice the next one, down to the last. */
function doubling(count: number, used = true): string {
  const one = (i: number) => `fragment F${i} on Region { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`;
  return `${region(used ? "...F0" : "name")} ${times(count, one)} fragment F${count} on Region { name }`;
}

/** Twice the next one and nothing else, down to one that is unknown, empty or leads back. */
function spreading(count: number, end: string): string {
  const one = (i: number) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`;
  return `{ viewer { person } ...F0 } ${times(count, one)} fragment F${count} on Query { ${end} }`;
}

const WORDS = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ":",
  "!",
  "$",
  "...",
  "@",
  "|",
  "query",
  "fragment",
  "on",
  "true",
  "null",
  "1e9",
  "a",
  '"x"',
  '"""',
];

function soup(random: Random): string {
  return times(random.int(1, 400), () => random.one(WORDS));
}

/** Requests whose text is the weapon. */
export const documentFamilies: Families = {
  "alias bomb": [
    30,
    (random) => ({ query: `{ ${times(random.int(31, 1_500), (i) => `a${i}: viewer { person }`)} }`, refused }),
  ],
  "alias bomb over tiers": [
    20,
    (random) => ({ query: region(times(random.int(31, 500), (i) => `a${i}: countyFigures { total }`)), refused }),
  ],
  "aliases within the limit": [
    15,
    (random) => ({ query: region(times(random.int(1, 29), (i) => `a${i}: countyFigures { total open }`)) }),
  ],
  "fragments that double": [20, (random) => ({ query: doubling(random.int(9, 58)), refused })],
  "fragments that double and nobody uses": [10, (random) => ({ query: doubling(random.int(5, 58), false), refused })],
  "spreads that double": [
    20,
    (random) => {
      const end = random.one(["...nothing", "__typename", "...F0", "... { ...nothing }", "...nothing @skip(if: true)"]);
      return { query: spreading(random.int(11, 58), end), refused };
    },
  ],
  "fragments in a circle": [
    15,
    (random) => {
      const count = random.int(1, 40);
      const next = (i: number) => `fragment F${i} on Region { parent { ...F${(i + 1) % count} } }`;
      return { query: `${region("...F0")} ${times(count, next)}`, refused };
    },
  ],
  "many fragments": [
    10,
    (random) => ({
      query: `${region("...F0")} ${times(random.int(61, 800), (i) => `fragment F${i} on Region { name }`)}`,
      refused,
    }),
  ],
  "directive bomb": [
    20,
    (random) => ({ query: region(`name ${"@include(if: true) ".repeat(random.int(41, 900))}`), refused }),
  ],
  "unknown directives": [
    10,
    (random, _, value) => ({
      query: region(`name ${times(random.int(1, 40), (i) => `@x${i}(a: "${value}")`)}`),
      refused,
    }),
  ],
  "deep selection": [
    20,
    (random) => ({ query: region(`${"parent { ".repeat(random.int(20, 2_000))}name${" }".repeat(20)}`), refused }),
  ],
  "deep selection that is whole": [
    15,
    (random) => {
      const depth = random.int(20, 900);
      return { query: region(`${"parent { ".repeat(depth)}name${" }".repeat(depth)}`), refused };
    },
  ],
  "deep literal": [10, (random) => ({ query: `{ region(code: ${"[".repeat(random.int(50, 5_000))}`, refused })],
  "equal fields": [20, (random) => ({ query: region("parent { name code } ".repeat(random.int(60, 1_500))), refused })],
  "equal fields in fragments": [
    10,
    (random) => ({
      query: `${region("...F ".repeat(random.int(100, 1_500)))} fragment F on Region { name code level }`,
      refused,
    }),
  ],
  "wide selection": [10, (random) => ({ query: region(times(random.int(601, 1_900), () => "name")), refused })],
  "very many words": [10, (random) => ({ query: `{ ${"viewer ".repeat(random.int(6_001, 100_000))} }`, refused })],
  "a long comment": [
    5,
    (random) => ({ query: `{ viewer { person } } #${"x".repeat(random.int(60_000, 3_000_000))}`, refused }),
  ],
  "a long name": [
    15,
    (random) => ({
      query: random.one([`{ ${"a".repeat(random.int(201, 59_000))} }`, region("a".repeat(random.int(201, 59_000)))]),
      refused,
    }),
  ],
  "a long text": [
    5,
    (random, _, value) => ({ query: `{ region(code: "${value}${"9".repeat(random.int(10_000, 50_000))}") { name } }` }),
  ],
  "a huge page": [
    15,
    (random) => ({
      query: `{ countyFindings(first: ${random.int(300_000, 2_000_000_000)}) { nodes { id title } } }`,
      refused,
    }),
  ],
  "pages in pages": [
    10,
    (random) => ({
      query: `{ countyOffice(code: "990101") { rounds(first: ${random.int(60, 100)}) { nodes { targets(first: 100) { nodes { findings(first: 100) { nodes { id title } } } } } } } }`,
      refused,
    }),
  ],
  "a page of none or less": [
    10,
    (random) => ({ query: `{ countyFindings(first: ${-random.int(0, 2_000_000_000)}) { nodes { id } } }` }),
  ],
  "introspection by somebody who may not": [
    25,
    (random) => ({
      query: random.one([
        "{ __schema { types { name fields { name args { name type { name } } } } } }",
        `{ a${random.int(0, 999)}: __type(name: "CountyFinding") { fields { name } } }`,
        "{ viewer { person } ...F } fragment F on Query { ... on Query { __schema { queryType { name } } } }",
        `{ __schema { ${"types { fields { type { ".repeat(random.int(1, 3))}name${" } } }".repeat(3)} } }`,
      ]),
      refused,
    }),
  ],
  "what tiers and gateway speak": [
    5,
    (random) => ({
      query: random.one([
        "{ _service { sdl } }",
        '{ _entities(representations: [{__typename: "Region", code: "99"}]) { ... on Region { code } } }',
      ]),
      refused,
    }),
  ],
  "an unknown field": [
    20,
    (random, _, value) => ({
      query: region(`nam${random.one(["", "es", "ee"])} ${value.replaceAll("-", "_")}`),
      refused,
    }),
  ],
  "a literal of another type": [
    15,
    (random, _, value) => ({
      query: random.one([
        `{ region(code: {a: "${value}"}) { name } }`,
        `{ countyFindings(first: "${value}") { nodes { id } } }`,
        `{ countyFindings(filter: {liveStatus: ["${value}"]}) { nodes { id } } }`,
      ]),
      refused,
    }),
  ],
  "delivery in parts": [
    15,
    (random) => ({
      query: random.one([
        region("... @defer { name }"),
        region("children @stream(initialCount: 1) { name }"),
        `{ ...F @defer(label: "${random.int(0, 99)}") } fragment F on Query { viewer { person } }`,
      ]),
      refused,
    }),
  ],
  "a subscription": [5, (random) => ({ query: `subscription S${random.int(0, 99)} { viewer { person } }`, refused })],
  "names of prototypes": [
    15,
    (random) => ({
      query: `{ ${random.one(["__proto__", "constructor", "hasOwnProperty", "toString", "__defineGetter__"])}: viewer { person ${random.one(["constructor", "valueOf"])}: tier } }`,
    }),
  ],
  "a soup of words": [60, (random) => ({ query: soup(random), refused })],
};
