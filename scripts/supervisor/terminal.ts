import { readFileSync } from "node:fs";
import { SingleBar } from "cli-progress";
import pino from "pino";
import * as v from "valibot";
import { rotate } from "./nodeProcess";

const SHOWN_ACCOUNTS = 30;
const FIRST_QUERY =
  '{ viewer { person officeRegion { pathName } } region(code: "99") { name children { code name } } }';
const Accounts = v.object({ accounts: v.array(v.object({ id: v.string(), label: v.string() })) });

/** @returns a writer of lines to the terminal, and with their time to the supervisor's own log */
export function speaker(logFile: string): (line: string) => void {
  rotate(logFile);
  const log = pino(
    { name: "supervisor", base: undefined },
    pino.destination({ dest: logFile, mkdir: true, sync: true, mode: 0o600 }),
  );
  process.stdout.on("error", () => {}); // the terminal is gone; the log goes on
  return (line) => {
    log.info(line);
    process.stdout.write(`${line}\n`);
  };
}

/** Shows how far a long work is: a bar where there is a terminal, otherwise a line for each new label. */
export function progressReporter(say: (line: string) => void): {
  progress(done: number, total: number, label: string): void;
  end(): void;
} {
  const bar = new SingleBar({ format: "{bar} {percentage}% {label}", hideCursor: true, barsize: 30 });
  let shown: string | undefined;
  return {
    progress(done, total, label) {
      if (!process.stdout.isTTY) {
        if (label !== shown) say(label);
      } else if (shown === undefined) {
        bar.start(total, done, { label });
      } else {
        bar.setTotal(total);
        bar.update(done, { label });
      }
      shown = label;
    },
    end() {
      if (shown !== undefined) bar.stop();
    },
  };
}

/** What whoever started the platform needs next: each line works where it is pasted, also in a terminal that does not have the
 * settings of this one.
 * @param demonstration undefined where there are no demonstration accounts
 * @param settings what commands about this platform have to be told, see `settingsToRepeat` */
export function greeting(address: string, demonstration?: { accountsFile: string; settings: string }): string {
  const lines = [
    `巡视巡察联动平台 is ready: ${address}/graphql`,
    `  Dashboard: ${address}/dashboard/`,
    `  GraphiQL:  ${address}/graphiql`,
  ];
  if (demonstration) {
    const token = `${demonstration.settings}npm run -s token --`;
    lines.push(...accountLines(demonstration.accountsFile, token), "  Try:", `    ${firstRequest(address, token)}`);
  }
  return [...lines, "  Ctrl-C stops everything."].join("\n");
}

function accountLines(accountsFile: string, token: string): string[] {
  const { accounts } = v.parse(Accounts, JSON.parse(readFileSync(accountsFile, "utf8")));
  const shown = accounts.slice(0, SHOWN_ACCOUNTS).map(({ id, label }) => `    ${id.padEnd(32)} ${label}`);
  const more = accounts.length - shown.length;
  return [
    `  The accounts' passwords: ${accountsFile}`,
    `  A token for an account (15 minutes):  ${token} ACCOUNT`,
    ...shown,
    ...(more > 0 ? [`    … and ${more} more: ${token} --list`] : []),
  ];
}

function firstRequest(address: string, token: string): string {
  const body = JSON.stringify({ query: FIRST_QUERY });
  return `curl -s ${address}/graphql -H 'content-type: application/json' -H "authorization: Bearer $(${token} province:99.director)" -d '${body}'`;
}
