import { type DocumentNode, type GraphQLSchema, getOperationAST } from "graphql";
import { Bounded } from "../../schema/process/bounded";
import { PlatformError } from "../errors";
import type { Row } from "../executor/rows";
import type { People, Rated } from "../people";
import { conditionsMet, hasConditions } from "../planning/conditions";
import { keyOf } from "../planning/messages";
import { Documents, hashOf } from "./documents";
import { introspectionRefused, operationNotSaved, tooManyRequests } from "./faults";
import { type Form, Forms } from "./forms";
import { MOST, MOST_COST_OF_SAVED } from "./most";
import { PersistedQueries } from "./persistedQueries";
import { SavedOperations } from "./savedOperations";
import { faultOfVariables } from "./variables";
import { Weights } from "./weights";
import { isRead, readWords, type Unread, type Words } from "./words";

interface LimitsOptions {
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
  /** of the text */
  hash: string;
  /** the name of the saved operation, undefined for any other */
  savedName?: string;
  cost: number;
}

/** What a text asks for, whatever its spaces: what is executed in its place. */
interface Meant {
  text: string;
  hash: string;
  isSaved: boolean;
  /** variables that stand for what the text writes out */
  literals?: Form["literals"];
  /** of a text that asks for nothing that is known */
  unknown?: { words: Words | Unread };
}

/** Of the hashes of texts with their conditions, of which people were charged for each set of values. */
const PLANNED_CHARACTERS = 500_000;
/** Of texts that were found to ask for what is known. */
const MEANT_CHARACTERS = 500_000;

/** What a request may ask for, decided before it is validated: the rules of GraphQL compare fields in pairs, and a thousand equal
 * fields would keep the process for seconds. */
export class Limits {
  readonly documents = new Documents();
  readonly #persisted = new PersistedQueries();
  readonly #forms = new Forms();
  /** by the hash of a text */
  readonly #meant = new Bounded<Meant>(MEANT_CHARACTERS);
  /** by the key of a plan */
  readonly #planned = new Bounded<true>(PLANNED_CHARACTERS);
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
    this.#forms.clear();
    this.#meant.clear();
    this.#planned.clear();
    this.documents.clear();
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
    const meant = this.#meaningOf(named.text, named.hash);
    const { isSaved, unknown } = meant;
    if (this.options.onlySaved && !isSaved) throw operationNotSaved();
    if (unknown) {
      await this.#spend("newTexts", person, 1);
      this.documents.charge(meant.text, meant.hash, unknown.words);
    }
    const variables = withLiterals(record(given.variables), meant.literals);
    const cost = this.#weigh(meant, { name, variables, person });
    await this.#spend("cost", person, cost);
    if (persistedQuery && !isSaved) this.#persisted.remember(named.text, named.hash);
    const { text, hash, literals } = (unknown && this.#learn(named, unknown.words)) ?? meant;
    if (!isSaved)
      await this.#chargeForPlan({ text, hash, name, variables }, { person, isCharged: unknown !== undefined });
    const body = {
      query: text,
      operationName: given.operationName,
      variables: literals ? withLiterals(variables, literals) : given.variables,
      extensions: persistedQuery ? extensions : given.extensions,
    };
    return { body, hash, savedName: this.#saved.nameOf(meant.hash, name), cost };
  }

  #meaningOf(text: string, hash: string): Meant {
    const named = this.#saved.byHash(hash);
    if (named) return { ...named, isSaved: true };
    if (this.documents.isCharged(hash)) return { text, hash, isSaved: false };
    const known = this.#meant.find(hash);
    if (known && (known.isSaved || this.documents.isCharged(known.hash))) return known;
    const words = readWords(text);
    if (!isRead(words)) return { text, hash, isSaved: false, unknown: { words } };
    const saved = this.#saved.byWords(words);
    if (saved) return this.#keep(text, hash, { ...saved, isSaved: true });
    const form = this.options.onlySaved ? undefined : this.#forms.find(words);
    const formHash = form && hashOf(form.text);
    if (form && this.documents.isCharged(formHash as string))
      return this.#keep(text, hash, { ...form, hash: formHash as string, isSaved: false });
    return { text, hash, isSaved: false, unknown: { words } };
  }

  #keep(text: string, hash: string, meant: Meant): Meant {
    this.#meant.keep(hash, meant, hash.length + text.length + (meant.isSaved ? 0 : meant.text.length));
    return meant;
  }

  /** Once a text has passed every limit, others that ask for the same with other literals need not. */
  #learn({ text, hash }: { text: string; hash: string }, words: Words | Unread): Meant | undefined {
    const read = this.documents.read(text, hash);
    if (!isRead(words) || !("document" in read) || !this.#schema) return undefined;
    const form = this.#forms.learn(words, read.document, this.#schema);
    if (!form) return undefined;
    const { document, ...rest } = form;
    const formHash = hashOf(form.text);
    this.documents.drop(hash);
    this.documents.keepValid(document, formHash, form.text.length);
    return this.#keep(text, hash, { ...rest, hash: formHash, isSaved: false });
  }

  /** What is planned anew for other values of its conditions is charged for as another text would be. */
  async #chargeForPlan(
    { text, hash, name, variables }: { text: string; hash: string; name?: string; variables: Row },
    { person, isCharged }: { person: string; isCharged: boolean },
  ): Promise<void> {
    const read = this.documents.read(text, hash);
    if (!("document" in read) || !hasConditions(read.document, name)) return;
    const key = keyOf({ hash, operationName: name ?? null, met: conditionsMet(read.document, name, variables) });
    if (this.#planned.find(key)) return;
    if (!isCharged) await this.#spend("newTexts", person, 1);
    this.#planned.keep(key, true, key.length);
  }

  async #spend(rated: Rated, person: string, points: number): Promise<void> {
    const seconds = await this.options.people.spend(rated, person, points);
    if (seconds > 0) throw tooManyRequests(rated, seconds);
  }

  /** A text that is no GraphQL passes: whoever carries it out says where the fault is. */
  #weigh(
    { text, hash, isSaved }: Meant,
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

/** Not a spread of both: what comes behind one gets a shape of its own each time, which is old from the beginning. */
function withLiterals(variables: Row, literals: Meant["literals"]): Row {
  return literals ? Object.assign({}, variables, literals) : variables;
}

/** What is none is nothing: parameters of the wrong type were refused before. */
function record(given: unknown): Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? { ...given } : {};
}
