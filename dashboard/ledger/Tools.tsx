import { App, Button, Checkbox, Divider, Input, Popover } from "antd";
import { useState } from "react";
import { COLUMNS, type ColumnName, type LedgerPlace, ledgerLink } from "../rules/ledgerPlace";
import { useViewer } from "../session/Viewer";
import { BASE } from "../settings";
import { useWords } from "../shell/Appearance";
import { keepViews, readViews, type SavedView, viewOf } from "./views";

interface Props {
  place: LedgerPlace;
  columns: readonly ColumnName[];
  onColumns: (columns: readonly ColumnName[]) => void;
  onView: (view: SavedView) => void;
}

/** Which columns, the choices that somebody made before, and the address to send. */
export function Tools(props: Props) {
  const { ledger } = useWords();
  const { columns, onColumns } = props;
  const choice = (
    <Checkbox.Group
      className="choices"
      // without any column there would be no row to click
      options={COLUMNS.map((value) => {
        return { value, label: ledger.column[value], disabled: columns.length === 1 && columns.includes(value) };
      })}
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
      <CopyLink place={props.place} />
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
          keep([...views.filter((view) => view.name !== name.trim()), viewOf(name.trim(), { ...place, columns })]);
          setName("");
        }}
      >
        {ledger.saveView}
      </Button>
      <p className="quiet">{ledger.viewsHint}</p>
    </div>
  );
}

/** The address of what is shown: filters, sort and columns. Whoever opens it sees what that person may see. */
function CopyLink({ place }: { place: LedgerPlace }) {
  const { ledger } = useWords();
  const { message } = App.useApp();
  const link = `${window.location.origin}${BASE}${ledgerLink(place)}`;
  async function copy() {
    try {
      await navigator.clipboard.writeText(link);
      void message.success(ledger.linkCopied);
    } catch {
      void message.info(link, 10); // a browser that keeps the clipboard to itself
    }
  }
  return <Button onClick={() => void copy()}>{ledger.copyLink}</Button>;
}
