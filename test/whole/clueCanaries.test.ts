import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { TIER_NAMES } from "../../schema/contract/tier";
import type { Caller, Versioned } from "../support/caller";
import { aClue, type ClueHands, clueHands, read, recordOf, seen } from "../support/clueCustody";
import { type LoudProcesses, startLoud } from "../support/loudProcesses";
import { borrowPlatform, postJson, type TestPlatform } from "../support/platform";
import { clusterOf } from "../support/testRun";
import { until } from "../support/until";

// What a clue says is written nowhere: canaries are registered, referred, read, refused and made to fail while every process
// and the database write down as much as they can, and then looked for wherever something could be written.

/** A word that is nowhere else: each thing that a clue says begins with it, so that one search finds all of them. */
const newWord = () => `canary-${randomBytes(12).toString("hex")}`;
const CANARY = newWord();
/** The clock of files is a little behind. */
const BEGUN_MS = Date.now() - 1_000;
const CANARIES = Object.fromEntries(
  ["text", "pointer", "post", "account", "reporter", "opinion", "return", "conclusion", "seal", "broken", "cut"].map(
    (name) => [name, `${CANARY}-${name}`],
  ),
) as Record<string, string>;
const { text, pointer, post, account, reporter, opinion, conclusion, broken, cut } = CANARIES as Record<string, string>;

/** As it could be written: plain, in hexadecimal, in base64 at each place of a group of three, in wide characters. */
function needlesOf(word: string): Buffer[] {
  const bytes = Buffer.from(word);
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "")
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const forms = [word, bytes.toString("hex"), bytes.toString("hex").toUpperCase(), ...inBase64];
  return [...forms.map((form) => Buffer.from(form)), Buffer.from(word, "utf16le")];
}

let platform: TestPlatform;
let loud: LoudProcesses;
let hands: ClueHands;
/** of the city, to which clues are referred */
let above: ClueHands;
const answers: string[] = [];

beforeAll(async () => {
  platform = await borrowPlatform();
  loud = await startLoud(platform);
  const loudly = async (office: string) => {
    const opened = Object.entries(await clueHands(platform, office));
    return Object.fromEntries(opened.map(([name, { person }]) => [name, loud.as(person)])) as unknown as ClueHands;
  };
  [hands, above] = [await loudly("990101"), await loudly("9901")];
  const loudest = {
    ...{
      log_statement: "all",
      log_min_duration_statement: "0",
      log_min_error_statement: "debug5",
      log_min_messages: "debug1",
    },
    ...{ log_parameter_max_length: "-1", log_parameter_max_length_on_error: "-1", log_error_verbosity: "verbose" },
    ...{ log_temp_files: "0", debug_print_plan: "on", session_preload_libraries: "auto_explain", work_mem: "64kB" },
  };
  for (const tier of LOUD) {
    const { name } = platform.tiers[tier].database;
    for (const [setting, value] of Object.entries(loudest)) {
      await platform.sql(tier, `alter database ${name} set ${setting} = '${value}'`);
    }
    await platform.sql(tier, "load 'auto_explain'");
    for (const [setting, value] of Object.entries({
      log_min_duration: "0",
      log_analyze: "on",
      log_parameter_max_length: "-1",
      log_verbose: "on",
    })) {
      await platform.sql(tier, `alter database ${name} set auto_explain.${setting} = '${value}'`);
    }
    await cutConnections(tier);
  }
});

/** The sender and the receiver. */
const LOUD = ["county", "city"] as const;

