import type { ReactNode } from "react";
import { useWords } from "../shell/Appearance";
import { Nothing } from "../shell/states";

export interface Entry {
  key: string;
  content: ReactNode;
  note?: ReactNode;
}

/** @param many stand in several columns, where there is room */
export function Entries({ entries, more, many }: { entries: readonly Entry[]; more?: boolean; many?: boolean }) {
  const words = useWords();
  if (entries.length === 0) return <Nothing text={words.todo.nothing} />;
  return (
    <>
      <ul className={many ? "hits many" : "hits"}>
        {entries.map(({ key, content, note }) => (
          <li key={key}>
            {content}
            {note && <div className="quiet">{note}</div>}
          </li>
        ))}
      </ul>
      {more && <p className="quiet">{words.todo.more}</p>}
    </>
  );
}
