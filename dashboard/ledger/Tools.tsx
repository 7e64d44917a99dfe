import { Button, Checkbox, Divider, Input, Popover } from "antd";
import { useState } from "react";
import type { LedgerPlace } from "../rules/ledgerPlace";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { COLUMNS, type ColumnName } from "./columns";
import { keepViews, readViews, type SavedView, viewOf } from "./views";

interface Props {
  place: LedgerPlace;
  columns: readonly ColumnName[];
  onColumns: (columns: readonly ColumnName[]) => void;
  onView: (view: SavedView) => void;
}

/** Which columns, and the choices that somebody made before. */
export function Tools(props: Props) {
  const { ledger } = useWords();
  const { columns, onColumns } = props;
  const choice = (
    <Checkbox.Group
      className="choices"
      options={COLUMNS.map((value) => ({ value, label: ledger.column[value] }))}
      value={[...columns]}
      onChange={(chosen) => onColumns(chosen)}
    />
  );
  return (
    <>
      <Popover trigger="click" placement="bottomRight" title={ledger.columns} content={choice}>
        <Button>{ledger.columns}</Button>
      </Popover>
      <Popover trigger="click" placement="bottomRight" title={ledger.views} content={<Views {...props} />}>
        <Button>{ledger.views}</Button>
      </Popover>
    </>
  );
}

function Views({ place, columns, onView }: Props) {
  const { ledger } = useWords();
  const { person } = useViewer();
  const [views, setViews] = useState(() => readViews(person));
  const [name, setName] = useState("");
  const keep = (changed: SavedView[]) => {
    keepViews(person, changed);
    setViews(changed);
  };
  return (
    <div style={{ width: 260 }}>
      {views.map((view) => (
        <div key={view.name} className="row" style={{ justifyContent: "space-between" }}>
          <Button type="link" onClick={() => onView(view)}>
            {view.name}
          </Button>
          <Button
            type="text"
            aria-label={ledger.removeView(view.name)}
            onClick={() => keep(views.filter((other) => other !== view))}
          >
            ✕
          </Button>
        </div>
      ))}
      <Divider style={{ margin: "8px 0" }} />
      <Input
        aria-label={ledger.viewName}
        placeholder={ledger.viewName}
        value={name}
        maxLength={20}
        onChange={({ target }) => setName(target.value)}
      />
      <Button
        style={{ marginTop: 8 }}
        disabled={!name.trim()}
        onClick={() => {
          keep([...views.filter((view) => view.name !== name.trim()), viewOf(name.trim(), place, columns)]);
          setName("");
        }}
      >
        {ledger.saveView}
      </Button>
      <p className="quiet">{ledger.viewsHint}</p>
    </div>
  );
}
