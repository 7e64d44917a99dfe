import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TIER_NAMES } from "../../schema/contract/tier";
import { freePort } from "../../scripts/supervisor/ports";
import { AUDIENCE, type FakeIssuer, startFakeIssuer } from "../support/fakeIssuer";
import { composeFakeSupergraph, type FakeTier, send, startFakeTiers } from "../support/fakeTiers";
import { STANDING } from "../support/gatewayUnderTest";
import { until } from "../support/until";

const ENTRY = resolve(__dirname, "../../gateway/index.js");
const SHARE = 2;
const REQUESTS = 3;

describe("two processes of a gateway", () => {
  const dir = mkdtempSync(join(tmpdir(), "gateway-processes-"));
  const supergraphFile = join(dir, "supergraph.graphql");
  let tiers: Record<string, FakeTier>;
  let issuer: FakeIssuer;
  let gateway: ChildProcess;
  let log = "";
  let url = "";
  let metricsUrl = "";

  beforeAll(async () => {
    writeFileSync(supergraphFile, composeFakeSupergraph());
    tiers = await startFakeTiers();
    issuer = await startFakeIssuer();
    const addresses = TIER_NAMES.flatMap((name) => [
      [`${name.toUpperCase()}_URL`, tiers[name]?.url],
      [`${name.toUpperCase()}_KEY`, tiers[name]?.key],
    ]);
    metricsUrl = `http://127.0.0.1:${await freePort()}/metrics`;
    gateway = spawn(process.execPath, [ENTRY], {
      env: {
        ...Object.fromEntries(addresses),
        GATEWAY_PORT: "0",
        GATEWAY_PROCESSES: "2",
        SUPERGRAPH_FILE: supergraphFile,
        REGIONS_DIR: "schema/regions",
        OIDC_ISSUER: issuer.url,
        OIDC_AUDIENCE: AUDIENCE,
        METRICS_PORT: new URL(metricsUrl).port,
        PERSON_CONCURRENCY: String(SHARE),
        PERSON_QUEUE: "4",
        PERSON_QUEUE_MS: "20000",
        RATE_REQUESTS: String(REQUESTS),
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    gateway.stderr?.setEncoding("utf8").on("data", (words) => {
      log += words;
    });
    url = await until("all of it listens", () => /"url":"([^"]+)","metrics":"/.exec(log)?.[1]);
  });
  afterAll(async () => {
    gateway.kill("SIGKILL");
    await Promise.all([issuer.close(), ...Object.values(tiers).map((tier) => tier.down())]);
    rmSync(dir, { recursive: true });
  });

  /** A connection for each question: they go to the processes in turn. */
  async function asking(name: string): Promise<(query?: string) => Promise<{ status: number; text: string }>> {
    const person = `county:990101.${name}`;
    tiers.county?.standings.set(person, { ...STANDING, person });
    const authorization = `Bearer ${await issuer.tokenOf(person)}`;
    return async (query = "{ countyPerson }") => {
      const headers = { "content-type": "application/json", authorization, connection: "close" };
      const [body, signal] = [JSON.stringify({ query }), AbortSignal.timeout(60_000)];
      const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body, signal });
      return { status: answer.status, text: await answer.text() };
    };
  }
  const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
  const processes = () => new Set([...log.matchAll(/"process":(\d+),[^\n]*"answered"/g)].map(([, id]) => id));
  const pidsOf = () => [...log.matchAll(/"process":(\d+)[^\n]*"listening"/g)].length;

  test("serve behind one port, and one place tells what both have counted", async () => {
    const ask = await asking("counted");
    // no more at once than a person's share: nobody waits for a turn, however slow the machine
    for (let i = 0; i < 3; i++) {
      expect((await times(SHARE, ask)).map(({ status }) => status)).toEqual(Array(SHARE).fill(200));
    }
    await until("both are known to have answered", () => processes().size === 2);
    const text = await until("all are counted", async () => {
      const counted = await (await fetch(metricsUrl)).text();
      return /gateway_requests_total\{operation="other",status="200"\} 6/.test(counted) && counted;
    });
    expect(text).toMatch(/gateway_tier_breaker_open\{tier="city"\} 0/);
  });

  test("count a person's requests together", async () => {
    const statuses = (await times(REQUESTS * 10 + 6, await asking("often"))).map(({ status }) => status);
    // of those at once some are too many at once; none of the rest beyond the rate
    const passed = statuses.filter((status) => status !== 429 && status !== 503).length;
    expect(passed).toBeLessThanOrEqual(REQUESTS * 10);
    const ask = await asking("seldom");
    let served = 0;
    for (let i = 0; i < REQUESTS * 10 + 6; i++) if ((await ask()).status === 200) served++;
    expect(served).toBe(REQUESTS * 10);
  });

  test("give a person one share, and what a process held when it was killed to the next", async () => {
    const held: (() => void)[] = [];
    let asked = 0;
    const county = tiers.county as FakeTier;
    county.answerWith = (response) => {
      asked++;
      held.push(() => send(response, 200, { data: { countyPerson: "late" } }));
    };
    const ask = await asking("many");
    const answers = times(SHARE + 4, () => ask().catch(() => ({ status: 0, text: "" })));
    await until("the share is held", () => asked === SHARE);
    await until("the rest waits", async () => /^gateway_waiting 4$/m.test(await (await fetch(metricsUrl)).text()));
    expect(asked).toBe(SHARE);
    const started = pidsOf();
    const victims = [...log.matchAll(/"process":(\d+),"pid":(\d+)/g)];
    process.kill(Number(victims[0]?.[2]), "SIGKILL");
    county.answerWith = undefined;
    // at once: on a busy machine those who wait would be sent away before another process listens
    for (const answer of held) answer();
    expect((await answers).filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await until("another process listens", () => pidsOf() === started + 1);
    const again = await times(SHARE, ask);
    expect(again.map(({ status }) => status)).toEqual(Array(SHARE).fill(200));
    await until("nothing is held", async () => /^gateway_in_flight 0$/m.test(await (await fetch(metricsUrl)).text()));
  });

  test("take up a new supergraph in all of them", async () => {
    const before = log.split("a new supergraph serves").length;
    writeFileSync(`${supergraphFile}.next`, composeFakeSupergraph("extend type Query { countyNews: String }"));
    renameSync(`${supergraphFile}.next`, supergraphFile);
    await until("both serve it", () => log.split("a new supergraph serves").length === before + 2);
  });

  test("are replaced one after the other on SIGHUP, while nobody is refused", async () => {
    const statuses: number[] = [];
    let replaced = false;
    const work = async () => {
      for (let i = 0; !replaced; i++) {
        const ask = await asking(`worker${i}`); // within each one's rate
        for (let j = 0; j < REQUESTS * 5 && !replaced; j++) {
          statuses.push((await ask()).status);
          await pause(20); // those that start have to get on
        }
      }
    };
    const worked = work();
    gateway.kill("SIGHUP");
    try {
      await until("all are replaced", () => log.includes("every process was replaced"));
    } finally {
      replaced = true;
      await worked;
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test("leave nobody waiting whose connection is handed to one that ends", async () => {
    const ask = await asking("handed");
    const pids = new Map([...log.matchAll(/"process":(\d+),"pid":(\d+)/g)].map(([, id, pid]) => [Number(id), pid]));
    const last = Math.max(...pids.keys());
    // connections wait with the one that hands them over, while another ends without being told by it
    gateway.kill("SIGSTOP");
    const answers = times(SHARE, () => ask().catch(({ message }: Error) => ({ status: message })));
    process.kill(Number(pids.get(last)), "SIGTERM");
    await until("it begins to end", () => new RegExp(`"process":${last},[^\\n]*"why":"SIGTERM"`).test(log));
    // long enough to end in, where it waited for nobody
    await pause(1_000);
    gateway.kill("SIGCONT");
    expect((await answers).map(({ status }) => status)).toEqual(Array(SHARE).fill(200));
  });

  test("answer what they have and end on SIGTERM", async () => {
    const county = tiers.county as FakeTier;
    let release: (() => void) | undefined;
    county.answerWith = (response) => {
      release = () => send(response, 200, { data: { countyPerson: "late" } });
    };
    const answer = (await asking("last"))();
    await until("the tier is asked", () => release);
    gateway.kill("SIGTERM");
    release?.();
    expect((await answer).text).toContain("late");
    expect(await once(gateway, "exit")).toEqual([0, null]);
  });
});
