import { Select } from "antd";
import { RegionsAround } from "../generated/operations";
import { type Asked, useAsk } from "../graph/useAsk";
import { shortPath } from "../rules/regionNames";
import { tierOfRegion } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Missing } from "../shell/states";

export type Addressed = "below" | "belowOrBeside";

interface Place {
  code: string;
  pathName: string;
}

/** Offices that something goes to, by what their regions are called. Which of them may be addressed is the platform's to say.
 * @param value their codes, with blanks between them */
export function OfficePicker({
  addressed,
  id,
  value,
  onChange,
}: {
  addressed: Addressed;
  id: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { work } = useWords();
  const { offices, asked } = useOffices(addressed);
  return (
    <>
      <Select
        id={id}
        mode="multiple"
        aria-required
        placeholder={work.choose}
        value={value.split(" ").filter(Boolean)}
        onChange={(codes: string[]) => onChange(codes.join(" "))}
        options={offices.map(({ code, pathName }) => ({ value: code, label: shortPath(pathName) }))}
        showSearch={{ optionFilterProp: "label" }}
        style={{ width: "100%" }}
      />
      <Missing of={[asked]} />
    </>
  );
}

function useOffices(addressed: Addressed): { offices: readonly Place[]; asked: Asked<unknown> } {
  const { officeCode, tier } = useViewer();
  const twoBelow = tier === "PROVINCE";
  // of a county, those of the other cities too
  const across = tier === "COUNTY" && addressed === "belowOrBeside";
  const asked = useAsk(RegionsAround, { code: officeCode, twoBelow, across }, { steady: true });
  const { children = [], parent } = asked.data?.region ?? {};
  const below: Place[] = children.flatMap((child) => [child, ...(child.children ?? [])]);
  const ofProvince = parent?.parent?.children?.flatMap((city) => city.children);
  const beside: readonly Place[] = (addressed === "belowOrBeside" && (ofProvince ?? parent?.children)) || [];
  const offices = [...below, ...beside].filter(({ code }) => code !== officeCode && tierOfRegion(code) !== undefined);
  return { offices, asked };
}
