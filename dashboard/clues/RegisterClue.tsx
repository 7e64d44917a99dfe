import { RegisterClue as Register } from "../generated/operations";
import type { RegisterClueMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { Section } from "../shell/states";
import { SentForm } from "../work/SentForm";

/** 登记线索: sealed before it is kept; who reported it is sealed apart. Nothing of it stays on the page. */
export function RegisterClue({ tier }: { tier: TierOfRows }) {
  const { clues } = useWords();
  const viewer = useViewer();
  const { change, busy } = useChange(Register, tier);
  if (!mayDo(viewer, "registerClue")) return null;
  const { asked } = clues;
  return (
    <Section title={clues.register}>
      <SentForm
        title={clues.register}
        begin={clues.begin}
        busy={busy}
        lines={[
          { name: "text", label: asked.text, kind: "words", most: 10_000 },
          { name: "pointer", label: asked.pointer },
          { name: "post", label: asked.post, needed: true },
          { name: "region", label: asked.region, kind: "region", needed: true },
          { name: "cadreLevel", label: asked.cadreLevel, needed: true, options: Object.entries(clues.cadreLevelOf) },
          { name: "matter", label: asked.matter, needed: true, options: Object.entries(clues.matterOf) },
          { name: "reporter", label: asked.reporter },
        ]}
        send={({ post = "", region = "", cadreLevel = "", matter = "", ...given }) =>
          change({
            ...given,
            subject: { post, region, cadreLevel, matter },
            synthetic: settings.demonstration,
          } as unknown as RegisterClueMutationVariables["input"])
        }
      />
    </Section>
  );
}
