import type { Cluster } from "../../scripts/chaos/clusters";
import { READERS } from "../../scripts/chaos/live/followers";
import { Withdrawing } from "../../scripts/chaos/live/withdrawing";
import { Persistent } from "../../scripts/chaos/persistent";

test("an operator of a run that has ended does not try on: nothing holds the process then", async () => {
  const nobody = { urls: { owner: "postgres://127.0.0.1:1/nobody" } } as Cluster;
  const clusters = { county: nobody, city: nobody, province: nobody };
  const people = new Persistent({ as: () => ({ ask: () => Promise.reject(new Error("nobody is asked")) }) });
  const closed = READERS.filter(({ fate }) => fate === "CLOSED");
  const withdrawing = new Withdrawing(1, 4, closed, clusters, people, "");
  for (let acts = 0; acts < 4; acts++) withdrawing.actEnded();
  withdrawing.stop();
  await expect(withdrawing.allDone()).rejects.toThrow("aborted");
});
