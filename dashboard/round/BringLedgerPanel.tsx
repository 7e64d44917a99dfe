import { Button, Input } from "antd";
import { useState } from "react";
import { BringLedger, FetchLedgerTemplate } from "../generated/operations";
import type { BringLedgerMutation, BringLedgerMutationVariables } from "../generated/types";
import { ledgerOf } from "../rules/pasted";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { useUnsent } from "../shell/Leaving";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";
import { FetchButton } from "../work/FetchButton";
import { FilePicker } from "../work/FilePicker";
import { Held } from "../work/Held";
import { Labelled } from "../work/Labelled";
import { useTicketed } from "../work/useTicketed";
import { type Brought, bring } from "./bring";
import { LedgerAnswer } from "./LedgerAnswer";

/** 成批记录: rows of a file or from the clipboard, tried first and then recorded, all of them or none. */
export function BringLedgerPanel({ roundId }: { roundId: string }) {
  const texts = useWords().work.ledger;
  const viewer = useViewer();
  const tier = tierOfId(roundId) ?? "COUNTY";
  const {
    send,
    busy,
    refused,
    answer: brought,
    isUnsure,
    forget,
  } = useTicketed<BringLedgerMutation, BringLedgerMutationVariables["input"], Brought>(BringLedger, tier);
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  useUnsent(pasted.trim() !== "" && brought?.kind !== "RECORDED");
  if (!mayDo(viewer, "uploadLedger")) return null;

  function change(given: { file?: File; pasted?: string }) {
    setFile(given.file);
    setPasted(given.pasted ?? "");
    forget();
  }
  const body = () => file ?? new Blob([ledgerOf(pasted).csv], { type: "text/csv" });
  const tryIt = () => send(undefined, { roundId, dryRun: true }, (path) => bring(path, body(), true));
  // with anything else that is given the last try is forgotten
  const record = () => send("given", { roundId, dryRun: false }, (path) => bring(path, body(), false));
  const isGiven = file !== undefined || pasted.trim() !== "";
  const mayRecord = brought?.kind === "TRIED" || isUnsure;
  return (
    <Section title={texts.title} extra={<Template roundId={roundId} />}>
      <p className="quiet">{texts.hint}</p>
      <div className="command-form">
        <Held busy={busy}>
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
        </Held>
        <div className="row">
          <Button loading={busy} disabled={!isGiven} onClick={() => void tryIt()}>
            {texts.dryRun}
          </Button>
          {mayRecord && (
            <Button type="primary" loading={busy} onClick={() => void record()}>
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
