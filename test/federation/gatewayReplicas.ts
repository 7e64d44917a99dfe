import type { ServerResponse } from "node:http";
import { FairQueue } from "../../gateway/people/fairQueue";
import { type FakeTier, send } from "../support/fakeTiers";
import { GatewayUnderTest } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";
import { until } from "../support/until";

const PERSON = "{ countyPerson cityPerson }";
const CLOSE = `mutation { countyClose(id: "county:${"A".repeat(22)}") { title } }`;
const ticksOf = (region: number) => `subscription { countyTicks(region: ${region}) { word kind } }`;

describe("a tier of two processes", () => {
  let platform: GatewayUnderTest;
  let both: [FakeTier, FakeTier];
  beforeAll(async () => {
    platform = await new GatewayUnderTest().start(
      { subgraphTimeoutMs: 10_000, metrics: { host: "127.0.0.1", port: 0 } },
      true,
    );
    both = [platform.tiers.county, platform.second as FakeTier];
  });
  afterAll(() => platform.stop());
  afterEach(async () => {
    for (const each of both) each.answerWith = undefined;
    await until("both are asked", async () => {
      await answers(4);
      return (await ready()).replicas.county.up === 2 && counts("/graphql").every((count, i) => count > (seen[i] ?? 0));
    });
  });

  let seen: number[] = [];
  const counts = (path: string) => both.map((each) => each.to(path).length);
  const answers = (count: number, query = PERSON) => {
    seen = counts("/graphql");
    return Promise.all(Array.from({ length: count }, () => platform.ask(query)));
  };
  const wrong = (told: Awaited<ReturnType<typeof answers>>) => told.filter(({ errors }) => errors.length > 0);
  const ready = async () => (await fetch(`${platform.gateway.url}/health/ready`)).json();
  const metrics = async () => (await fetch(platform.gateway.metricsUrl as string)).text();
  /** @returns lets it go on */
  const freeze = (tier: FakeTier): (() => void) => {
    let goOn = () => {};
    tier.standsStill = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    return () => {
      tier.standsStill = undefined;
      goOn();
    };
  };

  test("has both at work, and where one ends every question is answered whole by the other, and changes after it", async () => {
    await answers(8);
    expect(counts("/graphql").every((count) => count >= 4)).toBe(true);
    const [first] = both;
    const held: ServerResponse[] = [];
    first.answerWith = (response) => void held.push(response);
    const asked = Array.from({ length: 6 }, () => platform.ask(PERSON));
    await until("some are in its hand", () => held.length > 0);
    await first.down();
    const told = [...(await Promise.all(asked)), ...(await answers(6))];
    expect(wrong(told)).toEqual([]);
    expect(told[0]?.extensions?.tiers?.county).toMatchObject({ status: "OK" });
    expect((await platform.ask(CLOSE)).data).toEqual({ countyClose: { title: "county A" } });
    const state = await until("it is known", async () => {
      const now = await ready();
      return now.replicas.county.up === 1 && now;
    });
    expect(state).toEqual({
      ...{ status: "ready", tiers: { province: "up", city: "up", county: "up" } },
      replicas: { county: { up: 1, of: 2 } },
    });
    expect(await metrics()).toMatch(/^gateway_tier_replicas\{tier="county"\} 1$/m);
    expect(platform.log.join("")).toMatch(/"up":1,"of":2,"msg":"a process of a tier went down"/);
    await first.up();
  });

  test("is sent a change once, whatever becomes of it", async () => {
    for (const each of both) each.answerWith = (response) => response.destroy();
    const before = counts("/graphql");
    const changed = await platform.ask(CLOSE);
    expect(changed.errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE", tier: "county" } }]);
    expect(counts("/graphql").reduce((sum, count, i) => sum + count - (before[i] ?? 0), 0)).toBe(1);
  });

  test("has a breaker for each: one that answers nonsense is left alone after some, and the tier is not", async () => {
    const [, second] = both;
    second.answerWith = (response) => send(response, 500, {});
    const begun = performance.now();
    let failed = 0;
    for (let i = 0; i < 24; i++) failed += wrong(await answers(1)).length;
    expect(failed).toBeGreaterThan(0);
    // five until it opens, and one for each trial, a second apart
    expect(failed).toBeLessThanOrEqual(5 + (performance.now() - begun) / 1_000);
    expect(await metrics()).toMatch(/^gateway_tier_breaker_open\{tier="county"\} 0$/m);
  });

  test("goes on where one stands still: what it had in hand is asked of the other, and subscriptions lose and double nothing", async () => {
    const sockets = await Promise.all(
      [1, 2, 3, 4].map(async (region) => {
        const socket = await RawSocket.signedIn(platform.gateway.url, platform.token);
        socket.subscribe("s", ticksOf(region));
        await socket.next();
        return socket;
      }),
    );
    await until("all wait", () => both[0].ticks.waiting === 4);
    expect(counts("/live").every((count) => count > 0)).toBe(true);
    const [first] = both;
    const goOn = freeze(first);
    first.ticks.tick("one", "two");
    const asked = await answers(6);
    expect(wrong(asked)).toEqual([]);
    first.ticks.tick("three");
    const words = (socket: RawSocket) => socket.heard.flatMap(({ payload }) => payload?.data?.countyTicks?.word ?? []);
    for (const socket of sockets) await until("all is told", () => words(socket).includes("three"));
    goOn();
    for (let i = 0; i < 30; i++) {
      const [victim] = i % 2 ? both : [...both].reverse();
      if (i % 5 === 0) await victim?.down();
      first.ticks.tick(`${i}`);
      if (i % 5 === 0) await victim?.up();
    }
    for (const socket of sockets) await until("the last is told", () => words(socket).includes("29"));
    const all = ["one", "two", "three", ...Array.from({ length: 30 }, (_, i) => `${i}`)];
    expect(sockets.map(words)).toEqual(sockets.map(() => all));
    await Promise.all(sockets.map((socket) => socket.close()));
  });
});

test("places that are taken away are not given out again, and whoever waits has those that come back", async () => {
  let places = 2;
  const stays = new AbortController().signal;
  const queue = new FairQueue(() => places, 2);
  expect([await queue.enter("a", 0, stays), await queue.enter("b", 0, stays)]).toEqual([true, true]);
  places = 1;
  queue.leave("a");
  expect(await queue.enter("a", 1, stays)).toBe(false);
  const [first, second] = [queue.enter("c", 10_000, stays), queue.enter("d", 10_000, stays)];
  places = 2;
  queue.leave("b");
  expect(await Promise.all([first, second])).toEqual([true, true]);
});
