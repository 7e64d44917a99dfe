import { Link } from "wouter";
import { WaitsForUs as Question } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { hasMoreWaiting, waitingIn } from "../rules/waits";
import { useWords } from "../shell/Appearance";
import { Answered, Section } from "../shell/states";
import { Entries } from "./Entries";

/** 待本办接着办的: what came back, what was answered, and what nobody else can go on with. */
export function WaitsForUs({ tier, office }: { tier: TierOfRows; office: string }) {
  const { todo, joined } = useWords();
  const asked = useAskTier(Question, tier, { office }, { region: office });
  return (
    <Section title={todo.waitsForUs}>
      <Answered asked={asked}>
        {(told) => (
          <Entries
            entries={waitingIn(office, told)?.map(({ kind, key, title, link, note }) => ({
              key: `${kind} ${key}`,
              content: <Link href={link}>{joined.labelled(todo.waiting[kind], title)}</Link>,
              note,
            }))}
            more={hasMoreWaiting(told)}
          />
        )}
      </Answered>
    </Section>
  );
}
