import * as v from "valibot";
import { inOneProvince } from "../../domain/release/release";
import { appendJournal, entriesOf } from "../../journal/append";
import { keepAcknowledgement } from "../../storage/exchange/release.repository";
import { ABOUT_NOTHING, type Draft, type Kind, type Met } from "./kind";

const Acknowledged = v.object({ id: v.string(), by: v.string() });

/** 签收: somebody of the grantee has read it. Its owner's row follows. */
export const releaseAcknowledged: Kind = {
  name: "ReleaseAcknowledged",
  from: ["ReceivedRelease.ReleaseAcknowledged"],
  between: inOneProvince,
  async draft(_, entries) {
    return entries.map((entry): Draft => {
      const payload = JSON.stringify({ id: entry.objectId, by: entry.actor });
      return {
        ...{ kind: "ReleaseAcknowledged", source: entry.office, destination: entry.details.source },
        ...{ subject: entry.objectId, journal: entry.number, at: entry.at, payload },
      };
    });
  },
  read: (payload) => v.parse(Acknowledged, payload),
  async apply({ db, now }, messages) {
    const met: Met[] = [];
    for (const { source: grantee, destination: office, at, payload } of messages) {
      const { id, by } = payload as v.InferOutput<typeof Acknowledged>;
      const version = await keepAcknowledgement(db, { office, id, grantee, at, by });
      if (version !== undefined) {
        const entry = entryOf({ office, id, version }, "ReleaseReceiptCame", { grantee, by, at });
        await appendJournal(db, "platform", now, [entry]);
      }
      met.push(version === undefined ? { setAside: "NOT_WAITED_FOR" } : "APPLIED");
    }
    return met;
  },
  about: () => ABOUT_NOTHING,
};

const entryOf = entriesOf("Release");
