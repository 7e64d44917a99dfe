import { Button, Dropdown } from "antd";
import { tokens } from "../session/tokens";
import { useViewer } from "../session/Viewer";
import { wordFor } from "../words";
import { useAppearance } from "./Appearance";

/** Who is signed in and for whom, how the pages look to them, and the way out. */
export function Who() {
  const { words, language, theme, change } = useAppearance();
  const viewer = useViewer();
  const place = viewer.unit && "name" in viewer.unit ? viewer.unit.name : viewer.office?.name;
  const roles = words.joined.list(...viewer.roles.map((role) => wordFor(words.role, role)));
  const themes = (["light", "dark", "system"] as const).map((key) => ({ key, label: words.theme[key] }));
  return (
    <>
      <div className="who">
        <div>{place ?? viewer.officeRegion?.name ?? viewer.officeCode}</div>
        <div>{roles}</div>
      </div>
      <Button
        type="text"
        lang={language === "zh" ? "en" : "zh-CN"}
        onClick={() => change({ language: language === "zh" ? "en" : "zh" })}
      >
        {words.language}
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "account", label: `${words.account} ${viewer.person}`, disabled: true },
            { type: "divider" },
            { type: "group", key: "theme", label: words.theme.label, children: themes },
            { type: "divider" },
            { key: "signOut", label: words.signOut },
          ],
          selectable: true,
          selectedKeys: [theme],
          onClick: ({ key }) => {
            if (key === "signOut") void tokens.signOut();
            else if (key === "light" || key === "dark" || key === "system") change({ theme: key });
          },
        }}
      >
        <Button type="text" aria-label={words.account}>
          ⚙
        </Button>
      </Dropdown>
    </>
  );
}
