/** What is asked, by the key under which the client knows it. */
interface Question {
  key: number;
  /** the same for all pages of one list */
  list: string;
}

interface Came<Data> {
  data: Data | undefined;
  /** the question that the client's last answer was given to */
  key: number | undefined;
  fetching: boolean;
  /** it cannot be had for a while */
  isPassing: boolean;
}

/** Of what the client hands on, what answers the question that is asked now: until an answer has come it hands on the one to the
 * question before, under which somebody would decide about what they have not seen. */
export class Answers<Data extends object> {
  readonly #askedBy = new WeakMap<Data, Partial<Question> & Pick<Question, "key">>();
  #last: { key: number; data: Data } | undefined;

  /** Where an answer cannot be had for a while, the last one to the same question stays: nobody loses what is being written beside it.
   * The page of a list stays until the next one has come. */
  to(question: Question, { data, key, fetching, isPassing }: Came<Data>): Data | undefined {
    if (data && key !== undefined && !this.#askedBy.has(data))
      this.#askedBy.set(data, key === question.key ? question : { key });
    const asked = data && this.#askedBy.get(data);
    const own = asked?.key === question.key ? data : undefined;
    if (own && !isEmpty(own)) {
      this.#last = { key: question.key, data: own };
      return own;
    }
    if (isPassing && this.#last?.key === question.key) return this.#last.data;
    return fetching && asked?.list === question.list ? data : own;
  }
}

/** @returns of a question, what all pages of its list have in common */
export function listOf(name: string, variables: object): string {
  return `${name} ${JSON.stringify({ ...variables, after: null })}`;
}

function isEmpty(data: object): boolean {
  return Object.values(data).every((part) => part === null);
}
