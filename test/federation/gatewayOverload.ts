import { once } from "node:events";
import { Agent, createServer, request as open } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { json } from "node:stream/consumers";
import { pino } from "pino";
import { Admission, type AdmissionSettings } from "../../gateway/overload/admission";
import { boundConnections } from "../../gateway/overload/connections";
import { Places } from "../../gateway/overload/places";
import { LocalPeople } from "../../gateway/people/local";
import { RefusalLog } from "../../gateway/refusalLog";
import { send } from "../support/fakeTiers";
import { GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { until } from "../support/until";

/** Somebody else of the same office, who may enter. */
async function tokenFor(platform: GatewayUnderTest, name: string): Promise<Record<string, string>> {
  const person = `county:990101.${name}`;
  platform.tiers.county.standings.set(person, { ...STANDING, person });
  return { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
}

describe("admission", () => {
  const settings = { concurrency: 8, queue: 2, waitMs: 20, person: { concurrency: 2, queue: 1, waitMs: 20 } };
  const stays = new AbortController().signal;
  const make = (changes: Partial<AdmissionSettings> = {}) => {
    const all = { ...settings, ...changes };
    const people = new LocalPeople({ rates: { requests: 1, newTexts: 1, cost: 1 }, ...all });
    return { people, admission: new Admission(all, people) };
  };
  const fill = (admission: Admission) =>
    Promise.all(Array.from({ length: 8 }, (_, i) => admission.enter(`holder ${i % 4}`, stays)));

  test("hands a place to who waits longest, and at most once for each that is over", async () => {
    const { admission, people } = make({ waitMs: 10_000 });
    const leave = await fill(admission);
    const order: string[] = [];
    const wait = async (name: string) => {
      const done = await admission.enter(name, stays);
      order.push(name);
      return done;
    };
    const [first, second] = [wait("first"), wait("second")];
    leave[0]?.();
    leave[0]?.();
    await first;
    expect([order, people.running, people.waiting]).toEqual([["first"], 8, 1]);
    leave[1]?.();
    for (const done of [...leave, await first, await second]) done();
    expect([order, people.running, people.waiting]).toEqual([["first", "second"], 0, 0]);
  });

  test("lets in no more than have a place or may wait for one, whatever they wait for", () => {
    const { admission } = make();
    const gone = Array.from({ length: 10 }, (_, i) => admission.arrive(1, `caller ${i}`));
    expect(() => admission.arrive(1, "more")).toThrow("busy");
    gone[0]?.();
    gone[0]?.();
    admission.arrive(1, "more");
    expect(() => admission.arrive(1, "more")).toThrow("busy");
  });

  test("lets nobody have more in hand than may be carried out for one person and wait, unless some of it is over", () => {
    const { admission } = make();
    const [gone] = ["a", "a", "a", "b"].map((caller) => admission.arrive(1, caller));
    expect([admission.hasRoom(1, "a"), admission.hasRoom(1, "b")]).toEqual([false, true]);
    expect([admission.hasShare("a"), admission.hasShare("b")]).toEqual([true, false]);
    expect(admission.openings().take("a")).toBe(false);
    gone?.();
    expect([admission.hasRoom(1, "a"), admission.openings().take("a")]).toEqual([true, true]);
  });

  test("keeps the last half for those who have few in hand, and the last quarter for those who have nothing", () => {
    const { admission } = make({ queue: 8, person: { concurrency: 4, queue: 8, waitMs: 20 } });
    const gone = Array.from({ length: 8 }, () => admission.arrive(1, "many"));
    expect(() => admission.arrive(1, "many")).toThrow("busy");
    for (const caller of ["a", "a", "b", "b"]) admission.arrive(1, caller);
    expect(() => admission.arrive(1, "b")).toThrow("busy");
    admission.arrive(1, "c");
    expect(() => admission.arrive(1, "c")).toThrow("busy");
    for (const over of gone) over();
    admission.arrive(1, "many");
  });

  test("refuses who has waited too long or is gone, and keeps no place for either", async () => {
    const { admission, people } = make();
    const leave = await fill(admission);
    await expect(admission.enter("late", stays)).rejects.toMatchObject({ code: "OVERLOADED", status: 503 });
    const leaver = new AbortController();
    const waiting = admission.enter("leaver", leaver.signal);
    leaver.abort();
    await expect(waiting).rejects.toMatchObject({ code: "OVERLOADED" });
    for (const done of leave) done();
    expect([people.running, people.waiting]).toEqual([0, 0]);
  });

  test("carries out so many of one person's at once, keeps few waiting and refuses the rest, and others go on", async () => {
    const { admission, people } = make();
    const [over] = await Promise.all(["a", "a", "a", "b"].map((person) => admission.claim(person)));
    await expect(admission.claim("a")).rejects.toMatchObject({ code: "OVERLOADED", status: 503 });
    over?.();
    await admission.claim("a");
    const [first] = await Promise.all([admission.enter("a", stays), admission.enter("a", stays)]);
    await expect(admission.enter("a", stays)).rejects.toMatchObject({ code: "OVERLOADED", status: 503 });
    (await admission.enter("b", stays))();
    const third = admission.enter("a", stays);
    first();
    await third;
    expect([people.running, people.waiting]).toEqual([2, 0]);
  });

  test("gives each person a turn, however many one of them has waiting", async () => {
    const person = { concurrency: 8, queue: 9, waitMs: 10_000 };
    const { admission } = make({ concurrency: 2, queue: 9, waitMs: 10_000, person });
    const order: string[] = [];
    const work = async (name: string) => {
      const leave = await admission.enter(name, stays);
      order.push(name);
      leave();
    };
    const held = [await admission.enter("many", stays), await admission.enter("many", stays)];
    const all = ["many", "many", "many", "many", "one", "two"].map(work);
    held[0]?.();
    await Promise.all(all);
    expect(order).toEqual(["many", "one", "two", "many", "many", "many"]);
  });

  test("gives the bodies so much room and no more", () => {
    const { admission } = make();
    const gone = admission.arrive(90 * 1024 * 1024, "a");
    expect(() => admission.arrive(20 * 1024 * 1024, "b")).toThrow("busy");
    gone();
    admission.arrive(20 * 1024 * 1024, "b");
  });
});

describe("the places of a gateway", () => {
  /** What becomes of 256 places when in a second so many got an answer, or none because nobody knew who they were, after so long. */
  const placesAfter = (...seconds: { answers?: number; lost?: number; ms: number }[]) => {
    let now = 0;
    const places = new Places(256, () => now);
    return seconds.map(({ answers = 0, lost = 0, ms }) => {
      const all = [...Array(answers).fill("answered"), ...Array(lost).fill("lost")] as ("answered" | "lost")[];
      for (const [i, how] of all.entries()) {
        if (i === all.length - 1) now += 1_000;
        places[how](ms);
      }
      return places.count;
    });
  };

  test("stay while answers come early, however many", () =>
    expect(placesAfter({ answers: 1_000, ms: 400 })).toEqual([256]));

  test("are as many as are answered in a second while most answers come late, and grow again when they come early", () =>
    expect(placesAfter({ answers: 100, ms: 900 }, { answers: 100, ms: 10 }, { answers: 1, ms: 10 })).toEqual([
      100, 125, 157,
    ]));

  test("are left to a few people, whatever their questions take", () =>
    expect(placesAfter({ answers: 9, ms: 5_000 }, { answers: 3, ms: 5_000 })).toEqual([32, 32]));

  test("are fewer where nobody can say in time who asks, and stay where it is said at once", () => {
    expect(placesAfter({ lost: 20, ms: 3_000 })).toEqual([32]);
    expect(placesAfter({ lost: 20, ms: 1 })).toEqual([256]);
  });
});

test("one address has no more connections than a part of all, and those of others stay", async () => {
  const server = createServer((_request, response) => response.end("{}"));
  boundConnections(server, 2);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connections = [];
  for (let i = 0; i < 3; i++) connections.push(await connected(port));
  const [first, second, third] = connections;
  await once(third as never, "close");
  first?.destroy();
  await once(first as never, "close");
  await until("a connection is free", async () => {
    const more = await connected(port);
    more.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    const answered = await Promise.race([once(more, "data"), once(more, "close").then(() => undefined)]);
    more.destroy();
    return answered;
  });
  expect(second?.destroyed).toBe(false);
  second?.destroy();
  server.close();
});

async function connected(port: number) {
  const socket = connect(port, "127.0.0.1").on("error", () => {}); // closed by the other side: that is looked at
  await once(socket, "connect");
  return socket;
}

test("refusals are told one by one while they are few, and then as a number", async () => {
  const lines: { msg: string; lines?: number }[] = [];
  const refusals = new RefusalLog(pino({}, { write: (line) => lines.push(JSON.parse(line)) }));
  for (let i = 0; i < 30; i++) refusals.info({}, "refused");
  await until("the second is over", () => lines.length > 20);
  refusals.info({}, "refused");
  expect(lines.length).toBe(22);
  expect(lines.at(-2)).toMatchObject({ msg: "further refusals within a second", lines: 10 });
});

describe("a gateway that has all it can carry", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await new GatewayUnderTest().start({
      admission: { concurrency: 4, queue: 0, waitMs: 0, person: { concurrency: 4, queue: 0, waitMs: 0 } },
      metrics: { host: "127.0.0.1", port: 0 },
    });
  });
  afterAll(() => platform.stop());

  const metrics = async () => (await fetch(platform.gateway.metricsUrl as string)).text();
  const tokenOf = (name: string) => tokenFor(platform, name);

  test("sheds what comes at once, says when to come again, and still tells how it is", async () => {
    const held: (() => void)[] = [];
    platform.tiers.county.answerWith = (response) => {
      held.push(() => send(response, 200, { data: { countyPerson: "late" } }));
    };
    const body = JSON.stringify({ query: "{ countyPerson }" });
    const people = await Promise.all(["one", "two", "three", "four", "five"].map(tokenOf));
    const admitted = people.slice(0, 4).map((headers) => platform.post(body, headers));
    await until("four are held", () => held.length === 4);
    const accept = "application/graphql-response+json";
    // each over a connection of its own: one that was refused would wait
    const [shed, shedToo, live] = await Promise.all([
      platform.post(body, people[4]),
      platform.post(body, { accept }),
      fetch(`${platform.gateway.url}/health/live`),
    ]);
    expect([shed.status, shed.errors[0]?.extensions.code]).toEqual([503, "OVERLOADED"]);
    expect(shed.headers.get("retry-after")).toBe("1");
    expect([shedToo.status, shedToo.headers.get("content-type")]).toEqual([503, `${accept}; charset=utf-8`]);
    expect(shedToo.errors).toEqual(shed.errors);
    expect(live.status).toBe(200);
    expect(await metrics()).toMatch(/^gateway_in_flight 4$/m);
    for (const answer of held) answer();
    for (const answer of await Promise.all(admitted)) expect(answer.data).toEqual({ countyPerson: "late" });
    platform.tiers.county.answerWith = undefined;
    await until("nothing is in flight", async () => /^gateway_in_flight 0$/m.test(await metrics()));
  });

  test("what comes over a connection right after a refusal waits for room, and is not refused again", async () => {
    const held: (() => void)[] = [];
    platform.tiers.county.answerWith = (response) => {
      held.push(() => send(response, 200, { data: { countyPerson: "late" } }));
    };
    const body = JSON.stringify({ query: "{ provincePerson }" });
    const people = await Promise.all(["six", "seven", "eight", "nine", "ten"].map(tokenOf));
    const admitted = people.slice(0, 4).map((own) => platform.post('{"query":"{ countyPerson }"}', own));
    await until("four are held", () => held.length === 4);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async () => {
      const headers = { "content-type": "application/json", ...people[4] };
      const asked = open(`${platform.gateway.url}/graphql`, { method: "POST", headers, agent }).end(body);
      const [answer] = await once(asked, "response");
      return { status: answer.statusCode, again: asked.reusedSocket, answer: await json(answer) };
    };
    expect(await ask()).toMatchObject({ status: 503, again: false });
    const second = ask();
    await fetch(`${platform.gateway.url}/health/live`); // the gateway would have read it by now
    for (const answer of held) answer();
    expect(await second).toMatchObject({ status: 200, again: true });
    await Promise.all(admitted);
    agent.destroy();
    platform.tiers.county.answerWith = undefined;
  });

  test("a caller who goes away leaves no place taken", async () => {
    let asked = 0;
    platform.tiers.county.answerWith = (response) => {
      asked++;
      setTimeout(() => send(response, 200, { data: { countyPerson: "x" } }), 50);
    };
    const headers = { ...(await tokenOf("leaver")), "content-type": "application/json" };
    const leaver = open(`${platform.gateway.url}/graphql`, { method: "POST", headers });
    leaver.on("error", () => {});
    leaver.end(JSON.stringify({ query: "{ countyPerson }" }));
    await until("the tier is asked", () => asked === 1);
    leaver.destroy();
    await until("nothing is in flight", async () => /^gateway_in_flight 0$/m.test(await metrics()));
    platform.tiers.county.answerWith = undefined;
  });

  test("who sends many requests at once over one connection and hangs up leaves no place taken", async () => {
    let asked = 0;
    platform.tiers.county.answerWith = () => void asked++;
    const own = await tokenOf("pipeliner");
    const body = '{"query":"{ countyPerson }"}';
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
    const one = (token: string) => `${head}\r\nauthorization: ${token}\r\n\r\n${body}`;
    const socket = await connected(Number(new URL(platform.gateway.url).port));
    // answered at once, and told to nobody any more: behind the first, which waits for the tier
    socket.write(one(own.authorization as string) + one("Bearer 1") + one("Bearer 2") + one("Bearer 3"));
    await until("the tier is asked", () => asked === 1);
    socket.destroy();
    await until("nothing is in flight", async () => /^gateway_in_flight 0$/m.test(await metrics()));
    const held: (() => void)[] = [];
    platform.tiers.county.answerWith = (response) => {
      held.push(() => send(response, 200, { data: { countyPerson: "late" } }));
    };
    const people = await Promise.all(["p", "q", "r", "s"].map(tokenOf));
    const answers = people.map((headers) => platform.post(body, headers));
    await until("each of the four has a place", () => held.length === 4);
    for (const answer of held) answer();
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    platform.tiers.county.answerWith = undefined;
  });

  test("those who go away before it is known who they are leave nothing in hand", async () => {
    const own = await tokenOf("impatient");
    const headers = { ...own, "content-type": "application/json", expect: "100-continue" };
    let known: (() => void) | undefined;
    platform.tiers.county.standingsAfter = new Promise((resolve) => {
      known = resolve;
    });
    for (let i = 0; i < 4; i++) {
      const leaver = open(`${platform.gateway.url}/graphql`, { method: "POST", headers });
      leaver.on("error", () => {});
      leaver.flushHeaders();
      await once(leaver, "continue");
      leaver.destroy();
      await new Promise((closed) => leaver.once("close", closed));
    }
    await fetch(`${platform.gateway.url}/health/live`);
    platform.tiers.county.standingsAfter = undefined;
    known?.();
    const body = JSON.stringify({ query: "{ countyPerson }" });
    await until("nothing is in hand", async () => (await platform.post(body, own)).status === 200);
  });

  test("counts by tier, saved operation, plan and code, in labels that nobody outside can multiply", async () => {
    for (const name of ["Mine", "Yours"]) {
      const query = `query ${name} { countyPerson cityPerson }`;
      await platform.post(JSON.stringify({ query, operationName: name }), await tokenOf("counter"));
    }
    await platform.post(JSON.stringify({ query: `{ ${"countyPerson ".repeat(50)} }` }), await tokenOf("counter"));
    const text = await metrics();
    expect(text).toMatch(/gateway_requests_total\{operation="other",status="200"\} \d+/);
    expect(text).toMatch(/gateway_tier_requests_total\{tier="city",arrived="ALL"\} 2/);
    expect(text).toMatch(/gateway_refusals_total\{code="LIMIT_EXCEEDED"\} 1/);
    expect(text).toMatch(/gateway_plans_total\{from="planner"\} \d+/);
    expect(text).not.toMatch(/Mine|Yours|990101/);
    expect((await fetch(`${platform.gateway.url}/metrics`)).status).toBe(404);
  });
});

