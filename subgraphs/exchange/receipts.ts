import type { Tier } from "../../schema/contract/tier";
import {
  keepReceipts,
  keepSkipped,
  type OutboxMessage,
  ownHashAt,
  saveTold,
} from "../storage/exchange/outbox.repository";
import { isReceiptOf } from "../trust/statements";
import { type Exchange, raise } from "./answers";
import type { Rows } from "./kinds/kind";
import { PeerFailed } from "./peerClient";
import { streamName, type Told, type WireReceipt } from "./protocol";
import type { Sent } from "./shipment";

/** What a peer's receipts come to. */
interface Settled {
  /** messages that it has more than before */
  taken: number;
  /** whether it has something else than was expected: both sides have to compare what they have */
  surprised: boolean;
}

/** Keeps what a peer says that it has of what was sent.
 * @throws PeerFailed where it does not say it of each stream, or has not signed it */
export async function settle(
  exchange: Exchange,
  db: Rows,
  peer: Tier,
  sent: readonly Sent[],
  receipts: readonly WireReceipt[],
): Promise<Settled> {
  const kept: WireReceipt[] = [];
  const told: Told[] = [];
  let taken = 0;
  let surprised = false;
  for (const { batch, last } of sent) {
    const receipt = receipts.find((each) => streamName(each) === streamName(batch));
    if (!receipt || !isReceiptOf(exchange.peers, peer, receipt)) throw new PeerFailed("BAD_ANSWER");
    const before = { epoch: batch.epoch, sequence: batch.first - 1 };
    if (receipt.state === "REFUSED") {
      told.push({ ...receipt, ...before });
      await raise(exchange, db, "REFUSED", peer, batch);
      continue;
    }
    if (["SUPERSEDED", "DIVERGED"].includes(receipt.state) || !(await isExpected(db, receipt, last))) {
      surprised = true;
      continue;
    }
    told.push(receipt);
    if (receipt.epoch === batch.epoch && receipt.sequence > before.sequence) {
      kept.push(receipt);
      taken += receipt.sequence - before.sequence;
    } else if (receipt.epoch !== batch.epoch) surprised = true; // an epoch that it has not heard of
  }
  await saveTold(db, peer, told, exchange.now());
  await keepReceipts(db, kept, exchange.now());
  await keepSkipped(
    db,
    receipts.flatMap(({ source, destination, epoch, skipped = [] }) =>
      skipped.map((each) => ({ source, destination, epoch, ...each })),
    ),
  );
  return { taken, surprised };
}

async function isExpected(db: Rows, receipt: WireReceipt, last: OutboxMessage | undefined): Promise<boolean> {
  if (receipt.sequence === 0) return true;
  if (last && last.epoch === receipt.epoch && last.sequence === receipt.sequence) return last.hash === receipt.hash;
  return (await ownHashAt(db, receipt, receipt)) === receipt.hash;
}
