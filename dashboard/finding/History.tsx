import { Timeline } from "antd";
import { useAppearance } from "../shell/Appearance";
import { Answered, Section } from "../shell/states";
import { instantText, type Words, wordFor } from "../words";
import { LAST_STEPS, useHistory } from "./useHistory";

/** What happened to it, as the record has it; only whoever reads the book reads this. */
export function History({ id }: { id: string }) {
  const { words, language } = useAppearance();
  const { asked, steps, hasEarlier } = useHistory(id);
  return (
    <Answered asked={asked}>
      {() => {
        if (steps.length === 0) return null;
        return (
          <Section title={words.finding.history}>
            <Timeline
              items={steps.map(({ at, actor, event, details }) => ({
                content: (
                  <>
                    <strong>{wordFor(words.event, event)}</strong> · {instantText(at, language)} · {actor}
                    <div className="quiet">{toldOf(details, words)}</div>
                  </>
                ),
              }))}
            />
            {hasEarlier && <p className="quiet">{words.finding.historyMore(LAST_STEPS)}</p>}
          </Section>
        );
      }}
    </Answered>
  );
}

/** What the record says of a step, as far as it is for people; the rest is for programs. */
function toldOf(details: readonly { name: string; value: string }[], { finding, joined }: Words): string {
  const names: Record<string, string> = finding.detail;
  const told = details.flatMap(({ name, value }) => {
    const called = names[name];
    return called && value ? joined.labelled(called, value) : [];
  });
  return told.join(" · ");
}
