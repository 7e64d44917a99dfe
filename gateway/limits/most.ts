/** What one request may ask for. The saved operations need far less (test/federation/limits.test.ts prints the headroom);
 * why each number is what it is stands in docs/adr/0013. */
export const MOST = {
  /** characters of the text */
  characters: 60_000,
  tokens: 6_000,
  /** brackets inside brackets, in selections and literals alike */
  nesting: 40,
  /** characters of one name: the search for a similar name grows with its square */
  nameLength: 200,
  /** fields, as written in the whole document */
  fields: 600,
  fragments: 60,
  directives: 40,
  /** fields and spreads of the whole document with its fragments written out */
  documentFields: 1_500,
  depth: 20,
  aliases: 30,
  rootFields: 15,
  /** pairs of fields that answer under the same name, which GraphQL compares one with another */
  overlaps: 2_000,
  /** values in the largest answer that the page sizes allow */
  cost: 600_000,
} as const;
export type Limit = keyof typeof MOST;

/** The cost of a saved operation: somebody has read it, and its pages are the most that a tier gives. */
export const MOST_COST_OF_SAVED = 5_000_000;

/** What the variables of one request may be: a ledger of 5,000 findings with ten values each fits. */
export const MOST_OF_VARIABLES = { names: 300, depth: 16, values: 120_000 } as const;
