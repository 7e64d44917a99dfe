import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import type { Surroundings } from "../gateway/contenders";
import { startIssuer } from "../issuer";
import { MeasuredProcess } from "../shield/measuredProcess";
import { composeLiveGraph } from "./graph";

const PEOPLE = 200;

/** Sockets of one person are bounded, and herds are paced: neither is what is measured. */
export const UNBOUNDED = { LIVE_SOCKETS_PER_PERSON: "10000", LIVE_SIGN_INS: "10000" };

export interface LiveSurroundings extends Surroundings {
  tierProcess: MeasuredProcess;
  /** of so many people */
  authorizations: string[];
}

/** Starts what a gateway stands between, for as long as the work takes. */
export async function amongTiers<Outcome>(work: (around: LiveSurroundings) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "bench-live-"));
  const issuer = await startIssuer();
  const tierProcess = await new MeasuredProcess(join(__dirname, "tiers.js"), {}).listening();
  try {
    const urls = tierProcess.url.split(" ");
    const tiers = Object.fromEntries(TIER_NAMES.map((name, i) => [name, urls[i]])) as Record<TierName, string>;
    const people = Array.from({ length: PEOPLE }, (_, i) => issuer.authorizationOf(`county:990101.p${i}`));
    const authorizations = await Promise.all(people);
    const supergraph = composeLiveGraph(tiers);
    return await work({ folder, supergraph, tiers, issuer: issuer.url, tierProcess, authorizations });
  } finally {
    await tierProcess.stop();
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
