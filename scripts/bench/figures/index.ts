import type { Measurement } from "../../measurement";
import { isRight, reconcileTier } from "../../reconcile";
import { inDatabase, startDatabase } from "../database";
import { bookOf } from "./book";
import { measureCost } from "./cost";
import { runLoad } from "./load";

const SEED = 7;
const CHECKS = 30;
/** A slow machine goes on until so much was held, but not for ever. */
const LONGEST_MS = 180_000;

/** Figures stay exact under load, folds deadlock with nobody, and what the triggers cost the writers. */
export async function measureFigures(quick: boolean): Promise<Pick<Measurement, "targets" | "detail" | "seed">> {
  const findingsOfTarget = quick ? 40 : 200;
  const database = await startDatabase("COUNTY");
  const { urls } = database;
  try {
    await inDatabase(urls.owner, bookOf(findingsOfTarget));
    const options = { urls, findingsOfTarget, seed: SEED };
    const load = await runLoad(options, ({ checks }, ms) => {
      return ms >= (quick ? 10_000 : 120_000) && (checks >= CHECKS || ms >= LONGEST_MS);
    });
    const reconciled = await reconcileTier("county", urls.owner, false);
    const cost = await measureCost(options, quick ? 1.5 : 4, quick ? 5 : 9);
    const { differences, errors, checks } = load;
    return {
      seed: SEED,
      targets: [
        {
          name: "answers held against a full count at the same snapshot",
          limit: `>= ${CHECKS}`,
          found: checks,
          ok: checks >= CHECKS,
        },
        {
          name: "answers that differed from it",
          limit: "= 0",
          found: differences.length,
          ok: differences.length === 0,
        },
        { name: "errors, deadlocks among them", limit: "= 0", found: errors.length, ok: errors.length === 0 },
        {
          name: "equal to a full count in the end",
          limit: "= true",
          found: isRight(reconciled),
          ok: isRight(reconciled),
        },
        {
          name: "a change at 8 writers, with figures over without",
          limit: "<= 1.3",
          found: cost.median,
          ok: cost.median <= 1.3,
        },
      ],
      detail: { quick, findings: findingsOfTarget * 96, load, reconciled, cost },
    };
  } finally {
    await database.stop();
  }
}
