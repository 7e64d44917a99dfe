import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { PlatformAddress } from "./runningPlatform";

/** The port where the tests' processes reach the lender. */
export const LENDER_PORT = "TEST_PLATFORM_LENDER_PORT";

export interface LoanRequest {
  /** region codes of the offices that get accounts */
  offices: readonly string[];
}

/** What a borrower is told, in one line. */
export type LoanAnswer = { address: PlatformAddress } | { failure: string };

export interface Loan {
  address: PlatformAddress;
  giveBack(): Promise<void>;
}

/** Asks the lender for a running platform, as long as the connection lasts. */
export async function borrow(request: LoanRequest): Promise<Loan> {
  const socket = connect(Number(process.env[LENDER_PORT]), "127.0.0.1");
  socket.write(`${JSON.stringify(request)}\n`);
  const [line] = (await once(createInterface(socket), "line")) as [string];
  const answer = JSON.parse(line) as LoanAnswer;
  const giveBack = async () => {
    const closed = once(socket, "close");
    socket.end();
    await closed;
  };
  if ("address" in answer) return { address: answer.address, giveBack };
  await giveBack();
  throw new Error(`no platform to borrow: ${answer.failure}`);
}
