/** One person at the gateway: asks in GraphQL, and hears of everything but a plain answer by an exception. */
export interface GatewayClient {
  /** @returns `data` of the answer
   * @throws GatewayError where the answer has errors, also beside a part of the data
   * @throws PlatformDown where nobody answers */
  ask<Data>(source: string, variables?: Record<string, unknown>): Promise<Data>;
}

/** Gives the access token of the moment.
 * @param renew the last one was refused: a new one, whatever its own date says */
export type TokenSource = (renew?: boolean) => Promise<string>;

/** The gateway answered with an error; `code` is one of schema/contract/errorCodes.ts. */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** Nobody listens at the gateway's address, or what listens there is no gateway. */
export class PlatformDown extends Error {
  constructor(url: string, options?: ErrorOptions) {
    super(
      `the gateway at ${url} does not answer: run npm start first (GATEWAY_PORT or GATEWAY_URL names another)`,
      options,
    );
  }
}

interface Answer {
  data?: unknown;
  errors?: AnswerError[];
}

interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; reference?: string; fields?: { path: string; reason: string }[] };
}

const DEADLINE_MS = 60_000;

/** @param url base address of the gateway, http://127.0.0.1:4000
 * @param deadlineMs whoever has not answered by then, does not answer */
export function gatewayClient(url: string, tokenOf: TokenSource, deadlineMs = DEADLINE_MS): GatewayClient {
  return {
    async ask<Data>(source: string, variables: Record<string, unknown> = {}): Promise<Data> {
      const body = JSON.stringify({ query: source, variables });
      let answer = await post(url, body, await tokenOf(), deadlineMs);
      if (codeOf(answer.errors?.[0]) === "UNAUTHENTICATED") {
        answer = await post(url, body, await tokenOf(true), deadlineMs);
      }
      const [error] = answer.errors ?? [];
      if (error) throw new GatewayError(codeOf(error), describe(error));
      return answer.data as Data;
    },
  };
}

async function post(url: string, body: string, token: string, deadlineMs: number): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(new URL("/graphql", url), { method: "POST", headers, body, signal });
    return (await response.json()) as Answer;
  } catch (cause) {
    throw new PlatformDown(url, { cause });
  }
}

function codeOf(error: AnswerError | undefined): string {
  return error?.extensions?.code ?? "INTERNAL_SERVER_ERROR";
}

function describe({ message, path, extensions }: AnswerError): string {
  const fields = extensions?.fields?.map((field) => `${field.path}: ${field.reason}`) ?? [];
  const reference = extensions?.reference ? [`reference ${extensions.reference} in the log`] : [];
  return [message, ...(path ? [`at ${path.join(".")}`] : []), ...fields, ...reference].join("; ");
}
