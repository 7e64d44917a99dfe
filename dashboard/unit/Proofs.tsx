import { Alert } from "antd";
import { useState } from "react";
import { BringProof, RemoveAttachment } from "../generated/operations";
import type {
  BringProofMutation,
  BringProofMutationVariables,
  RemoveAttachmentMutationVariables,
} from "../generated/types";
import { type SentFile, sendFile } from "../graph/sendFile";
import { useChange } from "../graph/useChange";
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
import { useTicketed } from "../work/useTicketed";

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
  const tier = tierOfId(disclosureId);
  const {
    send,
    busy,
    refused,
    answer: sent,
  } = useTicketed<BringProofMutation, BringProofMutationVariables["input"], SentFile<unknown>>(BringProof, tier);
  const [name, setName] = useState("");
  async function bring(file: File) {
    setName(file.name);
    const what = [file.name, file.size, file.lastModified].join();
    await send(what, { disclosureId, ...(findingId && { findingId }), name: file.name }, async (path) => {
      const answer = await sendFile(path, file);
      if (answer.kind === "READ") await tellChange();
      return answer;
    });
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
