import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { tierOfOffice } from "../schema/contract/regionCode";
import { isTierName, nameOfTier, TIER_NAMES, type TierName } from "../schema/contract/tier";
import { type Custody, isCustody, partsOfCustody } from "../subgraphs/domain/clue/custody";
import { backUp, restore } from "../subgraphs/trust/clue/backup";
import { PublicKeys } from "../subgraphs/trust/clue/custodyKeys";
import { KeyFault, KeyFolder } from "../subgraphs/trust/clue/keyFolder";
import { createKeys, endGeneration, KeyKeepingError, rotateKeys, trustKeys } from "../subgraphs/trust/clue/keyKeeping";

const USAGE = `Keeps the keys of the custodies that hold clues, outside of every database.
  npm run keys -- create 990101:INSPECTION 990101:DISCIPLINE
  npm run keys -- rotate 990101:DISCIPLINE
  npm run keys -- end 990101:DISCIPLINE GENERATION
  npm run keys -- list --tier county
  npm run keys -- export 990101:DISCIPLINE > 990101.DISCIPLINE.json
  npm run keys -- trust FILE --tier county
  npm run keys -- backup FILE --tier county
  npm run keys -- restore FILE --tier county
A custody is an office's region code and INSPECTION, DISCIPLINE, ORGANISATION or RESIDENT_GROUP.
Keys lie in CLUE_KEYS_DIR, by default data/keys/TIER. The passphrase of a backup is read from --passphrase-file, or asked for.`;

const OPTIONS = { tier: { type: "string" }, "passphrase-file": { type: "string" } } as const;

/** Says on the standard error what is asked, and keeps no word of it. */
type AskPassphrase = () => Promise<string>;

/** @returns what to print
 * @throws KeyKeepingError or KeyFault, whose words are for the operator */
export async function keepKeys(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  now: Date,
  ask: AskPassphrase,
): Promise<string> {
  const { positionals, values } = read(argv);
  const [command, ...rest] = positionals;
  const at = now.toISOString();
  const passphrase = async () => {
    const file = values["passphrase-file"];
    return file ? readFileSync(file, "utf8").replace(/\r?\n$/, "") : ask();
  };
  const whole = () => foldersOf(environment, tierNamed(values.tier));
  switch (command) {
    case "create": {
      const custodies = rest.map(custodyNamed);
      if (custodies.length === 0) throw new KeyKeepingError(USAGE);
      for (const custody of custodies) {
        const { own, others } = foldersOf(environment, tierOf(custody));
        createKeys(own, [custody], at, others);
      }
      return `${custodies.join(", ")}: keys made. Back them up now: without them what they seal is lost.`;
    }
    case "rotate": {
      const custody = custodyNamed(rest[0]);
      const { own, others } = foldersOf(environment, tierOf(custody));
      rotateKeys(own, custody, at, others);
      return `${custody}: a new generation is in use; the older ones open what they were used for. Back them up now.`;
    }
    case "end": {
      const custody = custodyNamed(rest[0]);
      endGeneration(foldersOf(environment, tierOf(custody)).own, custody, rest[1] ?? "");
      return `${custody}: generation ${rest[1]} has ended`;
    }
    case "export": {
      const custody = custodyNamed(rest[0]);
      return JSON.stringify(foldersOf(environment, tierOf(custody)).own.publicKeysOf(custody), undefined, 2);
    }
    case "trust": {
      const keys = publicKeysIn(rest[0] ?? "");
      trustKeys(whole().own, keys);
      return `${keys.custody}: ${keys.generations.length} public generation(s) taken over`;
    }
    case "list":
      return list(whole().own);
    case "backup": {
      if (!rest[0]) throw new KeyKeepingError(USAGE);
      const text = backUp(whole().own, await passphrase());
      writeFileSync(rest[0], text, { mode: 0o600, flag: "wx" });
      return `written to ${rest[0]}: keep it and its passphrase in two places`;
    }
    case "restore": {
      const { own, others } = whole();
      const custodies = restore(own, readFileSync(rest[0] ?? "", "utf8"), await passphrase(), others);
      return `restored: ${custodies.join(", ")}`;
    }
    default:
      throw new KeyKeepingError(USAGE);
  }
}

/** One generation of 64 begins as an option does; no option is as long. */
const isGeneration = (word: string) => /^-[\w-]{21}$/.test(word);

function read(argv: readonly string[]) {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const [before, after] = [argv.slice(0, end), argv.slice(end + 1)];
  const args = [...before.filter((word) => !isGeneration(word)), "--", ...before.filter(isGeneration), ...after];
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch {
    throw new KeyKeepingError(USAGE);
  }
}

/** The folder of a tier's keys, and those of the other tiers where all lie on this machine. */
function foldersOf(environment: NodeJS.ProcessEnv, tier: TierName): { own: KeyFolder; others: KeyFolder[] } {
  const { CLUE_KEYS_DIR: given, PLATFORM_DATA: data } = environment;
  if (given) return { own: new KeyFolder(given), others: [] };
  const folderOf = (name: TierName) => new KeyFolder(join(resolve(data ?? "data"), "keys", name));
  return { own: folderOf(tier), others: TIER_NAMES.filter((name) => name !== tier).map(folderOf) };
}

function custodyNamed(text = ""): Custody {
  if (!isCustody(text)) throw new KeyKeepingError(`"${text}" is no custody, such as 990101:DISCIPLINE`);
  return text;
}

function tierOf(custody: Custody): TierName {
  return nameOfTier(tierOfOffice(partsOfCustody(custody).office) ?? "COUNTY");
}

function tierNamed(name = ""): TierName {
  if (!isTierName(name)) throw new KeyKeepingError(`name the tier by --tier: ${TIER_NAMES.join(", ")}`);
  return name;
}

function publicKeysIn(file: string): PublicKeys {
  try {
    return v.parse(PublicKeys, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new KeyKeepingError(`${file || "no file"}: holds no public keys of a custody; nothing was changed`);
  }
}

function list(folder: KeyFolder): string {
  const own = folder.list("private");
  const lines = own.flatMap((custody) =>
    folder.keysOf(custody).generations.map(({ id, createdAt }, i) => {
      return `${custody}  ${id}  ${createdAt}  ${i === 0 ? "in use" : "older"}`;
    }),
  );
  const foreign = folder.list("public").filter((custody) => !own.includes(custody));
  return [...lines, ...foreign.map((custody) => `${custody}  public part only`)].join("\n") || "no keys";
}

async function askPassphrase(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question("Passphrase of the backup: ");
  } finally {
    terminal.close();
  }
}

if (require.main === module) {
  keepKeys(process.argv.slice(2), process.env, new Date(), askPassphrase).then(
    (text) => process.stdout.write(`${text}\n`),
    (cause: Error) => {
      const told = cause instanceof KeyKeepingError || cause instanceof KeyFault || "code" in cause;
      process.stderr.write(`${told ? cause.message : cause.stack}\n`);
      process.exitCode = 1;
    },
  );
}