describe("a gateway over a tier that has few at a time", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await new GatewayUnderTest().start({ tierConcurrency: 2, metrics: { host: "127.0.0.1", port: 0 } });
  });
  afterAll(() => platform.stop());

  const metrics = async () => (await fetch(platform.gateway.metricsUrl as string)).text();
  const tokenOf = (name: string) => tokenFor(platform, name);

  test("a person's question to a tier waits for one of those who keep the tier busy, not for all that they ask", async () => {
    const held: (() => void)[] = [];
    const order: string[] = [];
    platform.tiers.county.answerWith = (response) => {
      order.push(platform.tiers.county.received.at(-1)?.claims.standing?.person ?? "");
      held.push(() => send(response, 200, { data: { countyPerson: "x" } }));
    };
    const body = JSON.stringify({ query: "{ countyPerson }" });
    const busy = await Promise.all(["busy1", "busy2"].map(tokenOf));
    const worker = await tokenOf("worker");
    const answers = [busy[0], busy[1], busy[0]].map((headers) => platform.post(body, headers));
    await until("the tier has all that it takes", () => held.length === 2);
    await until("the third is in hand", async () => /^gateway_in_flight 3$/m.test(await metrics()));
    answers.push(platform.post(body, worker));
    await until("all are in hand", async () => /^gateway_in_flight 4$/m.test(await metrics()));
    expect(held.length).toBe(2);
    held.shift()?.();
    await until("another is asked", () => order.length === 3);
    held.shift()?.();
    await until("the last is asked", () => order.length === 4);
    for (const answer of held) answer();
    for (const { errors } of await Promise.all(answers)) expect(errors).toEqual([]);
    expect(order.slice(2)).toContain("county:990101.worker");
    platform.tiers.county.answerWith = undefined;
  });
});
