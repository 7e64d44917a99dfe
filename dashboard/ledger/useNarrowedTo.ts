import { RoundName, TargetName, UnitName } from "../generated/operations";
import { type Asked, useAsk, useAskTier } from "../graph/useAsk";
import type { LedgerPlace } from "../rules/ledgerPlace";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";

const OBJECTS = ["round", "target", "unit"] as const;

interface NarrowedTo {
  /** each with what is said of it, by its name once that is known */
  to: readonly (readonly [name: (typeof OBJECTS)[number], said: string])[];
  asked: readonly Asked<unknown>[];
}

/** The round, the target and the unit that a ledger is narrowed to. */
export function useNarrowedTo({ round, target, unit }: LedgerPlace): NarrowedTo {
  const { ledger, joined } = useWords();
  const ofRound = useAskTier(RoundName, tierOfId(round ?? ""), { id: round ?? "" }, { steady: true, pause: !round });
  const ofTarget = useAskTier(
    TargetName,
    tierOfId(target ?? ""),
    { id: target ?? "" },
    { steady: true, pause: !target },
  );
  const ofUnit = useAsk(UnitName, { id: unit ?? "" }, { steady: true, pause: !unit });
  const inRound = ofTarget.data?.roundTarget;
  const names = {
    round: round && ofRound.data?.round?.title,
    target:
      target && inRound && (inRound.round ? joined.noted(inRound.unitName, inRound.round.title) : inRound.unitName),
    unit: unit && ofUnit.data?.unit?.name,
  };
  const chosen = { round, target, unit };
  return {
    to: OBJECTS.filter((name) => chosen[name]).map((name) => {
      const called = names[name];
      return [name, called ? joined.labelled(ledger.one[name], called) : ledger.only[name]];
    }),
    asked: [ofRound, ofTarget, ofUnit],
  };
}
