import * as v from "valibot";
import { inOneProvince } from "../../domain/release/release";
import { appendJournal, entriesOf } from "../../journal/append";
import { findEnrolment } from "../../storage/exchange/order.repository";
import { keepBounce } from "../../storage/exchange/release.repository";
import { ABOUT_NOTHING, type Arrived, type Draft, type Effects, type Kind, type Met } from "./kind";

const Bounced = v.object({ id: v.string() });

/** 无法送达: the office takes no part, and nobody there would read it. Its owner's row says so. */
export const releaseBounced: Kind = {
  name: "ReleaseBounced",
  from: ["ReceivedRelease.ReleaseBounced"],
  between: inOneProvince,
  async draft(_, entries) {
    return entries.map((entry): Draft => {
      return {
        ...{ kind: "ReleaseBounced", source: entry.office, destination: entry.details.source },
        ...{ subject: entry.objectId, journal: entry.number, at: entry.at },
        payload: JSON.stringify({ id: entry.objectId }),
      };
    });
  },
  read: (payload) => v.parse(Bounced, payload),
  async apply({ db, now }, messages) {
    const met: Met[] = [];
    for (const { source: grantee, destination: office, at, payload } of messages) {
      const { id } = payload as v.InferOutput<typeof Bounced>;
      const version = await keepBounce(db, { office, id, grantee, at });
      if (version !== undefined) {
        const entry = byOwner({ office, id, version }, "ReleaseUndeliverable", { grantee, at });
        await appendJournal(db, "platform", now, [entry]);
      }
      met.push(version === undefined ? { setAside: "NOT_WAITED_FOR" } : "APPLIED");
    }
    return met;
  },
  about: () => ABOUT_NOTHING,
};

/** Whether nobody is there to read a release: then it goes back, and nothing of it stays. */
export async function bounces({ db, now }: Effects, { source, destination: office, subject: id }: Arrived) {
  if ((await findEnrolment(db, office)) !== "NOT_ENROLLED") return false;
  await appendJournal(db, "platform", now, [byGrantee({ office, id, version: 1 }, "ReleaseBounced", { source })]);
  return true;
}

const byOwner = entriesOf("Release");
const byGrantee = entriesOf("ReceivedRelease");
