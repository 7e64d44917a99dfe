import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Supergraph } from "@apollo/federation-internals";
import { type GraphQLSchema, Kind, parse } from "graphql";
import { type Measured, measure } from "../../gateway/limits/measure";
import { type Limit, MOST, MOST_COST_OF_SAVED } from "../../gateway/limits/most";
import { weigh } from "../../gateway/limits/operationFaults";
import { countOverlaps } from "../../gateway/limits/overlaps";
import { readText } from "../../gateway/limits/text";
import { faultOfVariables } from "../../gateway/limits/variables";
import { Weights } from "../../gateway/limits/weights";
import { isRead, readWords } from "../../gateway/limits/words";
import { boundedMemory } from "./bounded.suite";
import { formsOfTexts, knownTexts } from "./forms.suite";
import { whatIsInHand } from "./inHand.suite";

const SCHEMA = join(__dirname, "../../../schema");

let schema: GraphQLSchema;
beforeAll(() => {
  const supergraph = readFileSync(join(SCHEMA, "supergraph.graphql"), "utf8");
  schema = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema();
});

function measured(text: string, variables: Record<string, unknown> = {}): Measured {
  const document = parse(text);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return measure(document, schema, { operation, variables });
}

function faultOf(text: string, variables: Record<string, unknown> = {}) {
  const read = readText(text);
  if ("fault" in read) return read.fault.details.limit?.name ?? read.fault.code;
  if (!("document" in read)) return "syntax";
  const weighed = weigh(read.document, schema, undefined, variables);
  return "fault" in weighed ? (weighed.fault.details.limit?.name ?? weighed.fault.code) : undefined;
}

/** What no text may have. */
const NO_WORD = "\u0000";

function writtenIn(text: string) {
  const words = readWords(text);
  return isRead(words) ? words.written : words;
}

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(" ");

describe("what a saved operation needs", () => {
  const files = readdirSync(join(SCHEMA, "operations")).filter((file) => file.endsWith(".graphql"));
  const operations = files.flatMap((file) => {
    const text = readFileSync(join(SCHEMA, "operations", file), "utf8");
    const document = parse(text);
    return document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? [{ name: node.name?.value as string, text, document, operation: node }]
        : [],
    );
  });
  test("leaves at least half of each limit, with pages of a hundred where the caller chooses them", () => {
    const needs = new Map<Limit, { most: number; by: string }>();
    for (const { name, text, document, operation } of operations) {
      const found = measure(document, schema, { operation, variables: { first: 100 } });
      const words = readWords(text);
      if (!isRead(words)) throw new Error(`${name} is refused`);
      for (const [limit, count] of Object.entries({ ...found, ...words.written })) {
        if (!(limit in MOST) || Number(count) <= (needs.get(limit as Limit)?.most ?? -1)) continue;
        needs.set(limit as Limit, { most: Number(count), by: name });
      }
    }
    expect([...needs.keys()].sort()).toEqual(
      [
        "aliases",
        "cost",
        "depth",
        "directives",
        "documentFields",
        "fields",
        "fragments",
        "rootFields",
        "tokens",
      ].sort(),
    );
    const tight = [...needs].filter(
      ([limit, { most }]) => most * 2 > (limit === "cost" ? MOST_COST_OF_SAVED : MOST[limit]),
    );
    expect(tight).toEqual([]);
  });
});

