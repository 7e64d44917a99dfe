import type { Teller } from "../teller";
import { look, moveTargets, openRound, versionOf } from "./book";
import { appoint, enter, type Inspected, inspect, register, report, submit } from "./inspection";
import { clerk, director } from "./people";
import { claim, feedBack, object, plan, returnAgain, returnClaim, review } from "./rectification";
import { SAID } from "./texts";

/** How far the story is told, and of what. */
export interface Chapter extends Inspected {
  title: (typeof CHAPTERS)[number];
  /** of the look-back, from its chapter on */
  lookBack?: string;
}

const CHAPTERS = [
  "entered",
  "inspected",
  "heard",
  "submitted",
  "fed back",
  "objected",
  "planned",
  "returned",
  "claimed",
  "archived",
  "looked back",
  "returned again",
] as const;

/** A whole round in the fictional province 99, from its authorisation to the archive and the look-back on it. The
 * demonstration is loaded by it and the story test tells it through the gateway; both wait between the chapters. */
export async function* tellStory(
  teller: Teller,
  termId: string,
  nameOf: (region: string) => string,
): AsyncGenerator<Chapter, void> {
  const told = await enter(teller, termId, await register(teller, nameOf));
  yield { title: "entered", ...told };
  await inspect(teller, told);
  yield { title: "inspected", ...told };
  await report(teller, told);
  yield { title: "heard", ...told };
  await submit(teller, 261, told);
  yield { title: "submitted", ...told };
  await feedBack(teller, told);
  yield { title: "fed back", ...told };
  await object(teller, told);
  yield { title: "objected", ...told };
  await plan(teller, told);
  yield { title: "planned", ...told };
  await returnClaim(teller, told);
  yield { title: "returned", ...told };
  await claim(teller, told);
  yield { title: "claimed", ...told };
  await review(teller, told);
  await submit(teller, 147, told);
  yield { title: "archived", ...told };
  const targetOfLookBack = await lookBack(teller, termId, told);
  yield { title: "looked back", ...told, lookBack: targetOfLookBack };
  await returnAgain(teller, told);
  yield { title: "returned again", ...told, lookBack: targetOfLookBack };
}

/** So long ago that its hearing is due soon. */
export const LOOK_BACK_REPORTED = 25;

/** 回头看: what came back begins again. */
async function lookBack(teller: Teller, termId: string, { roundId, villageUnit, village }: Inspected): Promise<string> {
  const { targetIds } = await openRound(teller, 60, {
    ...{ termId, ordinal: 3, kind: "LOOK_BACK", predecessorId: roundId, title: "示例天区第三轮巡察（回头看，演示）" },
    ...{ units: [villageUnit], documentNumber: teller.numbered("示天巡", 60, 9) },
  });
  const [targetId] = targetIds as [string];
  await appoint(teller, 58, targetIds);
  await moveTargets(teller, 55, targetIds, { command: "ENTER" });
  const { findings } = await look(teller, 40, village);
  const of = (number: number, verdict: string, note: string) => ({
    findingId: findings[number - 1]?.id,
    verdict,
    note,
  });
  const verdicts = [
    of(1, "DONE", SAID.done),
    of(2, "RELAPSED", SAID.relapsed),
    of(3, "DONE", SAID.done),
    of(5, "PARTLY", SAID.partly),
  ];
  const proposed = await teller.does(clerk, 40, "proposeTierVerdicts", { targetId, verdicts });
  await teller.does(director, 35, "decideTierVerdicts", { verdicts: proposed.map(versionOf) });
  await moveTargets(teller, LOOK_BACK_REPORTED, targetIds, { command: "REPORT" });
  return targetId;
}
