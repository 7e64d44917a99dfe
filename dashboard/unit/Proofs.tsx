import { Alert } from "antd";
import { useRef, useState } from "react";
import { BringProof } from "../generated/operations";
import { type SentFile, sendFile } from "../graph/sendFile";
import { type Outcome, useChange } from "../graph/useChange";
import { tellChange } from "../rules/changes";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { FailureShown, RefusalNote } from "../shell/states";
import { FileLink } from "../work/FileLink";
import { FilePicker } from "../work/FilePicker";

const ENDINGS = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";

/** Files that are there, as whoever reads them fetches them. */
export function ProofList({ proofs }: { proofs: readonly { id: string; name: string; removedAt?: string | null }[] }) {
  return (
    <div className="row">
      {proofs
        .filter(({ removedAt }) => !removedAt)
        .map((file) => (
          <FileLink key={file.id} file={file} />
        ))}
    </div>
  );
}

/** 上传佐证, of one finding or of the plan and the report. */
export function BringProofButton({ disclosureId, findingId }: { disclosureId: string; findingId?: string }) {
  const texts = useWords().work.file;
  const { change } = useChange(BringProof, tierOfId(disclosureId));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Outcome<unknown>>();
  const [sent, setSent] = useState<SentFile<unknown>>();
  const [name, setName] = useState("");
  /** of a try whose end nobody saw: the same file is brought again under the same ticket */
  const unsure = useRef<{ of: string; path: string }>(undefined);
  async function bring(file: File) {
    setBusy(true);
    setSent(undefined);
    setName(file.name);
    try {
      const of = [file.name, file.size, file.lastModified].join();
      let path = unsure.current?.of === of ? unsure.current.path : undefined;
      if (!path) {
        const came = await change({ disclosureId, ...(findingId && { findingId }), name: file.name });
        setRefused(came);
        if (!("done" in came)) return;
        path = came.done.items[0]?.path ?? "";
      }
      const answer = await sendFile(path, file);
      unsure.current = answer.kind === "LOST" ? { of, path } : undefined;
      setSent(answer);
      if (answer.kind === "READ") tellChange();
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="screen-only">
      <FilePicker label={texts.bring} accept={ENDINGS} busy={busy} onFile={(file) => void bring(file)} />
      <OutcomeNote outcome={refused} />
      {sent?.kind === "REFUSED" && <RefusalNote refusal={sent.refusal} />}
      {sent?.kind === "FAILED" && <FailureShown failure={sent.failure} />}
      {sent?.kind === "LOST" && <Alert role="alert" type="error" showIcon title={texts.lost} />}
      {sent?.kind === "OVER" && <Alert role="alert" type="warning" showIcon title={texts.over} />}
      <p role="status" className={sent?.kind === "READ" ? "done" : "hidden"}>
        {sent?.kind === "READ" ? texts.brought(name) : ""}
      </p>
    </div>
  );
}
