import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { Client } from "pg";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { loadRegions } from "../../../schema/regions/tree";
import { type Configuration, readConfiguration } from "../../supervisor/configuration";
import { urlsOf } from "../../supervisor/database";
import { loadLarge, removeLarge } from "./load";

const USAGE = `Loads a large synthetic data set over the real tree into the running platform, or takes it out again.
  npm run seed -- --findings N [--seed S]
  npm run seed -- --remove
Nothing in it has narrative, every row is marked synthetic. Its findings have no words and are not found by search; its units
are. A run that was stopped goes on by the same command; until it has, lists of findings are slow.`;
const SEED = 7;

async function main(words: readonly string[]): Promise<void> {
  const { findings, seed, remove } = read(words);
  const configuration = readConfiguration(process.env);
  if (configuration.PLATFORM_MODE === "site") throw new Error("a site has no synthetic data: PLATFORM_MODE is site");
  const { adminUrl, ownerUrls } = urlsOf(configuration);
  const regions = loadRegions(configuration.REGIONS_DIR);
  const before = await sizeOf(ownerUrls);
  const [started, cpu] = [performance.now(), databaseCpu(configuration)];
  const progress = progressOnStderr();
  const data = { adminUrl, ownerUrls, regions, lanes: availableParallelism(), onStep: progress.step };
  const count = await (remove ? removeLarge(data) : loadLarge(data, { findings, seed })).finally(progress.end);
  if (count === undefined) process.stdout.write("There is no large data set to remove\n");
  else {
    const seconds = (performance.now() - started) / 1000;
    const megabytes = Math.round(((await sizeOf(ownerUrls)) - before) / 1e6);
    const said = remove ? "Removed" : count ? "Loaded" : "Already loaded; wrote";
    process.stdout.write(
      `${said} ${count} findings${remove ? "" : ` (of ${findings}, seed ${seed})`} in ${seconds.toFixed(1)} s, ` +
        `${(databaseCpu(configuration) - cpu).toFixed(1)} s of CPU in the database, ${megabytes} MB more on disk\n${
          remove ? "" : "Its findings are counted and listed, and not found by search: they have no words\n"
        }`,
    );
  }
}

function read(words: readonly string[]): { findings: number; seed: number; remove: boolean } {
  const value = (name: string) => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : Number(words[at + 1]);
  };
  const [findings = 0, seed = SEED] = [value("--findings"), value("--seed")];
  const remove = words.includes("--remove");
  const understood = remove ? words.length === 1 : Number.isSafeInteger(findings) && findings > 0 && seed >= 0;
  if (!understood || !Number.isSafeInteger(seed)) throw new Error(USAGE);
  return { findings, seed, remove };
}

/** @throws Error that says what to do where the database is away */
async function sizeOf(ownerUrls: Record<TierName, string>): Promise<number> {
  let bytes = 0;
  for (const tier of TIER_NAMES) {
    const client = new Client({ connectionString: ownerUrls[tier] });
    await client.connect().catch((cause) => {
      throw new Error(`the database does not answer (${(cause as Error).message}): run npm start first`, { cause });
    });
    const { rows } = await client.query<{ bytes: string }>("select pg_database_size(current_database()) as bytes");
    bytes += Number(rows[0]?.bytes);
    await client.end();
  }
  return bytes;
}

/** Seconds of CPU of all processes of the server so far, those that have ended included; 0 where the system does not say. */
function databaseCpu({ PLATFORM_DATA }: Configuration): number {
  try {
    const postmaster = readFileSync(join(PLATFORM_DATA, "postgres", "postmaster.pid"), "utf8").split("\n")[0];
    const ticks = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
        if (pid !== postmaster && fields[1] !== postmaster) return 0;
        // own time, and of the postmaster that of its children that have ended
        const [own, ended] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
        return own + (pid === postmaster ? ended : 0);
      });
    return ticks.reduce((sum, each) => sum + each, 0) / 100;
  } catch {
    return 0;
  }
}

/** A bar where there is a terminal, otherwise a line for each tenth. */
function progressOnStderr(): { step(done: number, total: number, office: string): void; end(): void } {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} findings, {duration} s, {office}",
    hideCursor: true,
    barsize: 30,
  });
  let tenth = 0;
  return {
    step(done, total, office) {
      if (!process.stderr.isTTY) {
        if (Math.floor((done * 10) / total) > tenth) process.stderr.write(`${done} of ${total} findings\n`);
        tenth = Math.floor((done * 10) / total);
      } else if (bar.isActive) bar.update(done, { office });
      else bar.start(total, done, { office });
    },
    end: () => bar.stop(),
  };
}

main(process.argv.slice(2)).catch((cause: Error) => {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
});
