import { Checkbox } from "antd";
import { useState } from "react";
import { ReleaseResults as Release } from "../generated/operations";
import type { ReleaseResultsMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Section } from "../shell/states";
import { codesIn, SentForm } from "../work/SentForm";

const FIELDS = ["TITLE", "DESCRIPTION", "FOCUS", "CATEGORY", "UNIT", "STATUS"] as const;

/** 成果通报: what a round has found, to offices below or beside, and as much of each finding as is chosen. */
export function ReleaseResults({ roundId, tier }: { roundId: string; tier: TierOfRows }) {
  const { trays, work } = useWords();
  const viewer = useViewer();
  const { change, busy } = useChange(Release, tier);
  const [fields, setFields] = useState<readonly string[]>(["TITLE", "FOCUS", "CATEGORY", "STATUS"]);
  if (!mayDo(viewer, "releaseResults")) return null;
  return (
    <Section title={trays.purpose.RESULTS}>
      <SentForm
        title={trays.purpose.RESULTS}
        begin={trays.beginRelease}
        busy={busy}
        lines={[
          { name: "grantees", label: trays.offices, kind: "belowOrBeside", needed: true },
          { name: "title", label: trays.about, needed: true },
          { name: "expiresOn", label: trays.expiresOn, kind: "day", needed: true },
          { name: "documentNumber", label: work.field.documentNumber },
        ]}
        send={({ grantees, ...given }) =>
          change({
            ...given,
            grantees: codesIn(grantees),
            roundId,
            fields,
          } as unknown as ReleaseResultsMutationVariables["input"])
        }
      >
        <fieldset className="plain">
          <legend>{trays.shownFields}</legend>
          <Checkbox.Group
            options={FIELDS.map((value) => ({ value, label: trays.field[value] }))}
            value={[...fields]}
            onChange={(chosen) => setFields(chosen)}
          />
        </fieldset>
      </SentForm>
    </Section>
  );
}
