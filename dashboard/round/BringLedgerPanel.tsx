import { Button, Input } from "antd";
import { useRef, useState } from "react";
import { BringLedger, FetchLedgerTemplate } from "../generated/operations";
import { type Outcome, useChange } from "../graph/useChange";
import { ledgerOf } from "../rules/pasted";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";
import { FetchButton } from "../work/FetchButton";
import { FilePicker } from "../work/FilePicker";
import { Labelled } from "../work/Labelled";
import { type Brought, bring } from "./bring";
import { LedgerAnswer } from "./LedgerAnswer";

/** 成批记录: rows of a file or from the clipboard, tried first and then recorded, all of them or none. */
export function BringLedgerPanel({ roundId }: { roundId: string }) {
  const texts = useWords().work.ledger;
  const viewer = useViewer();
  const tier = tierOfId(roundId) ?? "COUNTY";
  const bringing = useChange(BringLedger, tier, { isTicket: true });
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const [brought, setBrought] = useState<Brought>();
  const [refused, setRefused] = useState<Outcome<unknown>>();
  const [busy, setBusy] = useState(false);
  /** of a try whose end nobody saw: a ticket takes one file, so that the same one is brought again under it */
  const unsure = useRef<string>(undefined);
  if (!mayDo(viewer, "uploadLedger")) return null;

  function change(given: { file?: File; pasted?: string }) {
    setFile(given.file);
    setPasted(given.pasted ?? "");
    setBrought(undefined);
    setRefused(undefined);
    unsure.current = undefined;
  }
  async function send(dryRun: boolean) {
    setBusy(true);
    try {
      let path = dryRun ? undefined : unsure.current;
      if (!path) {
        const came = await bringing.change({ roundId, dryRun });
        setRefused(came);
        if (!("done" in came)) return;
        path = came.done.items[0]?.path ?? "";
      }
      const body = file ?? new Blob([ledgerOf(pasted).csv], { type: "text/csv" });
      const answer = await bring(path, body, dryRun);
      unsure.current = answer.kind === "LOST" && !dryRun ? path : undefined;
      setBrought(answer);
    } finally {
      setBusy(false);
    }
  }
  const isGiven = file !== undefined || pasted.trim() !== "";
  const mayRecord = brought?.kind === "TRIED" || unsure.current !== undefined;
  return (
    <Section title={texts.title} extra={<Template roundId={roundId} />}>
      <p className="quiet">{texts.hint}</p>
      <div className="command-form">
        <div className="field">
          <div className="row">
            <FilePicker label={texts.file} accept=".xlsx,.csv" onFile={(chosen) => change({ file: chosen })} />
            {file && <span>{file.name}</span>}
            {file && <Button onClick={() => change({})}>{texts.noFile}</Button>}
          </div>
        </div>
        {!file && (
          <Labelled label={texts.pasted}>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={4}
                value={pasted}
                onChange={({ target: { value } }) => change({ pasted: value })}
              />
            )}
          </Labelled>
        )}
        <div className="row">
          <Button loading={busy} disabled={!isGiven} onClick={() => void send(true)}>
            {texts.dryRun}
          </Button>
          {mayRecord && (
            <Button type="primary" loading={busy} onClick={() => void send(false)}>
              {texts.record(brought?.kind === "TRIED" ? brought.recorded + brought.revised : ledgerOf(pasted).rows)}
            </Button>
          )}
        </div>
      </div>
      <OutcomeNote outcome={refused} />
      <LedgerAnswer brought={brought} linesAbove={file ? 0 : ledgerOf(pasted).linesAbove} />
    </Section>
  );
}

function Template({ roundId }: { roundId: string }) {
  const { ledger } = useWords().work;
  return (
    <FetchButton ticket={FetchLedgerTemplate} tier={tierOfId(roundId)} input={{ roundId }}>
      {ledger.template}
    </FetchButton>
  );
}
