import type { ReactNode } from "react";

interface Bar {
  key: string;
  name: ReactNode;
  value: number;
  text: ReactNode;
  note?: string;
}

/** Names with bars of their own length: a table for whoever listens, a chart for whoever looks. */
export function BarList({ rows }: { rows: readonly Bar[] }) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <table className="plain bars">
      <tbody>
        {rows.map(({ key, name, value, text, note }) => (
          <tr key={key}>
            <th scope="row">
              {name}
              {note && <div className="quiet">{note}</div>}
            </th>
            <td className="numeric">{text}</td>
            <td className="bar-cell" aria-hidden="true">
              <div className="bar-line" style={{ width: `${(value / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
