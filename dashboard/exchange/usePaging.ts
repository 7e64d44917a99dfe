import { useState } from "react";

/** Where one is in a list that is read page by page: the cursors behind, the last of them is the page's own. */
export function usePaging() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors[cursors.length - 1] ?? null,
    back: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined,
    onTo: (end: string) => setCursors([...cursors, end]),
  };
}

export type Paging = ReturnType<typeof usePaging>;
