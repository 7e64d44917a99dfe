import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../shell/Appearance";
import { Nothing } from "../shell/states";
import type { Paging } from "./usePaging";

/** A page of what came or went, with the ways to the other pages. */
export function Tray<Row extends { id: string }>({
  rows,
  pageInfo,
  paging,
  children,
}: {
  rows: readonly Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null } | undefined;
  paging: Paging;
  children: (row: Row) => ReactNode;
}) {
  return (
    <>
      {rows.length === 0 ? (
        <Nothing />
      ) : (
        <ul className="hits">
          {rows.map((row) => (
            <li key={row.id}>{children(row)}</li>
          ))}
        </ul>
      )}
      <PageTurner pageInfo={pageInfo} paging={paging} />
    </>
  );
}

/** The ways to the pages before and after. */
export function PageTurner({
  pageInfo,
  paging,
}: {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null } | undefined;
  paging: Paging;
}) {
  const words = useWords();
  const end = pageInfo?.hasNextPage ? pageInfo.endCursor : undefined;
  if (!paging.back && !end) return null;
  return (
    <div className="row">
      <Button disabled={!paging.back} onClick={paging.back}>
        {words.page.previous}
      </Button>
      <Button disabled={!end} onClick={() => end && paging.onTo(end)}>
        {words.page.next}
      </Button>
    </div>
  );
}
