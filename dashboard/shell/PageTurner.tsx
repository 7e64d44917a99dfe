import { Button } from "antd";
import { useState } from "react";
import { useWords } from "./Appearance";

/** Where one is in a list that is read page by page, each from the key on which the one before ended: the thousandth page costs what the
 * first does. The cursors behind, the last of them is the page's own. */
export function usePaging() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors[cursors.length - 1] ?? null,
    back: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined,
    // a second click on the way there leads no further
    onTo: (end: string) => setCursors((before) => (before[before.length - 1] === end ? before : [...before, end])),
  };
}

type Paging = ReturnType<typeof usePaging>;

export interface PageInfo {
  hasNextPage: boolean;
  endCursor?: string | null;
}

/** The ways to the pages before and after. */
export function PageTurner({
  pageInfo,
  paging,
  said,
}: {
  pageInfo: PageInfo | undefined;
  paging: Paging;
  /** of the page that is shown; with it the ways stand there even where they lead nowhere */
  said?: string;
}) {
  const words = useWords();
  const end = pageInfo?.hasNextPage ? pageInfo.endCursor : undefined;
  if (!paging.back && !end && !said) return null;
  return (
    <div className="row" style={{ marginTop: 12 }}>
      <Button disabled={!paging.back} onClick={paging.back}>
        {words.page.previous}
      </Button>
      <Button disabled={!end} onClick={() => end && paging.onTo(end)}>
        {words.page.next}
      </Button>
      {said && <span className="quiet">{said}</span>}
    </div>
  );
}
