import { App } from "antd";
import { ExportLedger } from "../generated/operations";
import { filterOf, type LedgerPlace, SORTS } from "../rules/ledgerPlace";
import { tierInNames } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { FetchButton } from "../work/FetchButton";

/** The rows that the filters leave, in the order of the page, as a sheet that the platform writes. */
export function Export({ place }: { place: LedgerPlace }) {
  const { ledger } = useWords();
  const { may } = useViewer();
  const { message } = App.useApp();
  if (!may.includes(`export${tierInNames(place.tier)}Ledger`)) return null;
  return (
    <FetchButton
      ticket={ExportLedger}
      tier={place.tier}
      input={{ filter: filterOf(place), sort: place.sort ?? SORTS[0], format: "XLSX" }}
      onFetching={() => void message.success(ledger.exported)}
    >
      {ledger.export}
    </FetchButton>
  );
}
