import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import type { World } from "./world";

export interface Flooded {
  texts: number;
  seconds: number;
  /** what the flooding person was answered, by status */
  statuses: Record<string, number>;
  /** of the questions of somebody else meanwhile */
  servedShare: number;
  othersAsked: number;
  othersMedianMs: number;
  heapBytes: number;
}

const AT_ONCE = 16;

/** One person sends texts that nobody has seen, as fast as they are answered, while another works. */
export async function flood({ gateway, senders, worker }: World, texts: number): Promise<Flooded> {
  const agent = new Agent({ connections: AT_ONCE + 1 });
  const ask = async (authorization: string, query: string) => {
    const headers = { "content-type": "application/json", authorization };
    const options = { method: "POST", headers, body: JSON.stringify({ query }), dispatcher: agent } as const;
    const answer = await request(`${gateway.url}/graphql`, options);
    const text = await answer.body.text();
    return answer.statusCode === 200 && text.includes('"errors"') ? 0 : answer.statusCode;
  };
  const statuses: Record<string, number> = {};
  const started = performance.now();
  let next = 0;
  const attacker = async () => {
    while (next < texts) {
      const i = next++;
      const status = await ask(
        senders[0] as string,
        `{ region(code: "99") { name a${i % 20_000}: countyFigures { total } } }`,
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  const others: { status: number; ms: number }[] = [];
  const work = async () => {
    while (next < texts) {
      const asked = performance.now();
      const status = await ask(worker, '{ region(code: "99") { name countyFigures { total } } }');
      others.push({ status, ms: performance.now() - asked });
      await pause(50);
    }
  };
  await Promise.all([work(), ...Array.from({ length: AT_ONCE }, attacker)]);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  await agent.close();
  const latencies = others.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    texts,
    seconds,
    statuses,
    servedShare: others.filter(({ status }) => status === 200).length / others.length,
    othersAsked: others.length,
    othersMedianMs: Math.round(latencies[Math.floor(latencies.length / 2)] ?? 0),
    heapBytes: await gateway.heapBytes(),
  };
}
