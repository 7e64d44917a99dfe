import { Controller } from "../../scripts/chaos/controller";
import type { Fault } from "../../scripts/chaos/schedule";

/** What the controller does to anything, in its order. */
function watched(faults: Fault[], longestMs?: number) {
  const seen: string[] = [];
  const victims = {
    kill: async (name: string) => void seen.push(`kill ${name}`),
    stop: async (name: string) => {
      seen.push(`stop ${name}`);
      return () => void seen.push(`continue ${name}`);
    },
  };
  const line = (name: string) => ({
    cut: (kind: string) => void seen.push(`${kind} ${name}`),
    heal: () => void seen.push(`heal ${name}`),
  });
  const lines = { of: (name: string) => [line(name)] } as never;
  return { seen, controller: new Controller(faults, victims, lines, longestMs) };
}
const settled = () => new Promise((done) => setImmediate(done));

test("a fault comes after its number of acts, and goes after as many more", async () => {
  const { seen, controller } = watched([
    { kind: "KILL", target: "gateway", after: 1, lasts: 1 },
    { kind: "STOP", target: "worker", after: 2, lasts: 2 },
    { kind: "SILENCE", target: "line", after: 2, lasts: 1 },
  ]);
  const after: string[][] = [];
  for (let act = 0; act < 4; act++) {
    controller.actEnded();
    await settled();
    after.push(seen.splice(0));
  }
  expect(after).toEqual([["kill gateway"], ["stop worker", "SILENCE line"], ["heal line"], ["continue worker"]]);
  expect(controller.done).toMatchObject({ KILL: 1, STOP: 1, SILENCE: 1, REFUSE: 0 });
});

test("what holds everybody up is healed all the same, after a while or at the end", async () => {
  const fault: Fault = { kind: "STOP", target: "gateway", after: 1, lasts: 99 };
  const held = watched([fault], 1);
  held.controller.actEnded();
  await held.controller.allHealed();
  const ended = watched([fault], 600_000);
  ended.controller.actEnded();
  await settled();
  await ended.controller.allHealed();
  for (const { seen } of [held, ended]) expect(seen).toEqual(["stop gateway", "continue gateway"]);
});

test("a fault that could not be carried out is told to whoever waits for the end", async () => {
  const { controller } = watched([{ kind: "KILL", target: "gateway", after: 1, lasts: 1 }]);
  Object.assign(controller, { victims: { kill: () => Promise.reject(new Error("the gateway does not start again")) } });
  controller.actEnded();
  await expect(controller.allHealed()).rejects.toThrow("does not start again");
});
