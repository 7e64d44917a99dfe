import { type ExecutionResult, execute, type GraphQLSchema, Kind, parse } from "graphql";
import type { InternalClaims } from "../../schema/contract/internalToken";
import type { LiveAnswer, LiveQuestion } from "../../schema/contract/live";

/** A log that a fake tier is followed by: its cursors are `c` and the number of a tick, and it forgets nothing. */
export class FakeTicks {
  readonly words: string[] = [];
  /** questions that wait */
  waiting = 0;
  #wake = new Set<() => void>();

  tick(...words: string[]): void {
    this.words.push(...words);
    for (const wake of this.#wake) wake();
  }

  async answer(
    question: LiveQuestion,
    schema: GraphQLSchema,
    claims: InternalClaims,
    gone: Promise<void>,
  ): Promise<LiveAnswer | { errors: object[] }> {
    const { after, upTo, opening, waitMs } = question;
    const number = after === null ? this.words.length : numberOf(after);
    if (number === undefined) return { errors: [{ message: "no cursor", extensions: { code: "BAD_USER_INPUT" } }] };
    const tell = (at: number, kind: string, word?: string) =>
      toldAs({ cursor: `c${at}`, kind, word }, at, question, schema, claims);
    if (after === null || opening) {
      const kind = after === null || opening === "JOINS" ? "STARTED" : (opening as string);
      return { events: [await tell(number, kind)], cursor: `c${number}`, number, more: false };
    }
    const asked = performance.now();
    if (!upTo && this.words.length <= number) await this.#wait(waitMs, gone);
    const waitedMs = Math.floor(performance.now() - asked);
    const end = Math.max(number, upTo ? (numberOf(upTo) ?? 0) : this.words.length);
    const words = this.words.slice(number, end);
    const events = await Promise.all(words.map((word, i) => tell(number + i + 1, "TICK", word)));
    return { events, cursor: `c${end}`, number: end, more: false, waitedMs };
  }

  #wait(ms: number, gone: Promise<void>): Promise<void> {
    this.waiting++;
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const wake = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake.add(wake);
      void gone.then(wake);
    }).finally(() => this.waiting--);
  }
}

async function toldAs(
  tick: object,
  number: number,
  { query, operationName, variables }: LiveQuestion,
  schema: GraphQLSchema,
  claims: InternalClaims,
) {
  const document = parse(query);
  const [definition] = document.definitions;
  const root = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
  const name = root?.kind === Kind.FIELD ? root.name.value : "";
  const asked = { schema, document, operationName, variableValues: variables, contextValue: claims };
  const body = (await execute({ ...asked, rootValue: { [name]: tick } })) as ExecutionResult;
  return { number, body: body as { data?: Record<string, unknown>; errors?: unknown[] } };
}

function numberOf(cursor: string): number | undefined {
  return /^c\d+$/.test(cursor) ? Number(cursor.slice(1)) : undefined;
}
