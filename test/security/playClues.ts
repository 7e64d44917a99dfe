import { INTERNAL_TOKEN_HEADER, signInternalToken } from "../../schema/contract/internalToken";
import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, TIER_NAMES, type Tier, type TierName } from "../../schema/contract/tier";
import { carrierOf } from "../../scripts/seed/carry";
import type { ClueCommand } from "../../subgraphs/domain/clue/clue";
import { type Custody, partsOfCustody } from "../../subgraphs/domain/clue/custody";
import { Caller } from "../support/caller";
import { postJson, type TestPlatform } from "../support/platform";
import type { Course, Hand } from "./courses";
import type { WorldClue } from "./oracleWorld";

/** Asks a subgraph as whoever has a valid internal token of a person. */
export function askSubgraph(platform: TestPlatform, name: TierName, standing: Standing, body: string) {
  const { url, key } = platform.tiers[name];
  const claims = { audience: name, expiresAt: Math.floor(Date.now() / 1000) + 30, requestId: "direct" };
  const token = signInternalToken({ ...claims, standing }, body, key);
  return postJson(`${url}/graphql`, body, { [INTERNAL_TOKEN_HEADER]: token });
}

/** Nothing is left of the clues of the world before: a chain of custody and what was carried are only added to, so their triggers
 * must not look. */
export async function forgetClues(platform: TestPlatform): Promise<void> {
  const forget = "set session_replication_role = replica; delete from clue_custody; delete from sealed_parcel;";
  await Promise.all(TIER_NAMES.map((name) => platform.sql(name, `${forget} set session_replication_role = origin`)));
}

const HAND_OF: Record<ClueCommand, Hand> = {
  ...{ APPROVE: "clearing", REFER: "clearing", SEAL: "clearing" },
  ...{ RECEIVE: "proposing", RETURN: "proposing", PROPOSE_DISPOSAL: "proposing" },
  ...{ DECIDE_DISPOSAL: "deciding", REJECT_DISPOSAL: "deciding", CONCLUDE: "deciding" },
};
const OF_THE_SENDER: readonly ClueCommand[] = ["APPROVE", "REFER", "SEAL"];
const NOTE = "说明。（虚构）";
const MORE: Partial<Record<ClueCommand, object>> = {
  SEAL: { note: NOTE },
  RETURN: { note: NOTE },
  PROPOSE_DISPOSAL: { disposal: "PRELIMINARY_VERIFICATION", note: NOTE },
  REJECT_DISPOSAL: { note: NOTE },
  CONCLUDE: { outcome: "NOT_SUBSTANTIATED", note: NOTE },
};

/** Carries the courses out: each step by its hand, through the mutations of the subgraphs, and what is said to another tier carried there
 * as the workers carry it.
 * @returns the clues as the world has them now */
export async function playClues(platform: TestPlatform, courses: readonly Course[], on: string): Promise<WorldClue[]> {
  const urls = Object.fromEntries(TIER_NAMES.map((name) => [name, platform.tiers[name].database.urls]));
  const carry = carrierOf(urls as Parameters<typeof carrierOf>[0], "CLUES");
  const played: WorldClue[] = [];
  for (const { clue, input, steps, hands } of courses) {
    const as = (hand: Hand) => {
      const standing = hands[hand];
      const gateway = (body: string) => askSubgraph(platform, nameOfTier(standing.tier), standing, body);
      return new Caller(standing.person, { gateway });
    };
    const [owners, receivers] = [tierOf(clue.owner), clue.referred && tierOf(clue.referred.to)];
    const [registered] = await as("registrar").does("registerTierClue", input);
    const id = registered?.id as string;
    let receipt = 0;
    for (const [i, command] of steps.entries()) {
      const step = { id, command, ...MORE[command] };
      const bySender = OF_THE_SENDER.includes(command);
      if (command === "REFER") receipt = 0;
      if (bySender) await as(HAND_OF[command]).does("moveTierClue", { ...step, version: i + 1 });
      else await as(HAND_OF[command]).does("moveTierClueReceipt", { ...step, version: ++receipt });
      if (!receivers || receivers === owners) continue;
      await (bySender ? carry(owners, receivers, on) : carry(receivers, owners, on));
    }
    played.push({ ...clue, id });
  }
  return played;
}

function tierOf(custody: Custody): Tier {
  return tierOfOffice(partsOfCustody(custody).office) as Tier;
}