/** New connections follow the settings. */
async function cutConnections(tier: (typeof LOUD)[number] = "county"): Promise<void> {
  await platform.sql(
    tier,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
}

/** Whatever comes back to somebody who does not open the clue is searched too. */
async function tries(by: Caller, mutation: Parameters<Caller["tries"]>[0], input: object) {
  const outcome = await by.tries(mutation, input);
  answers.push(outcome.answer.text);
  return outcome;
}
async function does(by: Caller, mutation: Parameters<Caller["tries"]>[0], input: object): Promise<Versioned> {
  const { items, answer } = await tries(by, mutation, input);
  if (!items?.[0]) throw new Error(answer.text);
  return items[0];
}

const secret = () => aClue({ text, reporter, subject: { post, accountIds: [`county:${account}`] } });

/** A clue that goes up to the city, is disposed of and comes back; one that it gives back; and one at which the city's database breaks. */
async function acrossTiers(): Promise<void> {
  const { registrar, clearing } = hands;
  const { proposing, deciding } = above;
  const untilSeen = (by: Caller, id: string, status: string) =>
    until(`${by.person} sees it`, async () => (await seen(by, id))?.status === status);
  const refer = async () => {
    const clue = { ...secret(), subject: { ...secret().subject, cadreLevel: "CITY" } };
    const { id } = await does(registrar, "registerTierClue", clue);
    await does(clearing, "moveTierClue", { id, version: 1, command: "APPROVE" });
    await does(clearing, "moveTierClue", { id, version: 2, command: "REFER" });
    return id;
  };
  const step = (by: Caller, id: string, version: number, command: string, more: object = {}) =>
    tries(by, "moveTierClueReceipt", { id, version, command, ...more });
  const [whole, back] = [await refer(), await refer()];
  await untilSeen(proposing, whole, "IN_TRANSIT");
  await untilSeen(proposing, back, "IN_TRANSIT");
  await step(proposing, whole, 1, "RECEIVE");
  expect((await read(deciding, whole)).text).toBe(text);
  await step(proposing, whole, 2, "PROPOSE_DISPOSAL", { disposal: "PRELIMINARY_VERIFICATION", note: opinion });
  await step(deciding, whole, 3, "DECIDE_DISPOSAL");
  await step(deciding, whole, 4, "CONCLUDE", { outcome: "MEASURES_TAKEN", note: conclusion });
  await step(proposing, back, 1, "RETURN", { note: CANARIES.return });
  await untilSeen(registrar, whole, "CONCLUDED");
  await untilSeen(registrar, back, "RETURNED");
  expect((await read(registrar, back)).notes[0].text).toBe(CANARIES.return);
  await platform.sql(
    "city",
    `create function fails() returns trigger language plpgsql as $$ begin
    raise exception 'broken in the middle, row %', new using detail = 'detail'; end $$;
    create trigger fails before insert on clue_receipt for each row execute function fails()`,
  );
  const broken = await refer();
  await until("its parcel is there", async () => {
    return (
      (await platform.sql("city", "select 1 from sealed_parcel where way = 'IN' and settled_at is null")).length === 1
    );
  });
  const answer = await proposing.ask("{ cityClues { nodes { id } } }");
  answers.push(answer.text);
  expect(answer.errors).toHaveLength(1);
  await platform.sql("city", "drop trigger fails on clue_receipt; drop function fails");
  await untilSeen(proposing, broken, "IN_TRANSIT");
}

describe("while everything is written down that can be", () => {
  // before the platform goes back
  afterAll(async () => {
    await loud?.stop();
    for (const tier of LOUD) {
      await platform?.sql(tier, `alter database ${platform.tiers[tier].database.name} reset all`);
    }
    await platform?.sql("county", "drop table if exists planted; drop function if exists fails, stands cascade");
    // the next file's statements are not to be written down as these were
    await cutConnections();
  });

  test("a canary is written nowhere", async () => {
    const { registrar, clearing, proposing, deciding } = hands;
    // the whole way of one clue, and of a pointer that comes back
    const { id } = await does(registrar, "registerTierClue", secret());
    await does(clearing, "moveTierClue", { id, version: 1, command: "APPROVE" });
    await does(clearing, "moveTierClue", { id, version: 2, command: "REFER" });
    const step = (by: Caller, version: number, command: string, more: object = {}) =>
      does(by, "moveTierClueReceipt", { id, version, command, ...more });
    await step(proposing, 1, "RECEIVE");
    await step(proposing, 2, "PROPOSE_DISPOSAL", { disposal: "PRELIMINARY_VERIFICATION", note: opinion });
    await step(deciding, 3, "DECIDE_DISPOSAL");
    expect((await read(deciding, id)).text).toBe(text);
    expect((await read(registrar, id)).notes[0].text).toBe(opinion);
    await step(deciding, 4, "CONCLUDE", { outcome: "MEASURES_TAKEN", note: conclusion });
    await does(clearing, "moveTierClue", {
      id,
      version: (await seen(registrar, id)).version,
      command: "SEAL",
      note: CANARIES.seal,
    });
    const { id: away } = await does(registrar, "registerTierClue", aClue({ text: null, pointer }));
    await does(clearing, "moveTierClue", { id: away, version: 1, command: "APPROVE" });
    await does(clearing, "moveTierClue", { id: away, version: 2, command: "REFER" });
    const back = await tries(proposing, "moveTierClueReceipt", {
      id: away,
      version: 1,
      command: "RETURN",
      note: CANARIES.return,
    });
    expect(back.items).toEqual([]);

    await acrossTiers();

    // refused, and wrong
    const stranger = loud.as("county:990101.director");
    expect((await tries(stranger, "registerTierClue", secret())).answer.errors).toHaveLength(1);
    expect(await read(stranger, id)).toBeNull();
    await tries(registrar, "registerTierClue", aClue({ text: `${text}\u0000` }));
    await tries(registrar, "registerTierClue", { ...secret(), subject: { ...secret().subject, cadreLevel: text } });
    await tries(registrar, "registerTierClue", { ...secret(), [text as string]: text });
    await tries(registrar, "registerTierClue", aClue({ text: (text as string).repeat(500) }));
    await tries(registrar, "moveTierClue", { id: text, version: 1, command: "SEAL", note: text });
    for (const body of [
      `{"query": "{ countyClues(filter: ${text}) }"}`,
      `{"query": "${text}`,
      JSON.stringify({ query: `query Q { countyClueText(id: "${text}") { __typename } }` }),
    ]) {
      const authorization = `Bearer ${await platform.issuer.tokenOf(registrar.person)}`;
      await postJson(`${loud.gatewayUrl}/graphql`, body, { authorization }).then(
        (answer) => answers.push(answer.text),
        () => undefined,
      );
    }

    // a key that is missing
    const file = join(platform.tiers.county.keysDir, "private", "990101.INSPECTION.json");
    renameSync(file, `${file}.away`);
    expect((await tries(registrar, "registerTierClue", secret())).refusal?.code).toBe("CUSTODY_KEY_MISSING");
    renameSync(`${file}.away`, file);

    // a statement in the middle that breaks a rule of the database, one that the database gives up, and a process that dies
    await platform.sql(
      "county",
      `create function fails() returns trigger language plpgsql as $$ begin
    raise exception 'broken in the middle, row %', new using detail = 'detail'; end $$;
    create trigger fails before insert on clue_custody for each row execute function fails()`,
    );
    const failed = await tries(registrar, "registerTierClue", aClue({ text: broken }));
    expect(failed.answer.errors[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    await platform.sql(
      "county",
      `drop trigger fails on clue_custody;
    create function stands() returns trigger language plpgsql as $$ begin perform pg_sleep(30); return new; end $$;
    create trigger stands before insert on clue_custody for each row execute function stands()`,
    );
    const hanging = tries(registrar, "registerTierClue", aClue({ text: cut })).catch(() => undefined);
    await until("it stands in the middle", async () => {
      const [row] = await platform.sql<{ n: number }>(
        "county",
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
      );
      return row?.n === 1;
    });
    answers.push(JSON.stringify(await platform.sql("county", "select * from pg_stat_activity")));
    await loud.county.kill();
    await hanging;
    await cutConnections();
    await platform.sql("county", "drop trigger stands on clue_custody");
    await loud.county.start();
    expect((await recordOf(registrar, id)).length).toBeGreaterThan(10);

    // something of it was written down
    expect(loud.county.log).toMatch(/broken in the middle.*"msg":"defect"/);
    expect(loud.gateway.log).toMatch(/"level":/);
    expect(loud.city.log).toMatch(/broken in the middle.*"msg":"defect"/);
    await until("traces were collected", async () => loud.traces().includes("resourceSpans"));
    const found = await searchEverywhere(CANARY);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, false])));
    // that was a search of something
    expect(Object.keys(found).length).toBeGreaterThanOrEqual(25);
  });

  test("a planted leak is found in each place", async () => {
    const planted = newWord();
    // a connection of its own, which follows the settings
    const planting = new Client({ connectionString: platform.tiers.county.database.adminUrl });
    await planting.connect();
    await planting.query(`create table planted as select '${planted}'::text as said from generate_series(1, 3)`);
    await planting.query("create index on planted (said); analyze planted");
    await planting.end();
    await platform
      .as("county:990101.clerk")
      .ask(`query ${planted.replaceAll("-", "_")} { countyOffice(code: "990101") { name } }`);
    const found = await searchEverywhere(planted);
    for (const place of [
      "rows of county",
      "statistics of county",
      "data files of county",
      "write-ahead log",
      "server log",
    ]) {
      expect([place, found[place]]).toEqual([place, true]);
    }
    const inBase64 = needlesOf(planted).filter((needle) =>
      Buffer.from(Buffer.from(`{"x":"${planted}"}`).toString("base64")).includes(needle),
    );
    expect(inBase64).toHaveLength(1);
    expect(search(["a", `log line \\x${Buffer.from(planted).toString("hex")}`], planted)).toBe(true);
  });

  test("who does not hold a clue is answered by as many statements as where there is none", async () => {
    const { id } = await does(hands.registrar, "registerTierClue", aClue());
    const log = join(clusterOf(process.env.TEST_RUN_FOLDER as string), "server.log");
    const statements = async (ask: () => Promise<unknown>) => {
      const before = statSync(log).size;
      await ask();
      const written = readFileSync(log).subarray(before).toString();
      const asked = written.split("\n").filter((line) => /LOG: .*(execute \S+: |statement: )/.test(line));
      // beside them the gateway may ask who somebody is, on a connection of its own
      const process = /\[(\d+)\]/.exec(asked.find((line) => line.includes("from clue where")) ?? "")?.[1];
      return asked.filter((line) => line.includes(`[${process}]`)).map((line) => line.replace(/^.*?LOG: /, ""));
    };
    const absent = `county:${"A".repeat(22)}`;
    for (const person of [
      "county:990101.director",
      "county:990101.security",
      "city:9901.director",
      "county:990101.clerk",
    ]) {
      const by = loud.as(person).workingIn("COUNTY");
      await read(by, absent); // its standing is known by now, its statements are prepared
      const [there, none] = [await statements(() => read(by, id)), await statements(() => read(by, absent))];
      expect(there.length).toBeGreaterThan(3);
      expect([person, there]).toEqual([person, none]);
    }
  });
});

