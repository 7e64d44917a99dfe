import type { ReactNode } from "react";
import { useWords } from "../shell/Appearance";
import { Nothing } from "../shell/states";

export interface Entry {
  key: string;
  content: ReactNode;
  note?: ReactNode;
}

/** @param entries undefined: nobody knows, so that it is not said that there are none
 * @param many stand in several columns, where there is room */
export function Entries({
  entries,
  more,
  many,
}: {
  entries: readonly Entry[] | undefined;
  more?: boolean;
  many?: boolean;
}) {
  const words = useWords();
  if (!entries) return null;
  if (entries.length === 0 && !more) return <Nothing text={words.todo.nothing} />;
  return (
    <>
      {entries.length > 0 && (
        <ul className={many ? "hits many" : "hits"}>
          {entries.map(({ key, content, note }) => (
            <li key={key}>
              {content}
              {note && <div className="quiet">{note}</div>}
            </li>
          ))}
        </ul>
      )}
      {more && <p className="quiet">{words.todo.more}</p>}
    </>
  );
}
