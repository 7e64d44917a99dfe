import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { nameOfTier, TIER_NAMES, TIERS, type Tier, tierOfName } from "../schema/contract/tier";
import { PeerClient } from "../subgraphs/exchange/peerClient";
import { type PeerKeys, readPublicKeys, readSigningKey, type SigningKey } from "../subgraphs/trust/keys";
import { isHeadOf, type SignedHead } from "../subgraphs/trust/statements";
import { connectOwner } from "./connectOwner";
import { runMain } from "./runMain";
import { readConfiguration } from "./supervisor/configuration";
import { urlsOf } from "./supervisor/database";
import { loadSigningKeys } from "./supervisor/signingKeys";

const USAGE = `Compares each tier's journal with the heads that the other tiers' workers hold of it: npm run -s witness [-- --json]
Asks the databases of npm start; at a site, OWNER_DATABASE_URL with TIER, EXCHANGE_KEY, EXCHANGE_KEYS (the tier's own public keys)
and, of each other tier, TIER_WORKER_URL and TIER_EXCHANGE_KEYS. Exit code 1 where something differs.`;

const PAGE = 5_000;

interface TierToCheck {
  tier: Tier;
  ownerUrl: string;
  key: SigningKey;
  /** of every tier, the own one too: what is shown must be signed by it */
  keys: PeerKeys;
  urls: Partial<Record<Tier, string>>;
}

interface Finding {
  tier: Tier;
  entries: number;
  /** the first number whose hash does not follow from the entries */
  brokenAt: number | null;
  witnesses: { peer: Tier; heads: number; differsAt: number | null; beyond: number | null; failure: string | null }[];
}

/** Computes a journal's chain from its first entry on, and compares the heads that others hold with it. */
async function check(of: TierToCheck): Promise<Finding> {
  const { hashes, brokenAt } = await readJournal(of.ownerUrl);
  const witnesses = await Promise.all(
    TIERS.filter((peer) => peer !== of.tier && of.urls[peer]).map(async (peer) => {
      const none = { peer, heads: 0, differsAt: null, beyond: null };
      try {
        const heads = await headsHeldBy(of, peer);
        const differs = heads.find(({ number, hash }) => number <= hashes.length && hashes[number - 1] !== hash);
        const beyond = heads.find(({ number }) => number > hashes.length);
        return {
          ...{ peer, heads: heads.length, differsAt: differs?.number ?? null, beyond: beyond?.number ?? null },
          failure: null,
        };
      } catch (cause) {
        return { ...none, failure: (cause as Error).message };
      }
    }),
  );
  return { tier: of.tier, entries: hashes.length, brokenAt, witnesses };
}

async function headsHeldBy({ tier, key, keys, urls }: TierToCheck, peer: Tier): Promise<SignedHead[]> {
  const client = new PeerClient({ tier, key, peers: keys }, peer, urls[peer] ?? "");
  try {
    const heads: SignedHead[] = [];
    for (let from = 0; ; ) {
      const { heads: page } = await client.ask("heads", { from, most: PAGE });
      const forged = page.find((head) => !isHeadOf(keys, tier, head));
      if (forged) throw new Error(`shows a head ${forged.number} that no key of this tier signed`);
      heads.push(...page);
      const last = page.at(-1);
      if (!last || page.length < PAGE) return heads;
      from = last.number + 1;
    }
  } finally {
    client.close();
  }
}

async function readJournal(ownerUrl: string): Promise<{ hashes: string[]; brokenAt: number | null }> {
  const client = await connectOwner(ownerUrl, "witness");
  try {
    const hashes: string[] = [];
    let previous = Buffer.alloc(32);
    for (let brokenAt: number | null = null; ; ) {
      const { rows } = await client.query<{ number: string; body: string; hash: Buffer }>(
        "select number, body, hash from journal where number > $1 order by number limit $2",
        [hashes.length, PAGE],
      );
      for (const { number, body, hash } of rows) {
        const wanted = createHash("sha256").update(previous).update(`${number}\n`).update(body).digest();
        if (brokenAt === null && (Number(number) !== hashes.length + 1 || !wanted.equals(hash)))
          brokenAt = hashes.length + 1;
        previous = wanted;
        hashes.push(wanted.toString("hex"));
      }
      if (rows.length < PAGE) return { hashes, brokenAt };
    }
  } finally {
    await client.end();
  }
}

function tiersToCheck(environment: NodeJS.ProcessEnv): TierToCheck[] {
  if (environment.OWNER_DATABASE_URL) return [ofSite(environment)];
  const configuration = readConfiguration(environment);
  const { ownerUrls } = urlsOf(configuration);
  const files = loadSigningKeys(configuration.PLATFORM_DATA);
  const keys = Object.fromEntries(TIERS.map((tier) => [tier, readPublicKeys(files[nameOfTier(tier)].publicKey)]));
  const urls = Object.fromEntries(
    TIERS.map((tier) => [tier, `http://127.0.0.1:${configuration[`${tier}_WORKER_PORT`]}`]),
  );
  return TIER_NAMES.map((name) => {
    const key = readSigningKey(readFileSync(files[name].file, "utf8"));
    return { tier: tierOfName(name), ownerUrl: ownerUrls[name], key, keys, urls };
  });
}

function ofSite(environment: NodeJS.ProcessEnv): TierToCheck {
  const tier = TIERS.find((each) => nameOfTier(each) === environment.TIER);
  const { OWNER_DATABASE_URL: ownerUrl, EXCHANGE_KEY, EXCHANGE_KEYS } = environment;
  if (!tier || !ownerUrl || !EXCHANGE_KEY || !EXCHANGE_KEYS) throw new Error(USAGE);
  const named = TIERS.map((each) => [each, environment[`${each}_EXCHANGE_KEYS`]] as const);
  const keys = named.flatMap(([each, text]) => (text ? [[each, readPublicKeys(text)] as const] : []));
  const urls = Object.fromEntries(TIERS.map((each) => [each, environment[`${each}_WORKER_URL`]]));
  const own = [tier, readPublicKeys(EXCHANGE_KEYS)] as const;
  return { tier, ownerUrl, key: readSigningKey(EXCHANGE_KEY), keys: Object.fromEntries([...keys, own]), urls };
}

function isRight({ brokenAt, witnesses }: Finding): boolean {
  return brokenAt === null && witnesses.every((each) => !each.differsAt && !each.beyond && !each.failure);
}

function describe({ tier, entries, brokenAt, witnesses }: Finding): string {
  const own = brokenAt === null ? "its chain is whole" : `its chain breaks at ${brokenAt}`;
  const lines = witnesses.map(({ peer, heads, differsAt, beyond, failure }) => {
    if (failure) return `  ${nameOfTier(peer)}: ${failure}`;
    if (differsAt) return `  ${nameOfTier(peer)}: holds another entry ${differsAt}`;
    if (beyond) return `  ${nameOfTier(peer)}: has seen entry ${beyond}, which is not there any more`;
    return `  ${nameOfTier(peer)}: ${heads} heads, all equal`;
  });
  return [`${nameOfTier(tier)}: ${entries} entries, ${own}`, ...lines].join("\n");
}

async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== "--json")) throw new Error(USAGE);
  const found: Finding[] = [];
  for (const tier of tiersToCheck(process.env)) found.push(await check(tier));
  const ok = found.every(isRight);
  const text = options.includes("--json")
    ? JSON.stringify({ command: "witness", ok, tiers: found })
    : found.map(describe).join("\n");
  process.stdout.write(`${text}\n`);
  return ok ? 0 : 1;
}

runMain(main);
