import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { PublicationShown } from "../exchange/PublicationShown";
import { PreviewSubmission, Submit } from "../generated/operations";
import type { PreviewSubmissionQuery, SubmitMutation } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { isUnsure, type Outcome, useChange } from "../graph/useChange";
import { useNames } from "../graph/useNames";
import { tierOfId } from "../rules/regions";
import { isFresh, mayConfirm } from "../rules/seen";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { useUnsent } from "../shell/Leaving";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Answered, Missing, RefusalNote, Section } from "../shell/states";
import { wordFor } from "../words";
import { Held } from "../work/Held";
import { Labelled } from "../work/Labelled";
import type { Target } from "./target";
import { useFindingsOf } from "./useFindingsOf";

type Preview = NonNullable<PreviewSubmissionQuery["countyPublicationPreview"]>;
type Submitted = Extract<SubmitMutation["submitCountyPublications"], { items: unknown }>;

/** 报送: what would be visible to whom is shown before it is submitted; versions that were, with what became of them. */
export function Submission({ target }: { target: Target }) {
  const { work } = useWords();
  const viewer = useViewer();
  const [isAsked, setIsAsked] = useState(false);
  const [said, setSaid] = useState("");
  const maySubmit = mayDo(viewer, "submitPublications");
  if (!maySubmit && target.publications.length === 0) return null;
  return (
    <Section title={work.submit.title}>
      {maySubmit && (
        <>
          <p className="quiet">{work.submit.previewHint}</p>
          <Button aria-expanded={isAsked} onClick={() => setIsAsked(!isAsked)}>
            {work.submit.preview}
          </Button>
          {isAsked && (
            <Previewed
              target={target}
              onSent={(text) => {
                setIsAsked(false);
                setSaid(text);
              }}
            />
          )}
          <p role="status" className={said ? "done" : "hidden"}>
            {said}
          </p>
        </>
      )}
      <Versions target={target} />
    </Section>
  );
}

function Previewed({ target, onSent }: { target: Target; onSent: (said: string) => void }) {
  const { work } = useWords();
  const tier = tierOfId(target.id);
  const asked = useAskTier(PreviewSubmission, tier, { targetId: target.id });
  return (
    <Answered asked={asked}>
      {({ publicationPreview: preview }) =>
        preview && (
          <div className="preview">
            <h3>{work.submit.version(preview.version)}</h3>
            <Seen preview={preview} target={target} />
            {preview.refusal ? (
              <>
                <h3>{work.submit.cannot}</h3>
                <RefusalNote refusal={preview.refusal} />
              </>
            ) : (
              <Sending target={target} isSeen={isFresh({ ...asked, said: preview })} onSent={onSent} />
            )}
          </div>
        )
      }
    </Answered>
  );
}

function Seen({ preview: { readers, listed, withheld }, target }: { preview: Preview; target: Target }) {
  const words = useWords();
  const { submit } = words.work;
  const { list, noted } = words.joined;
  const nameOf = useNames();
  const { all, asked } = useFindingsOf(target);
  const known = new Map(all.map((finding) => [finding.id, finding]));
  return (
    <>
      <Missing of={[asked]} />
      <Facts
        facts={[
          [
            submit.readers,
            list(...readers.map(({ officeCode, rule }) => noted(nameOf(officeCode), wordFor(words.readingRule, rule)))),
          ],
          [
            submit.listed(listed.length),
            listed.length === 0 ? (
              submit.nothingListed
            ) : (
              <ul key="listed" className="hits">
                {listed.map((id) => (
                  <li key={id}>{known.has(id) ? `${known.get(id)?.ordinal}. ${known.get(id)?.title}` : id}</li>
                ))}
              </ul>
            ),
          ],
          [
            submit.withheld(withheld.length),
            withheld.length === 0 ? (
              submit.nothingWithheld
            ) : (
              <ul key="withheld" className="hits">
                {withheld.map(({ findingId, ordinal, status, exchangeException }) => (
                  <li key={findingId}>
                    {[
                      `${ordinal}. ${known.get(findingId)?.title ?? ""}`,
                      wordFor(words.findingStatus, status),
                      exchangeException && wordFor(words.work.exception, exchangeException),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </>
  );
}

function Sending({
  target,
  isSeen,
  onSent,
}: {
  target: Target;
  /** what would be visible is shown as it is now */
  isSeen: boolean;
  onSent: (said: string) => void;
}) {
  const { work } = useWords();
  const { change, busy } = useChange(Submit, tierOfId(target.id));
  const [note, setNote] = useState("");
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  const [sent, setSent] = useState<string>();
  useUnsent(note.trim() !== "");
  const returned = target.publications.find(({ isCurrent, status }) => isCurrent && status === "RETURNED");
  const isOpen = mayConfirm(note, { seen: isSeen ? note : undefined, unsure: isUnsure(outcome) ? sent : undefined });
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!isOpen) return;
    setSent(note);
    const came = await change({ targetIds: [target.id], ...(note.trim() && { note: note.trim() }) });
    setOutcome(came);
    if ("done" in came) onSent(work.submit.sent((came.done as Submitted).items[0]?.version ?? 1));
  }
  return (
    <form className="command-form" aria-label={work.submit.title} onSubmit={(event) => void send(event)}>
      {returned && (
        <p>
          <strong>{work.submit.returned(returned.decisionReason ?? "")}</strong> {work.submit.answerHint}
        </p>
      )}
      <Held busy={busy}>
        <Labelled label={returned ? work.submit.answer : work.submit.note}>
          {(id) => (
            <Input.TextArea
              id={id}
              rows={2}
              maxLength={1000}
              value={note}
              onChange={({ target: { value } }) => setNote(value)}
            />
          )}
        </Labelled>
      </Held>
      <div>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!isOpen}>
          {work.submit.send}
        </Button>
      </div>
      <OutcomeNote outcome={outcome} />
    </form>
  );
}

function Versions({ target: { publications } }: { target: Target }) {
  const { work } = useWords();
  if (publications.length === 0) return null;
  return (
    <>
      <h3>{work.submit.versions}</h3>
      <ul className="hits">
        {publications.map((publication) => (
          <li key={publication.id}>
            <PublicationShown publication={publication} />
          </li>
        ))}
      </ul>
    </>
  );
}
