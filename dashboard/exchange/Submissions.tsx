import { Tag } from "antd";
import { Link } from "wouter";
import { Receipts, Received } from "../generated/operations";
import type { ReceivedQuery } from "../generated/types";
import { useNames } from "../graph/useNames";
import { ledgerLink } from "../rules/ledgerPlace";
import { targetLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Tray } from "../shell/Tray";
import { instantText, wordFor } from "../words";
import { DecideCommands } from "../work/PublicationCommands";
import { PublicationShown } from "./PublicationShown";
import { RoundOf } from "./RoundOf";

type ReceivedRow = NonNullable<ReceivedQuery["cityReceivedPublications"]>["nodes"][number];

/** 下级报来: to be accepted or returned by the direct superior, to be read by those above. */
export function SubmissionsIn({ tier }: { tier: TierOfRows }) {
  const { exchange } = useWords();
  return (
    <Tray
      title={exchange.submissionsIn}
      tier={tier}
      asks={Received}
      rowsOf={({ receivedPublications }) => receivedPublications}
    >
      {(row) => <ReceivedShown row={row} tier={tier} />}
    </Tray>
  );
}

function ReceivedShown({ row, tier }: { row: ReceivedRow; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const texts = words.exchange;
  const { difference } = row;
  return (
    <>
      <div className="row">
        <strong>{row.unitName}</strong>
        <span>{words.finding.submitted(row.version)}</span>
        <Tag color="blue">{wordFor(words.work.publicationStatus, row.status)}</Tag>
        {row.isCurrent && <Tag>{words.work.submit.current}</Tag>}
        <FindingsOf row={row} />
      </div>
      <Facts
        facts={[
          [words.ledger.one.round, <RoundOf key="round" targetId={row.targetId} />],
          [words.ledger.column.region, row.region?.pathName ?? nameOf(row.officeCode)],
          [texts.submittedAt, instantText(row.submittedAt, language)],
          [texts.receivedAt, instantText(row.receivedAt, language)],
          [words.work.submit.note, row.note],
          [
            texts.changes,
            difference
              ? [
                  texts.added(difference.added.length),
                  texts.removed(difference.removed.length),
                  texts.changed(difference.changed.length),
                ].join(" · ")
              : row.version === 1 && texts.first,
          ],
          [
            texts.decidedAt,
            row.decidedAt && [instantText(row.decidedAt, language), row.decisionReason].filter(Boolean).join(" · "),
          ],
          [
            texts.reason,
            row.recalledAt &&
              [texts.recalled, instantText(row.recalledAt, language), row.recallReason].filter(Boolean).join(" · "),
          ],
          [texts.status, row.lostAt && texts.lost],
        ]}
      />
      <DecideCommands publication={row} tier={tier} />
    </>
  );
}

/** How many it lists, and the way to them: they are read where they were submitted, in the version that stands. */
function FindingsOf({ row: { findingCount, targetId, isCurrent, unitName } }: { row: ReceivedRow }) {
  const words = useWords();
  const tier = tierOfId(targetId);
  if (typeof findingCount !== "number") return null;
  const text = words.work.submit.findings(findingCount);
  if (!isCurrent || !tier) return <span className="quiet">{text}</span>;
  return (
    <Link
      href={ledgerLink({ tier, target: targetId })}
      aria-label={words.joined.labelled(words.round.openFindings(unitName), text)}
    >
      {text}
    </Link>
  );
}

/** 本办报送: where each version is, and what the direct superior said. */
export function SubmissionsOut({ tier }: { tier: TierOfRows }) {
  const { exchange } = useWords();
  return (
    <Tray title={exchange.submissionsOut} tier={tier} asks={Receipts} rowsOf={({ publications }) => publications}>
      {(publication) => (
        <>
          {publication.target && (
            <>
              <Link href={targetLink(publication.target.id)}>{publication.target.unitName}</Link>{" "}
              <span className="quiet">{publication.target.round?.title}</span>
            </>
          )}
          <PublicationShown publication={publication} />
        </>
      )}
    </Tray>
  );
}
