import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import { type Fault, judgeLog, leaks } from "./judge";
import { shapeOf } from "./shapes";
import type { World } from "./world";

interface Flood {
  texts: number;
  shapes: number;
  people: number;
  /** @returns the i-th text: no two are equal */
  textOf(i: number): string;
}

interface Latency {
  asked: number;
  /** of what was asked */
  servedShare: number;
  medianMs: number;
  p99Ms: number;
  /** what was answered */
  statuses: Record<string, number>;
}

export interface Flooded {
  texts: number;
  shapes: number;
  people: number;
  seconds: number;
  /** what those who flood were answered */
  statuses: Record<string, number>;
  /** somebody else meanwhile */
  others: Latency;
  /** after a tenth of the texts, and after all */
  heapBytes: [early: number, late: number];
  /** of the whole process, its planner's thread too */
  residentBytes: [early: number, late: number];
  /** the most that it had between two looks */
  mostResidentBytes: number;
  /** of what it answered and logged meanwhile */
  faults: Fault[];
}

/** Over as many connections: one on which something was refused rests a little. */
const AT_ONCE = 32;
/** Texts between two looks at memory and log. */
const LOOK_EVERY = 5_000;
const ORDINARY = '{ region(code: "99") { name countyFigures { total } } }';

/** People send texts that nobody has seen, as fast as they are answered, while another works. Few shapes are carried out as
 * often as they are sent; of many most are refused, because their senders' rates are spent. */
export async function flood(world: World, { texts, shapes, people, textOf }: Flood): Promise<Flooded> {
  const { gateway, senders, secrets } = world;
  const asker = new Asker(world);
  const statuses: Record<string, number> = {};
  let mostResidentBytes = 0;
  const look = () => {
    mostResidentBytes = Math.max(mostResidentBytes, gateway.residentBytes());
    for (const fault of judgeLog(gateway.log, secrets)) asker.faults.add(fault);
    gateway.forgetLog();
  };
  const started = performance.now();
  let next = 0;
  const until = async (last: number) => {
    const attacker = async () => {
      while (next < last) {
        const i = next++;
        if (i % LOOK_EVERY === 0) look();
        const outcome = await asker.ask(senders[i % people] as string, textOf(i));
        statuses[outcome] = (statuses[outcome] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  };
  const worked = asker.work(() => next < texts);
  await until(Math.ceil(texts / 10));
  const early = [await gateway.heapBytes(), gateway.residentBytes()] as const;
  await until(texts);
  const others = await worked;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const late = [await gateway.heapBytes(), gateway.residentBytes()] as const;
  look();
  await asker.close();
  return {
    texts,
    shapes,
    people,
    seconds,
    statuses,
    others,
    heapBytes: [early[0], late[0]],
    residentBytes: [early[1], late[1]],
    mostResidentBytes,
    faults: [...asker.faults],
  };
}

interface Beside {
  alone: Latency;
  beside: Latency;
  /** different operations that one person had carried out, in a second */
  plannedPerSecond: number;
}

/** What somebody who works notices of one person who asks for one operation after the other that nobody has asked for: in turn
 * without and with that person. */
export async function besideOnePerson(world: World, rounds: number, roundMs: number): Promise<Beside> {
  const asker = new Asker(world);
  const [alone, beside]: [Answer[], Answer[]] = [[], []];
  let [next, planned] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    for (const disturbed of [false, true]) {
      const end = performance.now() + roundMs;
      const goesOn = () => performance.now() < end;
      const attack = async () => {
        for (; goesOn(); await pause(2)) {
          const outcome = await asker.ask(world.senders[0] as string, `${shapeOf(next++)} #beside`);
          if (outcome === "200") planned++;
        }
      };
      const [answers] = await Promise.all([
        asker.answers(goesOn),
        ...(disturbed ? [attack(), attack(), attack()] : []),
      ]);
      (disturbed ? beside : alone).push(...answers);
    }
  }
  await asker.close();
  const perSecond = Math.round((planned / ((rounds * roundMs) / 1000)) * 10) / 10;
  return { alone: latencyOf(alone), beside: latencyOf(beside), plannedPerSecond: perSecond };
}

/** The status; or of what was answered with a status of 200 and lacks data, whether it lacks them because a tier had no time. */
type Outcome = `${number}` | "TIER_UNAVAILABLE" | "INCOMPLETE";

interface Answer {
  outcome: Outcome;
  ms: number;
}

class Asker {
  readonly faults = new Set<Fault>();
  readonly #agent = new Agent({ connections: AT_ONCE + 1 });

  constructor(private readonly world: World) {}

  async ask(authorization: string, query: string): Promise<Outcome> {
    const headers = { "content-type": "application/json", authorization };
    const options = { method: "POST", headers, body: JSON.stringify({ query }), dispatcher: this.#agent } as const;
    const answer = await request(`${this.world.gateway.url}/graphql`, options);
    const text = await answer.body.text();
    if (leaks(text, this.world.secrets)) this.faults.add("LEAK");
    return answer.statusCode === 200 && text.includes('"errors"') ? lackOf(text) : `${answer.statusCode}`;
  }

  async answers(goesOn: () => boolean): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (; goesOn(); await pause(20)) {
      const asked = performance.now();
      const outcome = await this.ask(this.world.worker, ORDINARY);
      answers.push({ outcome, ms: performance.now() - asked });
    }
    return answers;
  }

  async work(goesOn: () => boolean): Promise<Latency> {
    return latencyOf(await this.answers(goesOn));
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

function lackOf(text: string): Outcome {
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] };
  return errors.length > 0 && errors.every(({ extensions }) => extensions?.code === "TIER_UNAVAILABLE")
    ? "TIER_UNAVAILABLE"
    : "INCOMPLETE";
}

function latencyOf(answers: readonly Answer[]): Latency {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  const served = answers.filter(({ outcome }) => outcome === "200").length;
  const statuses: Record<string, number> = {};
  for (const { outcome } of answers) statuses[outcome] = (statuses[outcome] ?? 0) + 1;
  return { asked: answers.length, servedShare: served / answers.length, medianMs: at(0.5), p99Ms: at(0.99), statuses };
}
