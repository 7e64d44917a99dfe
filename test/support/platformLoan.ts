import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { TierName } from "../../schema/contract/tier";
import { type Elsewhere, spentElsewhere } from "../cost/elsewhere";
import type { PlatformAddress } from "./runningPlatform";

/** The port where the tests' processes reach the lender. */
export const LENDER_PORT = "TEST_PLATFORM_LENDER_PORT";

export interface LoanRequest {
  /** region codes of the offices that get accounts, in the place of the usual ones */
  offices?: readonly string[];
}

/** What a borrower may have done to the process of a tier: killed with -9, stopped where it stands, or asked for the latest
 * of what it wrote. Whatever is left dead or frozen runs again before the next borrower comes. */
export interface Errand {
  order: "kill" | "start" | "freeze" | "thaw" | "log";
  tier: TierName;
}
/** A platform, whose gateway remembers for so long whom the one before was. */
interface Lent {
  address: PlatformAddress;
  remembersMs: number;
}
/** What each table of each tier holds, see FreshBook: the lender's connections know the question already. */
const FINGERPRINT = { order: "fingerprint" } as const;
/** From now on the workers of all tiers are at work, until the platform is given back. */
const START_WORKERS = { order: "workers" } as const;
/** Asked at the end: what the platform cost since it was lent. */
const BILL = { order: "bill" } as const;
/** What a borrower says, in one line. */
export type BorrowerWord = LoanRequest | Errand | typeof FINGERPRINT | typeof START_WORKERS | typeof BILL;
/** What the lender answers, in one line: where the platform is, what a process wrote, what the tables hold, what it cost; or why not. */
export type LenderAnswer =
  | Lent
  | { said: string }
  | { tables: Record<string, string> }
  | Elsewhere
  | { failure: string };

export interface Loan {
  address: PlatformAddress;
  /** once the gateway remembers nobody any more */
  forgotten: Promise<void>;
  /** @returns what the process wrote, where that was asked for */
  order(order: Errand["order"], tier: TierName): Promise<string>;
  fingerprint(): Promise<Record<string, string>>;
  startWorkers(): Promise<void>;
  /** What it cost is put to the borrower's account. */
  giveBack(): Promise<void>;
}

/** Asks the lender for a running platform, as long as the connection lasts. */
export async function borrow(request: LoanRequest): Promise<Loan> {
  const socket = connect(Number(process.env[LENDER_PORT]), "127.0.0.1");
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const say = <Reply extends LenderAnswer>(words: BorrowerWord): Promise<Reply> => {
    const reply = last.then(async () => {
      socket.write(`${JSON.stringify(words)}\n`);
      const { value, done } = await lines.next();
      const answer = done ? { failure: "the lender has hung up" } : (JSON.parse(value) as Reply | { failure: string });
      if ("failure" in answer) throw new Error(`${JSON.stringify(words)}: ${answer.failure}`);
      return answer;
    });
    last = reply.catch(() => undefined);
    return reply;
  };
  const hangUp = async () => {
    const closed = once(socket, "close");
    socket.end();
    await closed;
  };
  const { address, remembersMs } = await say<Lent>(request).catch(async (cause) => {
    await hangUp();
    throw cause;
  });
  const order: Loan["order"] = async (order, tier) => (await say<{ said: string }>({ order, tier })).said;
  const fingerprint = async () => (await say<{ tables: Record<string, string> }>(FINGERPRINT)).tables;
  const startWorkers = async () => void (await say<{ said: string }>(START_WORKERS));
  const giveBack = async () => {
    const bill = await say<Elsewhere>(BILL);
    const account = spentElsewhere();
    account.platform += bill.platform;
    account.database += bill.database;
    await hangUp();
  };
  const forgotten = pause(remembersMs, undefined, { ref: false });
  return { address, forgotten, order, fingerprint, startWorkers, giveBack };
}
