import { createClient as createStreamClient } from "graphql-sse";
import { type Client, createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { TestPlatform } from "./platform";
import { until } from "./until";

/** An event as the operation asked for it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the operation's
export type Told = any;

const open = new Set<Follower>();
afterEach(() => {
  for (const follower of open) follower.stop();
});

/** Follows something with a stock client, and keeps what it is told. */
export class Follower {
  readonly told: Told[] = [];
  errors: readonly { message: string; extensions?: { code?: string; fields?: object[] } }[] | undefined;
  closed: { code: number } | undefined;
  private end: () => void = () => {};

  private constructor() {
    open.add(this);
  }

  /** Over WebSocket, by graphql-ws.
   * @param retries how often the client comes back by itself; it gives the last cursor then */
  static async over(
    platform: Pick<TestPlatform, "gatewayUrl" | "issuer">,
    person: string,
    query: string,
    variables: { region: string; after?: string | null },
    retries = 0,
  ): Promise<Follower> {
    const follower = new Follower();
    const client: Client = createClient({
      url: `${platform.gatewayUrl.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: async () => ({ authorization: `Bearer ${await platform.issuer.tokenOf(person)}` }),
      retryAttempts: retries,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
      shouldRetry: () => true,
      on: {
        closed: (event) => {
          follower.closed = event as { code: number };
        },
      },
    });
    const given = {
      ...variables,
      get after() {
        return follower.last?.cursor ?? variables.after;
      },
    };
    const unsubscribe = client.subscribe({ query, variables: given }, follower.sink());
    follower.end = () => {
      unsubscribe();
      void client.dispose();
    };
    return follower;
  }

  /** Over server-sent events, by graphql-sse. */
  static async stream(platform: TestPlatform, person: string, query: string, variables: Record<string, unknown>) {
    const follower = new Follower();
    const token = await platform.issuer.tokenOf(person);
    const client = createStreamClient({
      url: `${platform.gatewayUrl}/graphql/stream`,
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const unsubscribe = client.subscribe({ query, variables }, follower.sink());
    follower.end = () => {
      unsubscribe();
      client.dispose();
    };
    return follower;
  }

  get last(): Told {
    return this.told.at(-1);
  }

  /** Waits until there are so many. */
  async has(count: number): Promise<Told[]> {
    await until(`${count} events, and not ${this.told.length}`, () => this.told.length >= count || this.errors, 20);
    expect(this.errors).toBeUndefined();
    return this.told;
  }

  /** Waits for the first of this kind.
   * @returns all that came before it, and it */
  async hears(kind: string): Promise<Told[]> {
    const index = await until(
      `a ${kind} after ${this.told.map((event) => event.kind)}`,
      () => this.told.findIndex((event) => event.kind === kind) + 1 || (this.errors && -1),
      20,
    );
    expect(this.errors).toBeUndefined();
    return this.told.slice(0, index);
  }

  get kinds(): string[] {
    return this.told.map((event) => event.findingStatus ?? event.kind);
  }

  stop(): void {
    open.delete(this);
    this.end();
  }

  private sink() {
    return {
      next: ({ data, errors }: { data?: Record<string, unknown> | null; errors?: readonly unknown[] }) => {
        if (errors) this.errors = errors as Follower["errors"];
        else this.told.push(Object.values(data ?? {})[0]);
      },
      error: (cause: unknown) => {
        if (Array.isArray(cause)) this.errors = cause;
        else if (cause instanceof Error) this.errors = [{ message: cause.message }];
      },
      complete: () => {},
    };
  }
}
