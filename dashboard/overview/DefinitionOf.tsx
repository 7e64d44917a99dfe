import { Button, Popover } from "antd";
import { FIGURE_DEFINITIONS } from "../generated/definitions";
import { useAppearance } from "../shell/Appearance";

/** What a number means, in the platform's own words. */
export function DefinitionOf({
  name,
  label,
}: {
  name: keyof typeof FIGURE_DEFINITIONS | readonly (keyof typeof FIGURE_DEFINITIONS)[];
  label: string;
}) {
  const { words, language } = useAppearance();
  const names = typeof name === "string" ? [name] : name;
  const content = (
    <div style={{ maxWidth: 280 }}>
      {names.map((each) => (
        <p key={each}>{FIGURE_DEFINITIONS[each][language]}</p>
      ))}
    </div>
  );
  return (
    <Popover trigger="click" title={words.overview.definition} content={content}>
      <Button type="text" size="small" aria-label={words.overview.definitionOf(label)}>
        ⓘ
      </Button>
    </Popover>
  );
}
