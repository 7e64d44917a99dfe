import * as v from "valibot";
import {
  findFiled,
  findRoundHeaders,
  findTargetHeaders,
  type RoundHeader,
  rememberFiled,
} from "../../storage/exchange/dispatch.repository";
import {
  correctReceivedRounds,
  receiveRounds,
  withdrawReceivedRounds,
} from "../../storage/exchange/receivedRound.repository";
import { ABOUT_NOTHING, type Draft, type Entry, type Kind, type Rows, toSuperiors, upward } from "./kind";

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
type FiledRound = v.InferOutput<typeof Filed>;

/** The header as it was filed: what was corrected since goes upward as a message of its own. */
function headerOn({ corrections, ...header }: RoundHeader, at: string): Omit<RoundHeader, "corrections"> {
  const since = corrections.filter((each) => each.at > at && each.field in header).reverse();
  return { ...header, ...Object.fromEntries(since.map(({ field, from }) => [field, from])) };
}

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
        ...headerOn(round, entry.at),
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

/** What happened to rounds of which the offices above know. */
async function draftsOfFiled(
  db: Rows,
  entries: readonly Entry[],
  kind: string,
  saidOf: (details: Entry["details"]) => object,
): Promise<Draft[]> {
  const filed = await findFiled(
    db,
    entries.map(({ objectId }) => objectId),
  );
  return entries
    .filter(({ objectId }) => filed.has(objectId))
    .flatMap((entry) => toSuperiors(entry, kind, entry.objectId, { id: entry.objectId, ...saidOf(entry.details) }));
}

const Withdrawn = v.object({ id: v.string(), reason: v.string() });

export const roundWithdrawn: Kind = {
  name: "RoundWithdrawn",
  from: ["Round.RoundWithdrawn"],
  between: upward,
  draft: (db, entries) => draftsOfFiled(db, entries, "RoundWithdrawn", ({ note }) => ({ reason: note ?? "" })),
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

const Corrected = v.object({
  id: v.string(),
  /** field → value, of what was corrected */
  values: v.partial(
    v.object({
      title: v.string(),
      kind: v.string(),
      startsOn: day,
      endsOn: day,
      documentNumber: v.string(),
      authorisedOn: v.pipe(v.string(), v.isoDate()),
    }),
  ),
});

/** 更正: what a filed header says from now on. */
export const roundCorrected: Kind = {
  name: "RoundCorrected",
  from: ["Round.RoundCorrected"],
  between: upward,
  draft: (db, entries) =>
    draftsOfFiled(db, entries, "RoundCorrected", ({ corrections }) => {
      const made = corrections as { field: string; to: string | null }[];
      return { values: Object.fromEntries(made.map(({ field, to }) => [field, to])) };
    }),
  read: (payload) => v.parse(Corrected, payload),
  async apply({ db }, messages) {
    const corrected = messages.map(({ source, destination, payload }) => {
      return { office: destination, source, ...(payload as v.InferOutput<typeof Corrected>) };
    });
    const known = await correctReceivedRounds(db, corrected);
    return messages.map(({ subject }) => (known.has(subject) ? "APPLIED" : { setAside: "UNKNOWN_ROUND" }));
  },
  about: ({ id }: v.InferOutput<typeof Corrected>) => ({ ...ABOUT_NOTHING, roundId: id }),
};