describe("the cost of an operation", () => {
  const cost = (text: string, variables?: Record<string, unknown>) => measured(text, variables).cost;
  const page = (first: string) => `{ countyFindings${first} { nodes { id } } }`;

  test("counts a page, its list and each row with its fields, whichever way the page is chosen", () => {
    expect(cost(page("(first: 50)"))).toBe(2 + 50 * 2);
    expect(cost(page(""))).toBe(2 + 20 * 2);
    const chosen = "query ($n: Int = 70) { countyFindings(first: $n) { nodes { id } } }";
    expect(cost(chosen)).toBe(2 + 70 * 2);
    expect(cost(chosen, { n: 30 })).toBe(2 + 30 * 2);
    expect(
      cost(
        "{ ...F } fragment F on Query { countyFindings(first: 50) { ...N } } fragment N on CountyFindingConnection { nodes { id } }",
      ),
    ).toBe(2 + 50 * 2);
  });

  test("multiplies pages inside pages, and takes ten for a list of which nobody says how long it is", () => {
    const inside = '{ countyOffice(code: "1") { rounds(first: 5) { nodes { targets(first: 20) { nodes { id } } } } } }';
    expect(cost(inside)).toBe(1 + 2 + 5 * (1 + 2 + 20 * 2));
    expect(cost('{ region(code: "99") { children { name } } }')).toBe(2 + 10 * 2);
    expect(cost('{ regions(codes: ["99", "98", "97"]) { name } }')).toBe(1 + 3 * 2);
    expect(cost("query ($c: [ID!]!) { regions(codes: $c) { name } }", { c: ["99"] })).toBe(1 + 2);
  });
});

