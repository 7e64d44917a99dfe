import { Alert } from "antd";
import { useRef, useState } from "react";
import { BringProof, RemoveAttachment } from "../generated/operations";
import type { RemoveAttachmentMutationVariables } from "../generated/types";
import { type SentFile, sendFile } from "../graph/sendFile";
import { type Outcome, useChange } from "../graph/useChange";
import { tellChange } from "../rules/changes";
import { REASON } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { FailureShown, RefusalNote } from "../shell/states";
import { CommandBar } from "../work/CommandBar";
import { FileLink } from "../work/FetchButton";
import { FilePicker } from "../work/FilePicker";

const ENDINGS = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";

export interface Proof {
  id: string;
  name: string;
  version?: number;
  removedAt?: string | null;
}

/** Files that are there, as whoever reads them fetches them.
 * @param isOurs whoever reads them brought them, and may take them back while they are not judged */
export function ProofList({ proofs, isOurs = false }: { proofs: readonly Proof[]; isOurs?: boolean }) {
  return (
    <div className="row">
      {proofs
        .filter(({ removedAt }) => !removedAt)
        .map((file) => (
          <span key={file.id}>
            <FileLink file={file} />
            {isOurs && file.version !== undefined && <TakeProofBack proof={{ ...file, version: file.version }} />}
          </span>
        ))}
    </div>
  );
}

/** 撤回佐证: that it was there stays on record. */
function TakeProofBack({ proof: { id, name, version } }: { proof: Proof & { version: number } }) {
  const texts = useWords().work.file;
  const viewer = useViewer();
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(RemoveAttachment, tier);
  const mayRemove = mayDo(viewer, "removeAttachment");
  return (
    <CommandBar
      label={texts.of(name)}
      commands={mayRemove ? ["TAKE_BACK"] : []}
      names={texts.command}
      fieldsOf={() => [{ ...REASON, path: "reason" }]}
      tier={tier}
      subject={{ id, version }}
      busy={busy}
      carryOut={(_, input, subject) => change({ ...input, ...subject } as RemoveAttachmentMutationVariables["input"])}
    />
  );
}

/** 上传佐证, of one finding or of the plan and the report. */
export function BringProofButton({ disclosureId, findingId }: { disclosureId: string; findingId?: string }) {
  const texts = useWords().work.file;
  const { change } = useChange(BringProof, tierOfId(disclosureId), { isTicket: true });
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
      if (answer.kind === "READ") await tellChange();
      setSent(answer);
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
