import { ATTESTATION_WANTED } from "../../schema/contract/attestation";
import { homeTierOfAccount } from "../../schema/contract/ids";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, signInternalToken } from "../../schema/contract/internalToken";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, type Tier, type TierName } from "../../schema/contract/tier";
import type { Answer } from "./caller";
import { post, type Reply } from "./post";

/** As long as a gateway remembers it, unless it is told otherwise. */
const KEPT_MS = 1_000;

/** Asks a tier as the gateway would, with the gateway's key: for what builds a scene. Nothing is planned and carried on for it, which is
 * half of what a change takes; what the gateway does is the matter of other tests. */
export class TierDoor {
  private readonly kept = new Map<string, { askedAt: number; standing: Promise<Standing | undefined> }>();

  constructor(private readonly tiers: Record<TierName, { url: string; key: string }>) {}

  /** @returns undefined where the gateway is needed: the tier wants an answer of another one, or nobody vouches for the person */
  async ask(body: string, person: string, tier: Tier): Promise<Answer | undefined> {
    const standing = await this.standingOf(person);
    if (!standing) return undefined;
    const reply = await this.send(nameOfTier(tier), "/graphql", body, standing);
    if (reply.status === ATTESTATION_WANTED) return undefined;
    const { data, errors = [] } = JSON.parse(reply.text) as Answer;
    return { ...reply, data, errors };
  }

  private standingOf(person: string): Promise<Standing | undefined> {
    const known = this.kept.get(person);
    if (known && performance.now() - known.askedAt <= KEPT_MS) return known.standing;
    const standing = this.askStanding(person);
    this.kept.set(person, { askedAt: performance.now(), standing });
    return standing;
  }

  private async askStanding(person: string): Promise<Standing | undefined> {
    const home = homeTierOfAccount(person);
    if (!home) return undefined;
    const { status, text } = await this.send(nameOfTier(home), "/standing", JSON.stringify({ person }));
    return status === 200 ? (JSON.parse(text) as Standing) : undefined;
  }

  private send(tier: TierName, path: string, body: string, standing?: Standing): Promise<Reply> {
    const { url, key } = this.tiers[tier];
    const expiresAt = Math.floor(Date.now() / 1_000) + 30;
    const claims: InternalClaims = { audience: tier, expiresAt, requestId: "scene", standing };
    return post(url + path, body, { [INTERNAL_TOKEN_HEADER]: signInternalToken(claims, body, key) });
  }
}
