import { createHash } from "node:crypto";
import type { Random } from "../../../random";
import type { Families } from "./family";

const QUERY = "{ viewer { person } }";
const DECLARED = "query Q($a: ID!) { region(code: $a) { name } }";
const refused = true;

function mutated(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  for (let i = random.int(1, 6); i > 0; i--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
  return random.next() < 0.3 ? bytes.subarray(0, random.int(0, bytes.length - 1)) : bytes;
}

/** Requests whose body is the weapon. */
export const jsonFamilies: Families = {
  "a mutated body": [
    60,
    (random, _, value) => ({ body: mutated(random, JSON.stringify({ query: DECLARED, variables: { a: value } })) }),
  ],
  "broken UTF-8": [
    25,
    (random) => {
      const broken = random.one([
        [0xc3, 0x28],
        [0xa0],
        [0xf0, 0x28, 0x8c, 0x28],
        [0xc0, 0xaf],
        [0xed, 0xa0, 0x80],
        [0xff, 0xfe],
      ]);
      const [before, after] = [`{"query":"${QUERY}","variables":{"a":"${"x".repeat(random.int(0, 99))}`, '"}}'];
      return { body: Buffer.concat([Buffer.from(before), Buffer.from(broken), Buffer.from(after)]), refused };
    },
  ],
  "half characters": [
    5,
    (random) => ({ body: `{"query":"${DECLARED}","variables":{"a":"\\u${random.one(["d800", "dfff", "0000"])}"}}` }),
  ],
  "a body that is no request": [
    15,
    (random, _, value) => ({
      body: random.one([
        "",
        " ",
        "null",
        "1",
        `"${value}"`,
        "[]",
        "{}",
        "{",
        "[[",
        `{"query":1}`,
        `{"query":["${value}"]}`,
        `{"q":"${value}"}`,
      ]),
      refused,
    }),
  ],
  "a batch": [10, (random) => ({ json: Array(random.int(1, 200)).fill({ query: QUERY }), refused })],
  "keys that poison": [
    20,
    (random, _, value) => ({
      body: `{"query":"${QUERY}","${random.one(["variables", "extensions"])}":{"a":{"${random.one(["__proto__", '__proto__","x":1,"__proto__', "\\u005f_proto__"])}":{"admin":"${value}"}}}}`,
      refused,
    }),
  ],
  "a constructor that poisons": [
    10,
    (random) => ({
      body: `{"query":"${QUERY}","variables":{"constructor":{"prototype":{"a":${random.int(0, 99)}}}}}`,
      refused,
    }),
  ],
  "keys that stand twice": [
    15,
    (random) => ({
      body: `{"query":"${QUERY}","query":"{ ${"viewer { person } ".repeat(random.int(20, 300))}}"}`,
      refused,
    }),
  ],
  "deep variables": [
    15,
    (random) => ({ body: `{"query":"${QUERY}","variables":{"a":${"[".repeat(random.int(20, 20_000))}`, refused }),
  ],
  "deep variables that are whole": [
    10,
    (random) => {
      const depth = random.int(20, 5_000);
      return { body: `{"query":"${QUERY}","variables":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}`, refused };
    },
  ],
  "a long list of wrong words": [
    8,
    (random) => {
      const query = "query Q($s: [FindingStatus!]) { countyFindings(filter: { liveStatus: $s }) { nodes { id } } }";
      const s = Array(random.int(20_000, 119_000)).fill("DRAFTED");
      return { json: { query, variables: { s } }, refused };
    },
  ],
  "very many variables": [
    5,
    (random) => ({
      body: `{"query":"${QUERY}","variables":{"a":[${"1,".repeat(random.int(130_000, 400_000))}1]}}`,
      refused,
    }),
  ],
  "very many keys": [
    5,
    (random) => ({
      json: {
        query: QUERY,
        variables: Object.fromEntries(Array.from({ length: random.int(1_000, 20_000) }, (_, i) => [`k${i}`, i])),
      },
    }),
  ],
  "a huge text": [
    4,
    (random) => ({ json: { query: QUERY, variables: { a: "x".repeat(random.int(1_000_000, 4_000_000)) } } }),
  ],
  "a body that is too large": [3, () => ({ body: Buffer.alloc(4 * 1024 * 1024 + 1, 0x20), refused, silence: true })],
  "numbers beyond all numbers": [
    15,
    (random) => ({
      body: `{"query":"${QUERY}","variables":{"a":${random.one(["1e999", "-1e999", "9".repeat(random.int(17, 300)), `1${"0".repeat(random.int(16, 50_000))}`])}}}`,
      refused,
    }),
  ],
  "numbers that are none": [
    10,
    (random) => ({
      body: `{"query":"${QUERY}","variables":{"a":${random.one(["NaN", "Infinity", "0x10", "01", "+1", "1.", ".5", "1e"])}}}`,
      refused,
    }),
  ],
  "variables of another type": [
    15,
    (random, _, value) => ({
      json: {
        query: DECLARED,
        variables: random.one<object>([{ a: { x: value } }, { a: [value] }, { a: null }, {}, { A: value }]),
      },
      refused,
    }),
  ],
  "parameters of another type": [
    15,
    (random, _, value) => ({
      json: {
        query: QUERY,
        [random.one(["variables", "operationName", "extensions"])]: random.one<unknown>([value, 1, true, [value]]),
      },
    }),
  ],
  "an operation that is not there": [
    10,
    (_random, i, value) => ({
      json: {
        query: i % 2 ? QUERY : `${DECLARED} query R { viewer { person } }`,
        operationName: i % 2 ? value : undefined,
      },
      refused,
    }),
  ],
  "a persisted query": [
    20,
    (random, _, value) => {
      const hash = createHash("sha256")
        .update(`${QUERY}${random.int(0, 1e9)}`)
        .digest("hex");
      const sha256Hash = random.one<unknown>([hash, hash.toUpperCase(), value, 1, null, { a: value }]);
      return {
        json: {
          query: random.one([QUERY, undefined]),
          extensions: { persistedQuery: { version: random.one([1, 2, "1"]), sha256Hash } },
        },
      };
    },
  ],
};
