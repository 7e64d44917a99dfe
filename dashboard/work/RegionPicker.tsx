import { TreeSelect } from "antd";
import { type ReactNode, useMemo } from "react";
import { RegionsBelow } from "../generated/operations";
import type { RegionsBelowQuery } from "../generated/types";
import { useAsk } from "../graph/useAsk";
import { useNames } from "../graph/useNames";
import { pathOf } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";

interface Place {
  value: string;
  title: string;
  children?: Place[];
}

/** A region by its name: of the own area, two levels down. They are asked for together, so that nobody is told which one was chosen.
 * @param withAbove those above the own area too, up to the province */
export function RegionPicker({
  id,
  label,
  placeholder,
  value,
  onChange,
  withAbove = false,
  required,
  disabled,
  width = "100%",
}: {
  id?: string;
  label?: string;
  placeholder?: string;
  value: string | undefined;
  onChange: (code: string | undefined) => void;
  withAbove?: boolean;
  required?: boolean;
  disabled?: boolean;
  width?: number | string;
}) {
  const { work } = useWords();
  const { officeCode } = useViewer();
  const { data } = useAsk(RegionsBelow, { code: officeCode }, { steady: true });
  const tree = useMemo(() => treeOf(data?.region, withAbove), [data, withAbove]);
  const named = value ? titleIn(tree, value) : undefined;
  return (
    <TreeSelect
      id={id}
      aria-label={label}
      aria-required={required}
      placeholder={placeholder ?? work.choose}
      style={{ width }}
      popupMatchSelectWidth={false}
      allowClear
      disabled={disabled}
      showSearch={{ treeNodeFilterProp: "title" }}
      treeDefaultExpandedKeys={pathTo(officeCode)}
      treeData={tree}
      labelInValue
      value={value ? { value, label: named ?? <NameOf code={value} /> } : undefined}
      onChange={(chosen?: { value: string; label: ReactNode }) => onChange(chosen?.value)}
    />
  );
}

/** One that an address names, from elsewhere. */
function NameOf({ code }: { code: string }) {
  return <>{useNames()(code)}</>;
}

function treeOf(region: RegionsBelowQuery["region"] | undefined, withAbove: boolean): Place[] {
  if (!region) return [];
  const placeOf = ({ code, name, children }: { code: string; name: string; children?: Below[] }): Place => {
    return { value: code, title: name, ...(children?.length && { children: children.map(placeOf) }) };
  };
  const above = withAbove ? pathOf(region.code, region.pathName).slice(0, -1) : [];
  return above.reduceRight<Place[]>(
    (below, { code, name }) => [{ value: code, title: name, children: below }],
    [placeOf(region)],
  );
}

interface Below {
  code: string;
  name: string;
  children?: Below[];
}

function titleIn(places: readonly Place[], code: string): string | undefined {
  for (const { value, title, children = [] } of places) {
    const found = value === code ? title : titleIn(children, code);
    if (found) return found;
  }
  return undefined;
}

/** Open at first: the own region and what it lies in. */
function pathTo(code: string): string[] {
  return [2, 4, 6].filter((length) => length <= code.length).map((length) => code.slice(0, length));
}
