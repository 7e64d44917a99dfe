import { type DocumentNode, type GraphQLSchema, getOperationAST } from "graphql";
import { PlatformError } from "../errors";
import type { People, Rated } from "../people";
import { Documents } from "./documents";
import { introspectionRefused, operationNotSaved, tooManyRequests } from "./faults";
import { MOST, MOST_COST_OF_SAVED } from "./most";
import { PersistedQueries } from "./persistedQueries";
import { SavedOperations } from "./savedOperations";
import { faultOfVariables } from "./variables";
import { Weights } from "./weights";

export interface LimitsOptions {
  people: Pick<People, "spend">;
  /** trusted-operation mode: nothing else is carried out */
  onlySaved: boolean;
  /** whether a person may read the schema */
  mayIntrospect: (person: string) => boolean;
}

/** The body of a request, as JSON gave it. */
export interface RequestBody {
  query?: unknown;
  variables?: unknown;
  operationName?: unknown;
  extensions?: unknown;
}

export interface Accepted {
  /** what is to be executed: the text stands for the hash that named it */
  body: RequestBody & { query: string };
  /** the name of the saved operation, undefined for any other */
  savedName?: string;
  cost: number;
}

/** What a request may ask for, decided before Apollo Server sees it: its rules compare fields in pairs, and a thousand equal
 * fields would keep the process for seconds. */
export class Limits {
  readonly documents = new Documents();
  readonly #persisted = new PersistedQueries();
  #saved = new SavedOperations([]);
  #schema: GraphQLSchema | undefined;
  /** of the present schema and saved operations */
  #weights = new WeakMap<DocumentNode, Weights>();

  constructor(private readonly options: LimitsOptions) {}

  /** Takes up what is served from now on. */
  serve(schema: GraphQLSchema, saved: SavedOperations): void {
    this.#schema = schema;
    this.#saved = saved;
    this.#weights = new WeakMap();
  }

  /** @throws PlatformError where the person asks too often */
  async count(person: string): Promise<void> {
    await this.#spend("requests", person, 1);
  }

  /** Whether a request asks to subscribe, before anything is decided about it. */
  subscribes({ query, operationName, extensions }: RequestBody): boolean {
    try {
      const { text, hash } = this.#persisted.resolve(query, record(extensions).persistedQuery, this.#saved);
      const read = this.documents.read(text, hash);
      const name = typeof operationName === "string" ? operationName : undefined;
      return "document" in read && getOperationAST(read.document, name)?.operation === "subscription";
    } catch (error) {
      if (error instanceof PlatformError) return false; // whoever carries it out says what is wrong
      throw error;
    }
  }

  /** @throws PlatformError that says why the request is not carried out */
  async accept(given: RequestBody, person: string): Promise<Accepted> {
    const { persistedQuery, ...extensions } = record(given.extensions);
    const fault = faultOfVariables(given.variables) ?? faultOfVariables(extensions);
    if (fault) throw fault;
    const named = this.#persisted.resolve(given.query, persistedQuery, this.#saved);
    const name = typeof given.operationName === "string" ? given.operationName : undefined;
    const saved = this.#saved.find(named.text, named.hash);
    const isSaved = saved !== undefined;
    const { text, hash } = saved ?? named;
    if (this.options.onlySaved && !isSaved) throw operationNotSaved();
    if (!isSaved && !this.documents.knows(hash)) await this.#spend("newTexts", person, 1);
    const cost = this.#weigh(text, hash, isSaved, { name, variables: record(given.variables), person });
    await this.#spend("cost", person, cost);
    if (persistedQuery && !isSaved) this.#persisted.remember(text, hash);
    const body = { ...given, query: text, ...(persistedQuery ? { extensions } : {}) };
    return { body, savedName: this.#saved.nameOf(hash, name), cost };
  }

  async #spend(rated: Rated, person: string, points: number): Promise<void> {
    const seconds = await this.options.people.spend(rated, person, points);
    if (seconds > 0) throw tooManyRequests(rated, seconds);
  }

  /** A text that is no GraphQL passes: Apollo Server says where the fault is. */
  #weigh(
    text: string,
    hash: string,
    isSaved: boolean,
    asked: { name?: string; variables: Record<string, unknown>; person: string },
  ): number {
    const read = this.documents.read(text, hash);
    if ("fault" in read) throw read.fault;
    if (!("document" in read) || !this.#schema) return 1;
    const weight = this.#weightsOf(read.document, this.#schema, isSaved).of(asked.name, asked.variables);
    if ("fault" in weight) throw weight.fault;
    if (weight.introspects && !this.options.mayIntrospect(asked.person)) throw introspectionRefused();
    return weight.cost;
  }

  #weightsOf(document: DocumentNode, schema: GraphQLSchema, isSaved: boolean): Weights {
    const known = this.#weights.get(document);
    if (known) return known;
    const weights = new Weights(document, schema, isSaved ? MOST_COST_OF_SAVED : MOST.cost);
    this.#weights.set(document, weights);
    return weights;
  }
}

/** What is none is nothing: parameters of the wrong type were refused before. */
function record(given: unknown): Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? { ...given } : {};
}
