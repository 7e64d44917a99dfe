import DataLoader from "dataloader";
import type { Db } from "../storage/db";
import type { TierContext } from "./context";
import { offeredFindings } from "./finding/offered";
import { offeredImmediateActions } from "./immediateAction/offered";
import type { Loaders } from "./loaders";
import { offeredRectifications } from "./rectification/offered";
import { offeredRounds } from "./round/offered";
import { offeredTargets } from "./target/offered";
import { offeredUnits } from "./unit/offered";

/** What the caller is offered of each object in an answer, all of a kind at once (docs/adr/0028). */
function createOffers(context: TierContext) {
  return {
    round: once(context, offeredRounds),
    target: once(context, offeredTargets),
    finding: once(context, offeredFindings),
    rectification: once(context, offeredRectifications),
    unit: once(context, offeredUnits),
    immediateAction: once(context, offeredImmediateActions),
  };
}

/** They last as long as what else was loaded: a change makes both untrue. */
export function offersOf(context: TierContext): ReturnType<typeof createOffers> {
  let offers = known.get(context.loaders);
  if (!offers) {
    offers = createOffers(context);
    known.set(context.loaders, offers);
  }
  return offers;
}
const known = new WeakMap<Loaders, ReturnType<typeof createOffers>>();

/** By the object's id, what a person may do: nothing where there is no entry. */
type Offered<Command> = ReadonlyMap<string, Command[]>;
type Find<Row, Command> = (context: TierContext, db: Db, rows: readonly Row[]) => Promise<Offered<Command>>;

function once<Row extends { id: string }, Command>(context: TierContext, find: Find<Row, Command>) {
  return new DataLoader<Row, Command[], string>(
    async (rows) => {
      const offered = await context.session.read((db) => find(context, db, rows));
      return rows.map(({ id }) => offered.get(id) ?? []);
    },
    { cacheKeyFn: ({ id }) => id },
  );
}
