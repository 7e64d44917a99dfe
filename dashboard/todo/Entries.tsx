import type { ReactNode } from "react";
import { useWords } from "../shell/Appearance";
import { Nothing } from "../shell/states";

export interface Entry {
  key: string;
  content: ReactNode;
  note?: ReactNode;
}

/** @param entries undefined: nobody knows, so that it is not said that there are none */
export function Entries({ entries, more }: { entries: readonly Entry[] | undefined; more?: boolean }) {
  const words = useWords();
  if (!entries) return null;
  if (entries.length === 0 && !more) return <Nothing text={words.todo.nothing} />;
  return (
    <>
      {entries.length > 0 && (
        <ul className="hits">
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
