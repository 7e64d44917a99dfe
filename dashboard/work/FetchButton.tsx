import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { FetchFile } from "../generated/operations";
import type { TieredOperation } from "../graph/operation";
import { type Outcome, useChange } from "../graph/useChange";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { OutcomeNote } from "../shell/OutcomeNote";

/** Fetches a file under a ticket of its own. */
export function FetchButton<Data extends object, Input>({
  ticket,
  tier,
  input,
  type,
  onFetching,
  children,
}: {
  ticket: TieredOperation<Data, { input: Input; idempotencyKey: string }>;
  tier: TierOfRows | undefined;
  input: Input;
  type?: "link";
  /** the browser has begun */
  onFetching?: () => void;
  children: ReactNode;
}) {
  const { change, busy } = useChange(ticket, tier, { isTicket: true });
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  async function fetchFile() {
    const came = await change(input);
    setOutcome(came);
    if (!("done" in came)) return;
    const { items } = came.done as unknown as { items: readonly { path: string }[] };
    if (!items[0]) return;
    download(items[0].path);
    onFetching?.();
  }
  return (
    <>
      <Button type={type} loading={busy} onClick={() => void fetchFile()}>
        {children}
      </Button>
      <OutcomeNote outcome={outcome} />
    </>
  );
}

/** A file that cannot be had is a download that failed: the page, with what is being written on it, stays. */
function download(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

/** A file that somebody may read. */
export function FileLink({ file: { id, name } }: { file: { id: string; name: string } }) {
  return (
    <FetchButton ticket={FetchFile} tier={tierOfId(id)} input={{ id }} type="link">
      {name}
    </FetchButton>
  );
}
