import * as v from "valibot";
import {
  findFiled,
  findRoundHeaders,
  findTargetHeaders,
  rememberFiled,
} from "../../storage/exchange/dispatch.repository";
import { receiveRounds, withdrawReceivedRounds } from "../../storage/exchange/receivedRound.repository";
import { ABOUT_NOTHING, type Kind, toSuperiors, upward } from "./kind";

const day = v.nullable(v.pipe(v.string(), v.isoDate()));
const Target = v.object({
  id: v.string(),
  unitId: v.string(),
  unitName: v.string(),
  region: v.string(),
  method: v.nullable(v.string()),
  released: v.boolean(),
});
const Filed = v.object({
  id: v.string(),
  kind: v.string(),
  assignmentMode: v.string(),
  ordinal: v.number(),
  title: v.string(),
  documentNumber: v.nullable(v.string()),
  authorisedOn: day,
  startsOn: day,
  endsOn: day,
  synthetic: v.boolean(),
  targets: v.array(Target),
});
export type FiledRound = v.InferOutput<typeof Filed>;

/** 备案: the header of an authorised round is known above, and its targets, each with what identifies it. */
export const roundFiled: Kind = {
  name: "RoundFiled",
  from: ["Round.RoundAuthorised"],
  between: upward,
  async draft(db, entries) {
    const ids = entries.map(({ objectId }) => objectId);
    const rounds = await findRoundHeaders(db, ids);
    const targets = await findTargetHeaders(
      db,
      ids,
      entries.map(({ number }) => number),
    );
    await rememberFiled(
      db,
      entries.map(({ objectId: roundId, office }) => ({ roundId, office })),
    );
    return entries.flatMap((entry) => {
      const round = rounds.get(entry.objectId);
      if (!round) return []; // removed with a synthetic data set
      const { documentNumber = null, on = null } = entry.details;
      const own = targets.filter(({ roundId }) => roundId === round.id);
      const payload = {
        ...round,
        documentNumber,
        authorisedOn: on,
        targets: own.map(({ roundId: _, ...target }) => target),
      };
      return toSuperiors(entry, "RoundFiled", round.id, payload);
    });
  },
  read: (payload) => v.parse(Filed, payload),
  own: ({ id, targets }: FiledRound) => [id, ...targets.map((target) => target.id)],
  regions: ({ targets }: FiledRound) => targets.map(({ region }) => region),
  apart: ({ subject }) => subject,
  async apply({ db, now }, messages) {
    await receiveRounds(
      db,
      now,
      messages.map(({ source, destination, at, payload }) => ({
        source,
        office: destination,
        filedAt: at,
        ...payload,
      })),
    );
    return messages.map(() => "APPLIED");
  },
  about: ({ id }: FiledRound) => ({ ...ABOUT_NOTHING, roundId: id }),
  known: findFiled,
};

const Withdrawn = v.object({ id: v.string(), reason: v.string() });

export const roundWithdrawn: Kind = {
  name: "RoundWithdrawn",
  from: ["Round.RoundWithdrawn"],
  between: upward,
  async draft(db, entries) {
    const filed = await findFiled(
      db,
      entries.map(({ objectId }) => objectId),
    );
    return entries
      .filter(({ objectId }) => filed.has(objectId))
      .flatMap((entry) => {
        const payload = { id: entry.objectId, reason: entry.details.note ?? "" };
        return toSuperiors(entry, "RoundWithdrawn", entry.objectId, payload);
      });
  },
  read: (payload) => v.parse(Withdrawn, payload),
  async apply({ db }, messages) {
    const withdrawn = messages.map(({ source, destination, at, payload }) => {
      return { office: destination, source, at, ...(payload as v.InferOutput<typeof Withdrawn>) };
    });
    const known = await withdrawReceivedRounds(db, withdrawn);
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_ROUND" }));
  },
  about: ({ id }: v.InferOutput<typeof Withdrawn>) => ({ ...ABOUT_NOTHING, roundId: id }),
};
