import { Button } from "antd";
import { useState } from "react";
import { FetchFile } from "../generated/operations";
import { type Outcome, useChange } from "../graph/useChange";
import { tierOfId } from "../rules/regions";
import { OutcomeNote } from "../shell/OutcomeNote";

/** A file that somebody may read, fetched under a ticket of its own. */
export function FileLink({ file: { id, name } }: { file: { id: string; name: string } }) {
  const { change, busy } = useChange(FetchFile, tierOfId(id), { isTicket: true });
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  async function fetchFile() {
    const came = await change({ id });
    setOutcome(came);
    const path = "done" in came ? came.done.items[0]?.path : undefined;
    if (path) window.location.assign(path);
  }
  return (
    <>
      <Button type="link" loading={busy} onClick={() => void fetchFile()}>
        {name}
      </Button>
      <OutcomeNote outcome={outcome} />
    </>
  );
}