describe("an operation is refused", () => {
  const region = (inside: string) => `{ region(code: "99") { ${inside} } }`;
  const nested = (depth: number) => `${"parent { ".repeat(depth)}name${" }".repeat(depth)}`;
  /** Each fragment asks twice for the next. */
  const doubling = (count: number) =>
    `${region("...F0")} ${times(count, (i) => `fragment F${i} on Region { a${i}: parent { ...F${i + 1} } b${i}: parent { ...F${i + 1} } }`)}
     fragment F${count} on Region { name }`;

  /** Each fragment spreads the next twice, and asks for nothing else; the last one is what counts. */
  const spreading = (count: number, last: string, first = "...F0") =>
    `{ ${first} } ${times(count, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} ${last}`;

  test.each<[string, string, string]>([
    ["a text that is too long", `{ viewer { person } } #${"x".repeat(60_000)}`, "characters"],
    ["too many words", `{ regions(codes: [${"1 ".repeat(6_100)}]) { name } }`, "tokens"],
    ["brackets without end", `{ region(code: ${"[".repeat(5_000)}`, "nesting"],
    ["a very long name", `{ ${"a".repeat(300)} }`, "nameLength"],
    ["too many aliases", region(times(31, (i) => `a${i}: name`)), "aliases"],
    ["too many things at once", `{ ${times(16, () => "viewer { person }")} }`, "rootFields"],
    ["too many fields", region(times(601, () => "name")), "fields"],
    ["too many directives", region(times(41, () => "name @include(if: true)")), "directives"],
    ["directives on one field", region(`name ${"@include(if: true) ".repeat(41)}`), "directives"],
    ["too deep", region(nested(20)), "depth"],
    ["too many equal fields", region(times(70, () => "name")), "overlaps"],
    ["equal fields in equal places", region(times(50, () => "parent { name code }")), "overlaps"],
    ["too many fragments", `${region("...F0")} ${times(61, (i) => `fragment F${i} on Region { name }`)}`, "fragments"],
    [
      "too many fragments, each behind what has no brackets",
      `{ viewer { person } } ${times(61, (i) => `scalar query fragment F${i} on Query { viewer { person } }`)}`,
      "fragments",
    ],
    ["fragments that double", doubling(15), "aliases"],
    ["fragments that double and nobody uses", doubling(40).replace("...F0", "name"), "documentFields"],
    ["spreads that double and end in nothing", spreading(59, ""), "documentFields"],
    ["spreads of nothing", `{ ${"...nothing ".repeat(1_501)} }`, "documentFields"],
    [
      "a fragment of which there are two, in the one that nobody spreads",
      `{ viewer { person } } fragment F on Query { ${"...G ".repeat(400)} } fragment F on Query { __typename }
       fragment G on Query { __typename __typename __typename }`,
      "documentFields",
    ],
    ["a fragment in itself", `${region("...F")} fragment F on Region { parent { ...F } }`, "BAD_USER_INPUT"],
    [
      "fragments in a circle that nobody uses",
      `${region("name")} fragment F on Region { ...G } fragment G on Region { ...F }`,
      "BAD_USER_INPUT",
    ],
    ["a page of millions", "{ countyFindings(first: 2147483647) { nodes { id } } }", "cost"],
    [
      "pages in pages in pages",
      '{ countyOffice(code: "1") { rounds(first: 100) { nodes { targets(first: 100) { nodes { findings(first: 100) { nodes { id } } } } } } } }',
      "cost",
    ],
    ["a delivery in parts", region('... @defer(label: "x") { name }'), "BAD_USER_INPUT"],
    ["a stream", region("children @stream { name }"), "BAD_USER_INPUT"],
    ["a field that poses as the type of its object", region("__typename: name"), "BAD_USER_INPUT"],
    ["one that does so in a fragment", `${region("...F")} fragment F on Region { __typename: code }`, "BAD_USER_INPUT"],
  ])("%s", (_, text, limit) => {
    expect(faultOf(text)).toBe(limit);
  });

  test("at the first word that is too much, whatever comes behind it", () => {
    const cut = (count: number, word: (i: number) => string) => `${region(times(count, word)).slice(0, -3)} ${NO_WORD}`;
    expect([
      faultOf(cut(31, (i) => `a${i}: name`)),
      faultOf(cut(601, () => "name")),
      faultOf(cut(41, () => "name @skip(if: false)")),
      faultOf(cut(30, (i) => `a${i}: name`)),
    ]).toEqual(["aliases", "fields", "directives", "syntax"]);
  });

  test("for what it writes, and not for what looks like it: values, types and names that are words of GraphQL", () => {
    const many = times(40, (i) => `{ a${i}: { on: 1, fragment: ["@defer"] } }`);
    const allowed = [
      `query fragment($on: [T!] = [${many}] @include(if: true)) { on ...on2 ... on Region { fragment: query } ... @skip(if: false) { __typename: __typename } }`,
      `"fragment" query ($a: ID, $b: ID) { ${times(30, (i) => `a${i}: region(code: {b: {c: "1"}}) { name }`)} }`,
      `{ ...on2 } ${times(60, (i) => `fragment on${i} on Region { a: name }`)}`,
    ];
    expect(allowed.map((text) => writtenIn(text))).toEqual([
      { tokens: expect.any(Number), fields: 3, fragments: 0, directives: 2 },
      { tokens: expect.any(Number), fields: 60, fragments: 0, directives: 0 },
      { tokens: expect.any(Number), fields: 60, fragments: 60, directives: 0 },
    ]);
  });

  test("where its text has two operations of which one is, whichever is asked for", () => {
    const two = `query A { viewer { person } } query B { ${times(31, (i) => `a${i}: viewer { person }`)} }`;
    expect(faultOf(two)).toBe("aliases");
  });

  test("within a second, however the bomb is built", () => {
    const bombs = [
      doubling(58),
      `${region("...F ".repeat(500))} fragment F on Region { name }`,
      `{ ${times(500, (i) => `a${i}: viewer { person }`)} }`,
      region(times(600, () => "name")),
      spreading(58, "fragment F58 on Query { ...nothing }"),
      spreading(58, "fragment F58 on Query { ...nothing }", "viewer { person }"),
      spreading(58, "fragment F58 on Query { __typename }"),
      spreading(58, "fragment F58 on Query { ...F58 }"),
      spreading(58, "fragment F58 on Query { ...F0 }"),
      spreading(58, "fragment F58 on Query { ... { ... on Nothing { ...nothing } } }"),
      spreading(58, "fragment F58 on Nothing { ...nothing @skip(if: true) }"),
      spreading(58, "fragment F58 on Query { __typename } fragment F58 on Query { ...nothing }"),
      spreading(58, "fragment F0 on Query { ...F1 ...F1 ...nothing }"),
      spreading(59, "").replace("{ ...F0 }", "subscription { ...F0 }"),
      `{ ${"...F0 ".repeat(500)} } ${spreading(10, "fragment F10 on Query { ...nothing }", "...F0").replace("{ ...F0 }", "")}`,
    ];
    const started = process.cpuUsage();
    for (const bomb of bombs) expect(faultOf(bomb)).toBeDefined();
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(1_000);
  });

  test("after a number of looks, whoever counts before", () => {
    const bomb = parse(spreading(40, "fragment F40 on Query { ...nothing }"));
    const started = process.cpuUsage();
    expect(countOverlaps(bomb, MOST.overlaps)).toBe(Number.POSITIVE_INFINITY);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
    expect(countOverlaps(parse(spreading(8, "fragment F8 on Query { ...nothing }")), MOST.overlaps)).toBe(0);
  });

  test("only where it asks for too much: not for fragments in each other as deep as a text can have them", () => {
    const deep = (inside: string) => `${"... { ".repeat(37)}${inside}${" }".repeat(37)}`;
    const text = `{ ...F0 } ${times(49, (i) => `fragment F${i} on Query { ${deep(`...F${i + 1}`)} }`)}
      fragment F49 on Query { viewer { person } }`;
    expect(faultOf(text)).toBeUndefined();
  });
});

