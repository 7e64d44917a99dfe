import { STREAM_RELEASERS } from "../../domain/office/office";
import { type Refused, refuse } from "../../domain/refusals";
import { entriesOf } from "../../journal/append";
import { findStreamsById, holdParked, release } from "../../storage/exchange/stream.repository";
import { change, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import type { ReleaseStreamInput } from "./exchange.type";

/** Lets a parked stream of the own office go on: with the message at which it stopped, or without it. */
export async function releaseStream(
  context: TierContext,
  input: ReleaseStreamInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(STREAM_RELEASERS);
  const id = requireOwnId(context, input.id, "input.id");
  return change(context, "releaseStream", key, input, async (db) => {
    const stream = await holdParked(db, id);
    if (!stream) {
      const [seen] = await findStreamsById(db, [id]);
      if (!seen) throw notFound("input.id");
      return refuse("STREAM_NOT_PARKED", id); // an outgoing one: the office at its other end releases it
    }
    if (stream.state !== "PARKED") return refuse("STREAM_NOT_PARKED", id);
    if (!input.reason.trim()) return refuse("REASON_REQUIRED", id);
    await release(db, stream, input.action === "SKIP" ? input.reason : undefined);
    const { destination: office, epoch, sequence, parkedKind, parkedReason } = stream;
    const details = {
      action: input.action,
      reason: input.reason,
      epoch,
      sequence: sequence + 1,
      parkedKind,
      parkedReason,
    };
    return { ids: [id], entries: [entryOf({ office, id, version: sequence + 1 }, "StreamReleased", details)] };
  });
}

const entryOf = entriesOf("Stream");
