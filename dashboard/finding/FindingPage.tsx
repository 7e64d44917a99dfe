import { Tag } from "antd";
import { Link, useParams } from "wouter";
import { FindingPage as FindingQuestion } from "../generated/operations";
import type { FindingPageQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useTerms } from "../ledger/useTerms";
import { keepsBook } from "../rules/books";
import { ledgerLink } from "../rules/ledgerPlace";
import { idIn, roundLink, targetLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Path } from "../shell/Path";
import { Signal } from "../shell/Signal";
import { Answered, NotFound, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { leftText } from "../work/Deadlines";
import { FileLink } from "../work/FetchButton";
import { FindingCommands } from "../work/FindingCommands";
import { History } from "./History";
import { LifecycleDrawn } from "./LifecycleDrawn";
import { TextCommands } from "./TextCommands";
import { WhoSees } from "./WhoSees";

type Found = Extract<FindingPageQuery["finding"], { title: string }>;

/** 问题: one finding, as far as the reader may see it. */
export default function FindingPage() {
  const id = idIn(useParams<{ id: string }>().id);
  const asked = useAskTier(FindingQuestion, tierOfId(id), { id });
  if (!tierOfId(id)) return <NotFound />;
  return (
    <Answered asked={asked}>
      {({ finding }) =>
        finding && "title" in finding && finding.title !== null ? (
          <Shown key={id} finding={finding as Found} />
        ) : (
          <NotFound />
        )
      }
    </Answered>
  );
}

function Shown({ finding }: { finding: Found }) {
  const { words, language } = useAppearance();
  const viewer = useViewer();
  const tier = tierOfId(finding.id) ?? "COUNTY";
  const nameOf = useTerms(tier);
  const { finding: texts } = words;
  const isOwn = keepsBook(viewer.officeCode, finding.office);
  return (
    <div className="stack">
      <Place finding={finding} />
      <div className="row">
        <h1>{finding.title}</h1>
        <Tag color="blue">{wordFor(words.findingStatus, finding.liveStatus)}</Tag>
        {finding.synthetic && <Tag>{words.synthetic}</Tag>}
      </div>
      <FindingCommands findings={[finding]} office={finding.office} />
      <div className="cards">
        <Section title={texts.text}>
          <p className="prose">{finding.description}</p>
          {finding.unitReply && (
            <>
              <h3>{texts.unitReply}</h3>
              <p className="prose">{finding.unitReply}</p>
            </>
          )}
          {finding.proof && (
            <>
              <h3>{texts.proof}</h3>
              <p className="prose">{finding.proof}</p>
            </>
          )}
          <TextCommands finding={finding} />
        </Section>
        <Section title={texts.facts}>
          <Facts
            facts={[
              [words.ledger.column.unit, finding.unitName],
              [words.ledger.column.region, finding.region?.pathName],
              [words.ledger.column.office, finding.office?.name],
              [words.ledger.column.focus, nameOf("FOCUS", finding.focus)],
              [words.ledger.column.category, nameOf("CATEGORY", finding.category)],
              [
                words.ledger.column.liveStatus,
                words.joined.noted(
                  wordFor(words.findingStatus, finding.liveStatus),
                  `${texts.since} ${instantText(finding.liveStatusAt, language)}`,
                ),
              ],
              [
                words.ledger.column.basis,
                finding.publication
                  ? `${wordFor(words.basis, finding.basis)} · ${texts.submitted(finding.publication.version)}`
                  : wordFor(words.basis, finding.basis),
              ],
              [texts.openedAt, instantText(finding.openedAt, language)],
              [
                texts.rectification,
                finding.target?.rectification &&
                  [
                    wordFor(words.unitPage.status, finding.target.rectification.status),
                    finding.target.rectification.evaluation &&
                      wordFor(texts.evaluation, finding.target.rectification.evaluation),
                  ]
                    .filter(Boolean)
                    .join(" · "),
              ],
              [
                finding.deadline ? wordFor(words.clock, finding.deadline.clock) : "",
                finding.deadline && (
                  <Signal colour={finding.deadline.colour}>
                    {[finding.deadline.dueOn, leftText(finding.deadline, words.todo)].filter(Boolean).join(" · ")}
                  </Signal>
                ),
              ],
            ]}
          />
        </Section>
      </div>
      <Section title={texts.lifecycle}>
        <LifecycleDrawn id={finding.id} status={finding.liveStatus} />
      </Section>
      <Objections finding={finding} />
      <Attachments finding={finding} />
      <Texts finding={finding} />
      <History id={finding.id} />
      {isOwn && <WhoSees id={finding.id} />}
    </div>
  );
}

function Place({ finding: { region, round, target, unitName, ordinal, id, office } }: { finding: Found }) {
  const { words } = useAppearance();
  const { officeCode } = useViewer();
  const tier = tierOfId(id) ?? "COUNTY";
  const ways = [
    round && { key: "round", title: <Link href={roundLink(round.id)}>{round.title}</Link> },
    target && {
      key: "target",
      title: (
        <Link href={keepsBook(officeCode, office) ? targetLink(target.id) : ledgerLink({ tier, target: target.id })}>
          {unitName}
        </Link>
      ),
    },
    { key: "finding", title: `${words.pages.finding} ${ordinal}` },
  ];
  return <Path region={region} rest={ways.flatMap((way) => way ?? [])} />;
}

function Objections({ finding: { objections } }: { finding: Found }) {
  const { words } = useAppearance();
  if (objections.length === 0) return null;
  return (
    <Section title={words.finding.objections}>
      {objections.map(({ objectedOn, text, decision, reason, documentNumber }) => (
        <Facts
          key={objectedOn + text}
          facts={[
            [objectedOn, text],
            [
              decision ? wordFor(words.unitPage.decision, decision) : "",
              [reason, documentNumber].filter(Boolean).join(" · "),
            ],
          ]}
        />
      ))}
    </Section>
  );
}

function Attachments({ finding: { attachments } }: { finding: Found }) {
  const { words, language } = useAppearance();
  const present = attachments?.filter(({ removedAt }) => !removedAt) ?? [];
  if (present.length === 0) return null;
  return (
    <Section title={words.finding.attachments}>
      <Facts
        facts={present.map((file) => [instantText(file.addedAt, language), <FileLink key={file.id} file={file} />])}
      />
    </Section>
  );
}

function Texts({ finding: { texts } }: { finding: Found }) {
  const { words, language } = useAppearance();
  if (texts.length < 2) return null;
  return (
    <Section title={words.finding.texts}>
      {texts.map(({ version, title, description, writtenAt, writtenBy, reason }) => (
        <div key={version}>
          <h3>
            {words.finding.versionOf(version)} · {instantText(writtenAt, language)} · {writtenBy}
          </h3>
          <p className="prose">
            <strong>{title}</strong> {description} {reason}
          </p>
        </div>
      ))}
    </Section>
  );
}
