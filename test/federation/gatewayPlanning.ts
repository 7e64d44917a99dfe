import { renameSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serialize, setFlagsFromString } from "node:v8";
import { pino } from "pino";
import { hashOf } from "../../gateway/limits/documents";
import { KeptPlans } from "../../gateway/planning/keptPlans";
import type { PlanQuestion } from "../../gateway/planning/messages";
import { packed, unpacked } from "../../gateway/planning/packed";
import { THREAD } from "../../gateway/planning/plannerThread";
import { Planning, type PlanningOptions } from "../../gateway/planning/planning";
import { warmUpWhenReady } from "../../gateway/planning/warmUp";
import { Random } from "../../scripts/random";
import { ROOM_FOR_NEW_OBJECTS } from "../../scripts/supervisor/platformProcesses";
import { composeFakeSupergraph, send } from "../support/fakeTiers";
import { GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { until } from "../support/until";

/** Longer than an answer may take before it counts as late. */
const LATE_MS = 600;

const CONDITIONS = "query Conditions($c: Boolean! = false) { countyPerson provincePerson @include(if: $c) }";
const question = (text: string) => ({ hash: hashOf(text), text, operationName: null, met: [] });
const by = (person: string) => ({ person, requestId: "the-reference" });

describe("planning", () => {
  const script = resolve(__dirname, "../support/misbehavingPlanner.js");
  const started: Planning[] = [];
  let ended = 0;

  function plannerThatMisbehaves(options: Partial<PlanningOptions> = {}): Planning {
    const metrics = { planned() {}, plannerEnded: () => void ended++ };
    const thread = { script, startMs: 60_000, planMs: 300 };
    const planning = new Planning({ log: pino({ level: "silent" }), metrics, thread, ...options });
    planning.begin("");
    started.push(planning);
    return planning;
  }
  afterAll(() => {
    for (const planning of started) planning.close();
  });

  test.each([
    ["hangs", "HANGS", { code: "LIMIT_EXCEEDED", status: 400 }],
    ["crashes", "CRASHES", { code: "INTERNAL_SERVER_ERROR", details: { reference: "the-reference" } }],
    ["ends", "ENDS", { code: "INTERNAL_SERVER_ERROR" }],
  ])("a thread that %s is replaced, and what it planned is refused without another try", async (_, text, error) => {
    const planning = plannerThatMisbehaves();
    const before = ended;
    await expect(planning.planOf(question(text), by("a"))).rejects.toMatchObject(error);
    expect(await planning.planOf(question("good"), by("a"))).toMatchObject({ text: "good" });
    await expect(planning.planOf(question(text), by("b"))).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    expect(ended).toBe(before + 1);
  });

  test.each([
    ["FAILS", { code: "INTERNAL_SERVER_ERROR", details: { reference: "the-reference" } }],
    ["UNFIT", { code: "BAD_USER_INPUT", status: 400 }],
  ])("an operation that %s costs no thread", async (text, error) => {
    const planning = plannerThatMisbehaves();
    const before = ended;
    await expect(planning.planOf(question(text), by("a"))).rejects.toMatchObject(error);
    expect(ended).toBe(before);
  });

  test("a thread that has had no processor time is not late", async () => {
    const begun = performance.now();
    const plan = await plannerThatMisbehaves().planOf(question("RESTS"), by("a"));
    expect([plan, performance.now() - begun > 500]).toMatchObject([{ text: "RESTS" }, true]);
  });

  test("its thread has little room for new objects, whatever the process was started with", async () => {
    for (const flag of ROOM_FOR_NEW_OBJECTS) setFlagsFromString(flag);
    const planned = await plannerThatMisbehaves({ thread: { ...THREAD, script } }).planOf(question("FILLS"), by("a"));
    const mb = (planned as unknown as { bytes: number }).bytes / 1024 / 1024;
    expect(mb).toBeGreaterThan(1);
    expect(mb).toBeLessThanOrEqual(16);
  });

  test("nobody waits behind all that one person asks", async () => {
    const planning = plannerThatMisbehaves();
    const order: string[] = [];
    const plan = async (text: string, person: string) => {
      await planning.planOf(question(text), by(person));
      order.push(text);
    };
    await Promise.all([...["a1", "a2", "a3", "a4", "a5"].map((text) => plan(text, "a")), plan("b1", "b")]);
    expect(order.indexOf("b1")).toBeLessThanOrEqual(2);
  });

  test("so many wait and no more, and none of them longer than it may", async () => {
    const planning = plannerThatMisbehaves({ mostWaiting: 1, waitMs: 30 });
    const first = planning.planOf(question("HANGS"), by("a"));
    const second = planning.planOf(question("good"), by("b"));
    await expect(planning.planOf(question("other"), by("c"))).rejects.toMatchObject({
      code: "OVERLOADED",
      status: 503,
    });
    await expect(second).rejects.toMatchObject({ code: "OVERLOADED" });
    await expect(first).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });
});

describe("plans that are kept", () => {
  const random = new Random(7);
  const noise = Array.from({ length: 1_000 }, () => random.int(0, 1e9).toString(36)).join("");
  /** nothing in it is said twice */
  const json = (i: number) => JSON.stringify({ kind: "QueryPlan", text: `${i} ${noise}` });
  const kept = (count = 20) => {
    const plans = new KeptPlans();
    for (let i = 0; i < count; i++) plans.keep(`${i}`, question(`${i}`.padEnd(90_000)), packed(json(i)));
    return plans;
  };

  test("are one object for as long as they are asked for, so that what was compiled of them serves", () => {
    const plans = kept();
    expect(plans.find("19")).toBe(plans.find("19"));
  });

  test("are read again where others were asked for since, and then serve again as one", () => {
    const plans = kept();
    const again = plans.find("0");
    expect(again).toEqual(JSON.parse(json(0)));
    expect(plans.find("0")).toBe(again);
    for (let i = 1; i < 20; i++) plans.find(`${i}`);
    expect(plans.find("0")).not.toBe(again);
    expect(plans.count).toBe(20);
  });

  test("are dropped beyond their bound, the longest unused first", () => {
    const plans = kept(100);
    plans.find("0");
    for (let i = 100; i < 150; i++) plans.keep(`${i}`, question(`${i}`.padEnd(90_000)), packed(json(i)));
    expect([plans.has("0"), plans.has("1"), plans.has("149")]).toEqual([true, false, true]);
    expect(plans.count).toBeGreaterThan(90);
    expect(plans.count).toBeLessThanOrEqual(110);
  });

  test("count with two bytes for each character of a text that has Chinese in it", () => {
    const plans = new KeptPlans();
    for (let i = 0; i < 100; i++) plans.keep(`${i}`, question(`${i} 巡察`.padEnd(90_000)), packed(json(i)));
    expect(plans.count).toBeGreaterThan(45);
    expect(plans.count).toBeLessThan(60);
  });

  test("are there as objects for four hundred small ones, and not for more", () => {
    const plans = new KeptPlans();
    const first = plans.keep("0", question("{ a }"), packed("{}"));
    const further = (from: number, to: number) => {
      for (let i = from; i < to; i++) plans.keep(`${i}`, question(`{ a${i} }`), packed("{}"));
    };
    further(1, 400);
    expect(plans.find("0")).toBe(first);
    further(400, 800);
    expect(plans.find("0")).not.toBe(first);
    expect(plans.count).toBe(800);
  });

  test("have one byte for each of few characters, whatever text their names were cut out of", () => {
    const name = "中文 countyFindingsOfARegion".slice(3);
    const wide = JSON.stringify({ operations: Array(20).fill(`{ ${name} { id title } }`) });
    expect(serialize(packed(wide)).length).toBeLessThan(wide.length / 3);
    expect(unpacked(packed(wide))).toBe(wide);
  });
});

describe("the saved operations are planned", () => {
  const looksUntilPlanned = async (upAt: (look: number) => number) => {
    let looks = 0;
    const current = () => {
      const up = upAt(++looks);
      const stateOf = (place: number) => (place <= up ? "up" : "down");
      const tiers = { province: stateOf(1), city: stateOf(2), county: stateOf(3) } as const;
      return { status: up === 3 ? "ready" : "not ready", tiers } as const;
    };
    let planned: PlanQuestion[] | undefined;
    const warm = async (saved: readonly PlanQuestion[]) => {
      planned = [...saved];
    };
    const stop = warmUpWhenReady(
      { count: 0, warm },
      async () => [question("saved")],
      { current },
      pino({ level: "silent" }),
      1,
    );
    await until("they are planned", () => planned);
    stop();
    expect(planned).toEqual([question("saved")]);
    return looks;
  };

  test.each<[string, (look: number) => number, number]>([
    ["as soon as all tiers are there", (look) => (look < 3 ? look : 3), 3],
    ["some looks after the first is there, though another stays away", (look) => (look < 4 ? 0 : 2), 8],
    ["in the end, though none comes", () => 0, 30],
  ])("%s", async (_, upAt, looks) => {
    expect(await looksUntilPlanned(upAt)).toBe(looks);
  });
});

describe("a new supergraph's plans", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await new GatewayUnderTest().start({ metrics: { host: "127.0.0.1", port: 0 } });
    await mkdir(join(platform.dir, "operations"));
    writeFileSync(join(platform.dir, "operations/saved.graphql"), "query Saved { countyPerson provincePerson }\n");
    writeFileSync(join(platform.dir, "operations/conditions.graphql"), `${CONDITIONS}\n`);
  });
  afterAll(() => platform.stop());

  const planned = async () => {
    const text = await (await fetch(platform.gateway.metricsUrl as string)).text();
    return Number(/gateway_plans_total\{from="planner"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

  test("are there before it serves: of the saved operations, and of what was asked of the old one", async () => {
    const used = "{ provincePerson cityPerson countyPerson }";
    expect((await platform.ask(used)).errors).toEqual([]);
    const beside = join(platform.dir, "next.graphql");
    writeFileSync(beside, composeFakeSupergraph("extend type Query { countyNews: String }"));
    renameSync(beside, platform.supergraphFile);
    await until("the new one serves", () => platform.log.some((line) => line.includes("a new supergraph serves")));
    let asked = 0;
    await until("its saved operations are known by whatever text", async () => {
      const already = await planned();
      await platform.ask(`query Saved { countyPerson provincePerson } # ${asked++}`);
      return (await planned()) === already;
    });
    const before = await planned();
    for (const query of [
      used,
      "query Saved { countyPerson provincePerson }",
      "query Saved{countyPerson provincePerson}",
    ]) {
      const answer = await platform.post(JSON.stringify({ query }), { authorization: `Bearer ${platform.token}` });
      expect([answer.status, answer.errors]).toEqual([200, []]);
    }
    expect(await planned()).toBe(before);
    expect((await platform.ask("{ cityPerson }")).errors).toEqual([]);
    expect(await planned()).toBe(before + 1);
  });

  test("are there for each set of values of a saved operation's conditions, and of another operation once asked for", async () => {
    const own = CONDITIONS.replace("Conditions", "Own");
    const before = await planned();
    const answers = async (query: string) => {
      for (const [c, data] of [
        [undefined, { countyPerson: expect.any(String) }],
        [true, { countyPerson: expect.any(String), provincePerson: expect.any(String) }],
        [false, { countyPerson: expect.any(String) }],
      ] as const) {
        const answer = await platform.ask(query, { c });
        expect([answer.data, answer.errors]).toEqual([data, []]);
      }
    };
    await answers(CONDITIONS);
    expect(await planned()).toBe(before);
    for (let times = 0; times < 2; times++) await answers(own);
    expect(await planned()).toBe(before + 2);
  });

  test("are made once for texts that differ in what they write out, and faults stand where they were sent", async () => {
    const text = (code: string, note: string) => `{ region(code: ${code}) {\n name # ${note}\n} }`;
    const before = await planned();
    for (const code of ["99", "990101"]) {
      const { data, errors } = await platform.ask(text(`"${code}"`, code));
      expect([data, errors]).toEqual([
        { region: { name: expect.stringMatching(code === "99" ? "虚构省" : "示例天区") } },
        [],
      ]);
    }
    expect(await planned()).toBe(before + 1);
    const unfit = await platform.ask(text("true", "no code"));
    expect([unfit.status, unfit.errors]).toMatchObject([400, [{ locations: [{ line: 1, column: 16 }] }]]);
    expect(unfit.text).not.toContain("literal0");
  });

  test("are waited for, and who waited for one was not answered late: others are let in as before", async () => {
    const people = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const person = `county:990101.planned-${i}`;
        platform.tiers.county.standings.set(person, { ...STANDING, person });
        return { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
      }),
    );
    const body = JSON.stringify({ query: "{ countyPerson provincePerson }" });
    const ask = (some: typeof people) => Promise.all(some.map((headers) => platform.post(body, headers)));
    const { planOf } = Planning.prototype;
    Planning.prototype.planOf = async function (...asked) {
      const plan = await planOf.apply(this, asked);
      await pause(LATE_MS);
      return plan;
    };
    try {
      // what was answered is looked at when the next answer comes
      for (const some of [people.slice(0, 12), people.slice(12, 24)]) await ask(some);
    } finally {
      Planning.prototype.planOf = planOf;
    }
    const held: (() => void)[] = [];
    platform.tiers.county.answerWith = (response) => {
      held.push(() => send(response, 200, { data: { countyPerson: "late" } }));
    };
    const answers = ask(people);
    await until("all are let in", () => held.length === people.length);
    platform.tiers.county.answerWith = undefined;
    for (const answer of held) answer();
    expect((await answers).filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("a variable of the wrong type and an operation name that is none are refused as before", async () => {
    const headers = { authorization: `Bearer ${platform.token}` };
    const wrong = { query: "query Q($id: ID!) { finding(id: $id) { id } }", variables: { id: { no: 1 } } };
    expect((await platform.post(JSON.stringify(wrong), headers)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT" } },
    ]);
  });
});