function search(haystacks: Iterable<string | Buffer>, word: string): boolean {
  const needles = needlesOf(word);
  for (const haystack of haystacks) {
    const bytes = typeof haystack === "string" ? Buffer.from(haystack) : haystack;
    if (needles.some((needle) => bytes.includes(needle))) return true;
  }
  return false;
}

/** @returns of each place whether the word was found there */
async function searchEverywhere(word: string): Promise<Record<string, boolean>> {
  const cluster = clusterOf(process.env.TEST_RUN_FOLDER as string);
  await platform.sql("county", "checkpoint");
  const places: Record<string, Iterable<string | Buffer>> = {
    "write-ahead log": filesOf(join(cluster, "pg_wal")),
    "server log": [readFileSync(join(cluster, "server.log"))],
    "temporary files": [...filesOf(join(cluster, "base", "pgsql_tmp")), ...filesOf(join(cluster, "pg_stat_tmp"))],
    "statistics files": filesOf(join(cluster, "pg_stat")),
    answers,
    metrics: [await (await fetch(loud.metricsUrl)).text()],
    "gateway's log": [loud.gateway.log],
    traces: [loud.traces()],
  };
  for (const tier of TIER_NAMES) {
    const { filesDir, keysDir } = platform.tiers[tier];
    places[`rows of ${tier}`] = await rowsOf(tier);
    places[`statistics of ${tier}`] = [JSON.stringify(await platform.sql(tier, "select * from pg_stats"))];
    places[`log of ${tier}`] = [tier === "province" ? await platform.logOf(tier) : loud[tier].log];
    places[`log of ${tier}'s worker`] = [loud.workers[tier].process.log];
    places[`metrics of ${tier}'s worker`] = [await (await fetch(loud.workers[tier].metricsUrl)).text()];
    places[`files of ${tier}`] = [...filesOf(filesDir), ...filesOf(keysDir)];
    const [database] = await platform.sql<{ oid: string }>(
      tier,
      "select oid::text from pg_database where datname = current_database()",
    );
    places[`data files of ${tier}`] = filesOf(join(cluster, "base", database?.oid as string));
  }
  return Object.fromEntries(Object.entries(places).map(([place, haystacks]) => [place, search(haystacks, word)]));
}

/** Every row of every table, as a dump has it: the catalogue's too. */
async function rowsOf(tier: (typeof TIER_NAMES)[number]): Promise<string[]> {
  const tables = await platform.sql<{ name: string }>(
    tier,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm', 'p') and n.nspname !~ '^pg_(toast|temp)' order by 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const [all] = await platform.sql<{ rows: string }>(
      tier,
      `select string_agg(t::text, E'\\n') as rows from ${name} t`,
    );
    rows.push(all?.rows ?? "");
  }
  return rows;
}

/** Every file of a folder that was written since the words were made: the others cannot hold them. */
function* filesOf(folder: string): Generator<Buffer> {
  let entries: string[];
  try {
    entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  for (const entry of entries) {
    const path = join(folder, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && stat.mtimeMs >= BEGUN_MS) yield readFileSync(path);
  }
}
