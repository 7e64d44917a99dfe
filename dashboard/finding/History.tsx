import { Timeline } from "antd";
import { FindingHistory } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useAppearance } from "../shell/Appearance";
import { Answered, Section } from "../shell/states";
import { instantText, type Words, wordFor } from "../words";

const MOST = 50;

/** What happened to it, as the record has it; only whoever reads the book reads this. */
export function History({ id }: { id: string }) {
  const { words, language } = useAppearance();
  const asked = useAskTier(FindingHistory, tierOfId(id), { id, first: MOST });
  return (
    <Answered asked={asked}>
      {({ finding }) => {
        const nodes = finding && "history" in finding ? finding.history?.nodes : undefined;
        if (!nodes?.length) return null;
        return (
          <Section title={words.finding.history}>
            <Timeline
              items={nodes.map(({ at, actor, event, details }) => ({
                content: (
                  <>
                    <strong>{wordFor(words.event, event)}</strong> · {instantText(at, language)} · {actor}
                    <div className="quiet">{toldOf(details, words)}</div>
                  </>
                ),
              }))}
            />
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
