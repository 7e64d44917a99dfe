import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import { Breaker, BreakerOpen } from "../../gateway/execution/breaker";
import type { Replica } from "../../gateway/execution/replica";
import { TierFailure } from "../../gateway/execution/tierFailure";
import { guardTier } from "../../gateway/execution/tierGuard";
import { FairQueue } from "../../gateway/people/fairQueue";
import { type FakeTier, send } from "../support/fakeTiers";
import { CLERK, GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
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

  test("is sent a change where a connection is refused, by the other: nothing was sent", async () => {
    const [first] = both;
    await first.down();
    await pause(50); // until the gateway has noticed that its connections are gone
    const changed = await Promise.all([1, 2, 3, 4].map(() => platform.ask(CLOSE)));
    await first.up();
    expect(changed.map(({ data }) => data)).toEqual(changed.map(() => ({ countyClose: { title: "county A" } })));
  });

  describe("of which one has lost its database", () => {
    afterEach(() => {
      for (const each of both) each.databaseLost = undefined;
    });

    test("answers everything whole by the other: questions, changes, who somebody is and subscriptions", async () => {
      const [first] = both;
      first.databaseLost = "AND_NOBODY_KNOWS";
      expect(wrong(await answers(12))).toEqual([]);
      const before = counts("/graphql");
      const changed = await Promise.all([1, 2, 3, 4].map(() => platform.ask(CLOSE)));
      expect(changed.map(({ data }) => data)).toEqual(changed.map(() => ({ countyClose: { title: "county A" } })));
      expect(counts("/graphql")[1]).toBe((before[1] as number) + 4);
      const toFirst = () => ["/standing", "/live"].map((path) => first.to(path).length);
      const since = toFirst();
      for (let i = 0; toFirst().some((count, kind) => count === since[kind]); i++) {
        const person = `county:990101.lost-${i}`;
        first.standings.set(person, { ...STANDING, person });
        const socket = await RawSocket.signedIn(platform.gateway.url, await platform.issuer.tokenOf(person));
        socket.subscribe("s", ticksOf(1_000 + i));
        expect((await socket.next()).payload.data.countyTicks.kind).toBe("STARTED");
        await socket.close();
        await pause(100); // once a second it says that it is ready
      }
    });

    test("counts it out where it says that it is not ready, and has it do what it has in hand", async () => {
      const [first] = both;
      const held: ServerResponse[] = [];
      first.answerWith = (response) => void held.push(response);
      const asked = Array.from({ length: 2 }, () => platform.ask(PERSON));
      await until("one is in its hand", () => held.length === 1);
      first.databaseLost = "AND_IS_NOT_READY";
      await until("it is counted out", async () => (await ready()).replicas.county.up === 1);
      expect(await metrics()).toMatch(/^gateway_tier_replicas\{tier="county"\} 1$/m);
      // longer than any that gives no answer would have it
      await pause(2_500);
      send(held[0] as ServerResponse, 200, { data: { countyPerson: "held" } });
      const told = (await Promise.all(asked)).map(({ data }) => data?.countyPerson);
      expect(told.sort()).toEqual([CLERK, "held"].sort());
    });

    test("says so under the tier's own reference where no process has one, having asked each once", async () => {
      // whose home tier is well: who that is does not depend on how long the gateway remembers it
      const person = "city:9901.asks";
      platform.tiers.city.standings.set(person, { ...STANDING, person, tier: "CITY", office: "9901" });
      const authorization = `Bearer ${await platform.issuer.tokenOf(person)}`;
      for (const each of both) each.databaseLost = "AND_NOBODY_KNOWS";
      for (const [query, path] of [
        [PERSON, "countyPerson"],
        [CLOSE, "countyClose"],
      ] as const) {
        const before = counts("/graphql");
        const answer = await platform.post(JSON.stringify({ query }), { authorization });
        expect(answer.errors).toMatchObject([
          { path: [path], extensions: { code: "TIER_UNAVAILABLE", tier: "county", reference: "log-of-county" } },
        ]);
        expect(counts("/graphql").map((count, i) => count - (before[i] ?? 0))).toEqual([1, 1]);
      }
    });
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

test.each<["a change" | "a question", string[], number | string]>([
  ["a change", ["NOT_SENT", "NOT_SENT"], 3],
  ["a change", ["NOT_SENT", "NOT_SENT", "NOT_SENT"], 4],
  ["a change", ["NO_DATABASE"], 2],
  ["a change", ["NOT_SENT", "NO_DATABASE"], 3],
  ["a change", ["NO_DATABASE", "NO_DATABASE"], "NO_DATABASE after 2"],
  ["a change", ["NO_DATABASE", "UNREACHABLE"], "UNREACHABLE after 2"],
  ["a change", ["UNREACHABLE"], "UNREACHABLE after 1"],
  ["a change", ["NOBODY_THERE"], "NOBODY_THERE after 1"],
  ["a question", ["UNREACHABLE"], 2],
  ["a question", ["NOBODY_THERE", "NO_DATABASE"], "NO_DATABASE after 2"],
  ["a question", ["NOT_SENT", "NOT_SENT", "UNREACHABLE"], 4],
  ["a question", Array(6).fill("NOT_SENT"), "NOT_SENT after 6"],
  ["a question", ["TIMEOUT"], "TIMEOUT after 1"],
])("of three processes %s that meets %j is answered by, or ends with: %s", async (what, reasons, outcome) => {
  const replicas = [1, 2, 3].map((port) => ({ isWell: true, url: new URL(`http://127.0.0.1:${port}`) }));
  const guard = guardTier({
    connection: { tier: "county", replicas: replicas as unknown as Replica[] },
    log: pino({ level: "silent" }),
  });
  const asked: Replica[] = [];
  const answer = guard.ask(
    async (replica) => {
      const reason = reasons[asked.push(replica) - 1];
      if (reason) throw new TierFailure("county", reason as TierFailure["reason"]);
      return asked.length;
    },
    { deadlineMs: 10_000, repeatable: what === "a question" },
  );
  expect(await answer.catch(({ reason }: TierFailure) => `${reason} after ${asked.length}`)).toBe(outcome);
  // nobody twice before each was asked once
  for (let i = 0; i < asked.length; i += 3) {
    const round = asked.slice(i, i + 3);
    expect(new Set(round).size).toBe(round.length);
  }
});

test.each([1, 2])("of %d processes to which no connection comes about for long none is asked twice", async (count) => {
  const replicas = Array.from({ length: count }, (_, i) => ({
    isWell: true,
    url: new URL(`http://127.0.0.1:${i + 1}`),
  }));
  const connection = { tier: "county" as const, replicas: replicas as unknown as Replica[] };
  const guard = guardTier({ connection, log: pino({ level: "silent" }) });
  const asked: Replica[] = [];
  const answer = guard.ask(
    async (replica) => {
      // the first is silent for longer than the others, who refuse at once
      if (asked.push(replica) === 1) await new Promise((resolve) => setTimeout(resolve, 600));
      throw new TierFailure("county", "NOT_SENT");
    },
    { deadlineMs: 10_000, repeatable: false },
  );
  await expect(answer).rejects.toMatchObject({ reason: "NOT_SENT" });
  const [silent, ...others] = asked;
  expect([others.includes(silent as Replica), others.length]).toEqual([false, (count - 1) * 2]);
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
  // that there are more is told, and nobody has left
  queue.fill();
  expect([await first, queue.running, queue.waiting]).toEqual([true, 2, 1]);
  queue.leave("b");
  expect(await second).toBe(true);
});

describe("a breaker", () => {
  const fails = () => Promise.reject(new TierFailure("county", "TIMEOUT"));
  const answers = async () => "an answer";
  let now = 0;
  const said: string[] = [];
  const made = () =>
    new Breaker({
      restMs: 1_000,
      isFailure: (cause) => cause instanceof TierFailure,
      opened: () => said.push("opened"),
      closed: () => said.push("closed"),
      now: () => now,
    });
  const afterFailures = async (count: number) => {
    said.length = 0;
    const breaker = made();
    for (let i = 0; i < count; i++) await expect(breaker.ask(fails)).rejects.toThrow(TierFailure);
    return breaker;
  };

  test("opens after five failures in a row, and what is no failure is none", async () => {
    const breaker = await afterFailures(4);
    await breaker.ask(answers);
    for (let i = 0; i < 4; i++) await expect(breaker.ask(fails)).rejects.toThrow(TierFailure);
    await expect(breaker.ask(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect([breaker.state, said]).toEqual(["CLOSED", []]);
    await expect(breaker.ask(fails)).rejects.toThrow(TierFailure);
    await expect(breaker.ask(answers)).rejects.toThrow(BreakerOpen);
    expect([breaker.state, said]).toEqual(["RESTS", ["opened"]]);
  });

  test("asks once after a rest, and everybody else waits for how that ends", async () => {
    const breaker = await afterFailures(5);
    now += 1_000;
    expect(breaker.state).toBe("RESTED");
    let end: () => void = () => {};
    const onTrial: boolean[] = [];
    const trial = breaker.ask(async (isTrial) => {
      onTrial.push(isTrial);
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    const others = [1, 2, 3].map(() => breaker.ask(async (isTrial) => onTrial.push(isTrial)));
    expect([breaker.state, onTrial]).toEqual(["ON_TRIAL", [true]]);
    end();
    await Promise.all([trial, ...others]);
    expect([breaker.state, onTrial, said]).toEqual(["CLOSED", [true, false, false, false], ["opened", "closed"]]);
  });

  test("rests anew after a trial that fails, and those that were under way when it opened open it no second time", async () => {
    const breaker = made();
    said.length = 0;
    const failing: (() => void)[] = [];
    const slow = () =>
      new Promise<never>((_, reject) => failing.push(() => reject(new TierFailure("county", "STATUS"))));
    const asked = Array.from({ length: 12 }, () => breaker.ask(slow).catch(() => undefined));
    for (const fail of failing.slice(0, 5)) fail();
    await Promise.all(asked.slice(0, 5));
    now += 900;
    for (const fail of failing.slice(5)) fail();
    await Promise.all(asked);
    now += 100;
    expect([breaker.state, said]).toEqual(["RESTED", ["opened"]]);
    await expect(breaker.ask(fails)).rejects.toThrow(TierFailure);
    await expect(breaker.ask(answers)).rejects.toThrow(BreakerOpen);
    now += 1_000;
    await breaker.ask(answers);
    expect([breaker.state, said]).toEqual(["CLOSED", ["opened", "opened", "closed"]]);
  });
});

test("a question whose time was over before its process was asked says nothing about it", async () => {
  const replicas = [{ isWell: true, url: new URL("http://127.0.0.1:1") }] as unknown as Replica[];
  const guard = guardTier({ connection: { tier: "county", replicas }, log: pino({ level: "silent" }) });
  for (let i = 0; i < 6; i++) {
    const late = guard.ask(async () => "asked", { deadlineMs: 0, repeatable: true });
    await expect(late).rejects.toMatchObject({ reason: "NO_TURN" });
  }
  expect(await guard.ask(async () => "asked", { deadlineMs: 1_000, repeatable: true })).toBe("asked");
});
