import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GATEWAY_FLAGS } from "../../supervisor/platformProcesses";
import { inDatabase } from "../database";
import { AUDIENCE, startIssuer } from "../issuer";
import { type BenchTier, startTier, UNIT } from "../tier";
import type { Secrets } from "./judge";
import { MeasuredProcess } from "./measuredProcess";

const ROOT = join(__dirname, "../../../..");
/** People who send, each within the rates of one. */
const SENDERS = 16;

/** A gateway of a site, as a process of its own, over a county's real subgraph and database. Province and city are not there. */
export interface World {
  gateway: MeasuredProcess;
  tier: Pick<BenchTier, "cpuMs">;
  secrets: Secrets;
  /** authorization headers of people who work in one office */
  senders: string[];
  /** of somebody who only wants to work */
  worker: string;
  /** Until the gateway has done what it does by itself after its start: to plan the saved operations takes it a second of processor time,
   * which is nobody's request. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

interface Differently {
  /** who send */
  people?: number;
  /** where traces are sent */
  traces?: string;
  /** further settings of the gateway */
  settings?: Record<string, string>;
}

/** @param canary begins every secret: what is found outside was taken from inside */
export async function startWorld(
  canary: string,
  { people = SENDERS, traces = "", settings = {} }: Differently = {},
): Promise<World> {
  const tier = await startTier({ TRACES_URL: traces });
  const issuer = await startIssuer();
  const folder = mkdtempSync(join(tmpdir(), `${canary}-configuration-`));
  const stop = async () => {
    await Promise.all([tier.stop(), issuer.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await inDatabase(tier.ownerUrl, peopleAndSecrets(people, `${canary}-database`));
    const gateway = await startGateway(folder, tier, issuer.url, canary, { ...settings, TRACES_URL: traces });
    const all = await Promise.all(Array.from({ length: people + 1 }, (_, i) => issuer.authorizationOf(personOf(i))));
    const [worker, ...senders] = all as [string, ...string[]];
    return {
      gateway,
      tier,
      secrets: {
        canaries: [canary],
        value: `value-${canary}`.split("").reverse().join(""),
        addresses: [new URL(tier.url).host],
      },
      senders,
      worker,
      settled: () => gateway.saidByAll(/"msg":"the saved operations are planned"/g),
      stop: async () => {
        await gateway.stop();
        await stop();
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function startGateway(
  folder: string,
  tier: BenchTier,
  issuerUrl: string,
  canary: string,
  settings: Record<string, string>,
): Promise<MeasuredProcess> {
  mkdirSync(join(folder, "schema"));
  cpSync(join(ROOT, "schema/supergraph.graphql"), join(folder, "schema/supergraph.graphql"));
  cpSync(join(ROOT, "schema/operations"), join(folder, "schema/operations"), { recursive: true });
  const nobody = "http://127.0.0.1:9";
  const key = (name: string) => `${canary}-key-of-${name}-${"k".repeat(32)}`;
  const environment = {
    PLATFORM_MODE: "site",
    GATEWAY_PORT: "0",
    SUPERGRAPH_FILE: join(folder, "schema/supergraph.graphql"),
    REGIONS_DIR: join(ROOT, "schema/regions"),
    OIDC_ISSUER: issuerUrl,
    OIDC_AUDIENCE: AUDIENCE,
    PROVINCE_URL: nobody,
    CITY_URL: nobody,
    COUNTY_URL: tier.url,
    PROVINCE_KEY: key("province"),
    CITY_KEY: key("city"),
    COUNTY_KEY: tier.key,
    SOME_SECRET: `${canary}-environment`,
    GATEWAY_PROCESSES: process.env.GATEWAY_PROCESSES ?? "1",
    ...settings,
  };
  return new MeasuredProcess(join(__dirname, "../../../gateway/index.js"), environment, [], GATEWAY_FLAGS).listening();
}

const personOf = (i: number) => `county:990101.sender${i}`;

/** Accounts of one office, and what no one of them may read: another office's draft. */
function peopleAndSecrets(people: number, secret: string): string {
  const accounts = Array.from({ length: people + 1 }, (_, i) => `('${personOf(i)}', '990101', '${secret}', true, 1)`);
  const [round, target] = ["county:BBBBBBBBBBBBBBBBBBBBBR", "county:BBBBBBBBBBBBBBBBBBBBBT"];
  return `insert into account (id, office, label, active, rights_epoch) values ${accounts.join(",")};
    insert into account_role (account_id, role) select id, 'CLERK' from account;
    insert into office (code, id, name, enrolment) values ('990102', 'county:BBBBBBBBBBBBBBBBBBBBBO', '${secret}', 'ENROLLED');
    insert into term (id, office, committee, ordinal, starts_on) values ('county:BBBBBBBBBBBBBBBBBBBBBM', '990102', '${secret}', 1, '2021-07-01');
    insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
      values ('${round}', '990102', 'county:BBBBBBBBBBBBBBBBBBBBBM', 1, 'REGULAR', 'OWN_TIER', '${secret}', 'RUNNING', 1, true, now());
    insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at)
      values ('${target}', '990102', '${round}', 'county:BBBBBBBBBBBBBBBBBBBBBU', '${UNIT}', '990102', 'ENTERED', 1, now());
    insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category, status, status_at, version, synthetic, opened_at)
      select 'county:' || left(md5(i::text), 22), '990102', '${round}', '${target}', 'county:BBBBBBBBBBBBBBBBBBBBBU', '${UNIT}', '990102', i, '${secret}', '${secret}', 'GRASSROOTS_POLICY', '工程项目', 'DRAFT', now(), 1, true, now()
      from generate_series(1, 50) i;`;
}