describe("variables", () => {
  const deep = (depth: number): unknown => (depth ? [deep(depth - 1)] : 1);

  test.each([
    ["too deep", deep(40)],
    ["too many", { a: Array(130_000).fill(1) }],
    ["too many by name", Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`v${i}`, 1]))],
    ["an infinite number", { a: JSON.parse("1e999") }],
    ["a number that cannot be kept", { a: JSON.parse("12345678901234567890") }],
  ])("%s are refused without their values", (_, variables) => {
    const fault = faultOfVariables(variables);
    expect(fault?.status).toBe(400);
    expect(fault?.message).not.toMatch(/Infinity|12345/);
  });

  test("a ledger of 5,000 findings with ten values each is let in", () => {
    const finding = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}`, "文"]));
    expect(faultOfVariables({ input: { findings: Array(5_000).fill(finding) } })).toBeUndefined();
  });
});

describe("the weight of a text that was weighed before", () => {
  const text = `query A($first: Int = 3, $filter: FindingFilterInput) { countyFindings(first: $first, filter: $filter) { nodes { id } } }
    query B { viewer { person } __schema { types { name } } }`;

  test("is what it would be if it was weighed again, whatever the variables are", () => {
    const document = parse(text);
    const weights = new Weights(document, schema, MOST.cost);
    const given = [
      {},
      { first: 7 },
      { first: null },
      { first: "7" },
      { first: 7, filter: { text: "x" } },
      { first: 100 },
      {},
    ];
    for (const variables of [...given, ...given]) {
      for (const name of ["A", "B", undefined, "C"]) {
        const fresh = weigh(document, schema, name, variables);
        if (!("measured" in fresh)) throw new Error("it is refused");
        const { introspects, cost } = fresh.measured;
        expect([name, variables, weights.of(name, variables)]).toEqual([
          name,
          variables,
          { introspects, cost: Math.max(1, cost) },
        ]);
      }
    }
  });

  test("is refused where a page's size makes it too much, and only then", () => {
    const nested =
      'query ($n: Int) { countyOffice(code: "1") { rounds(first: $n) { nodes { targets(first: $n) { nodes { findings(first: $n) { nodes { id } } } } } } } }';
    const weights = new Weights(parse(nested), schema, MOST.cost);
    const isRefused = (n: number) => "fault" in weights.of(undefined, { n });
    expect([100, 2, 100, 3].map(isRefused)).toEqual([true, false, true, false]);
  });
});

describe("the form of a text", () => formsOfTexts(() => schema));

describe("texts that ask for what is known", () => knownTexts(() => schema));

describe("what is remembered within bounds", () => boundedMemory());

describe("what is in hand", () => whatIsInHand());
