import { App, Button } from "antd";
import { useState } from "react";
import { ExportLedger } from "../generated/operations";
import { type Outcome, useChange } from "../graph/useChange";
import { filterOf, type LedgerPlace } from "../rules/ledgerPlace";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";

/** The rows that the filters leave, as a sheet that the platform writes. */
export function Export({ place }: { place: LedgerPlace }) {
  const words = useWords();
  const viewer = useViewer();
  const { message } = App.useApp();
  const { change, busy } = useChange(ExportLedger, place.tier, { isTicket: true });
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  const mutation = `export${place.tier.charAt(0)}${place.tier.slice(1).toLowerCase()}Ledger`;
  if (!viewer.may.includes(mutation)) return null;
  async function fetchSheet() {
    const came = await change({ filter: filterOf(place), format: "XLSX" });
    setOutcome(came);
    const path = "done" in came ? came.done.items[0]?.path : undefined;
    if (!path) return;
    window.location.assign(path);
    void message.success(words.ledger.exported);
  }
  return (
    <>
      <Button loading={busy} onClick={() => void fetchSheet()}>
        {words.ledger.export}
      </Button>
      <OutcomeNote outcome={outcome} />
    </>
  );
}
