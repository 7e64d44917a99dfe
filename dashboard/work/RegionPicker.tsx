import { TreeSelect } from "antd";
import type { ReactNode } from "react";
import { useNames } from "../graph/useNames";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Missing } from "../shell/states";
import { type Place, useRegionTree } from "./useRegionTree";

/** A region by its name, of the own area down to the village; from elsewhere by its code, whose name is shown before it is chosen.
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
  const { tree, titleOf, onTyped, open, asked } = useRegionTree(withAbove);
  return (
    <TreeSelect
      id={id}
      aria-label={label}
      aria-required={required}
      placeholder={placeholder ?? work.chooseRegion}
      style={{ width }}
      popupMatchSelectWidth={false}
      allowClear
      disabled={disabled}
      showSearch={{
        filterTreeNode: (typed, { value: code, title }) =>
          String(title).includes(typed.trim()) || String(code) === typed.trim(),
        onSearch: onTyped,
      }}
      treeDefaultExpandedKeys={pathTo(officeCode)}
      treeData={tree}
      loadData={(place) => open((place as unknown as Place).value)}
      popupRender={(menu) => (
        <>
          {menu}
          <Missing of={asked} />
        </>
      )}
      labelInValue
      value={value ? { value, label: titleOf(value) ?? <NameOf code={value} /> } : undefined}
      onChange={(chosen?: { value: string; label: ReactNode }) => onChange(chosen?.value)}
    />
  );
}

/** One that an address names, from elsewhere. */
function NameOf({ code }: { code: string }) {
  return <>{useNames()(code)}</>;
}

/** Open at first: the own region and what it lies in. */
function pathTo(code: string): string[] {
  return [2, 4, 6].filter((length) => length <= code.length).map((length) => code.slice(0, length));
}
