import { Tag } from "antd";
import { AcknowledgeReleases, MoveRelease, ReleasedToUs, Releases } from "../generated/operations";
import type { ReleasedToUsQuery, ReleasesQuery } from "../generated/types";
import { useChange } from "../graph/useChange";
import { useNames } from "../graph/useNames";
import { REASON } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Tray } from "../shell/Tray";
import { instantText, wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";
import { Shown } from "./Shown";

type ReleaseIn = NonNullable<ReleasedToUsQuery["countyReceivedReleases"]>["nodes"][number];
type ReleaseOut = NonNullable<ReleasesQuery["countyReleases"]>["nodes"][number];

/** 向本办通报: results, copies of feedback and what members of a joint supervision linked; to be signed for. */
export function ReleasesIn({ tier }: { tier: TierOfRows }) {
  const { trays } = useWords();
  return (
    <Tray title={trays.releasesIn} tier={tier} asks={ReleasedToUs} rowsOf={({ receivedReleases }) => receivedReleases}>
      {(row) => <Received row={row} tier={tier} />}
    </Tray>
  );
}

function Received({ row, tier }: { row: ReleaseIn; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  const { change, busy } = useChange(AcknowledgeReleases, tier);
  const acknowledged =
    row.acknowledgedAt && [instantText(row.acknowledgedAt, language), row.acknowledgedBy].join(" · ");
  return (
    <>
      <Head row={row} isReceived />
      <Facts
        facts={[
          [trays.from, nameOf(row.officeCode)],
          [words.work.field.documentNumber, row.documentNumber],
          [trays.issuedOn, row.issuedOn],
          [trays.expiresOn, row.expiresOn],
          [words.exchange.receivedAt, instantText(row.receivedAt, language)],
          [trays.acknowledged, acknowledged],
          [trays.withdrawn, row.withdrawnAt && withdrawnText(row, instantText(row.withdrawnAt, language))],
          [words.exchange.status, row.lostAt && words.exchange.lost],
        ]}
      />
      <Shown findings={row.findings.nodes} />
      <CommandBar
        label={words.work.commands}
        commands={row.commands}
        names={trays.releaseCommand}
        fieldsOf={() => []}
        tier={tier}
        subject={{ id: row.id, revision: row.revision }}
        busy={busy}
        carryOut={(_command, _input, subject) => change({ releases: [subject] })}
      />
    </>
  );
}

/** 本办通报: to whom, who has received and signed, and to take it back. */
export function ReleasesOut({ tier }: { tier: TierOfRows }) {
  const { trays } = useWords();
  return (
    <Tray title={trays.releasesOut} tier={tier} asks={Releases} rowsOf={({ releases }) => releases}>
      {(row) => <Sent row={row} tier={tier} />}
    </Tray>
  );
}

function Sent({ row, tier }: { row: ReleaseOut; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  const { change, busy } = useChange(MoveRelease, tier);
  return (
    <>
      <Head row={row} />
      <Facts
        facts={[
          [words.work.field.documentNumber, row.documentNumber],
          [trays.issuedOn, row.issuedOn],
          [trays.expiresOn, row.expiresOn],
          [
            trays.grantees,
            words.joined.clauses(
              ...row.grantees.map(
                ({ officeCode, ...each }) => `${nameOf(officeCode)} ${granteeText(each, words, language)}`,
              ),
            ),
          ],
          [trays.withdrawn, row.withdrawnAt && withdrawnText(row, instantText(row.withdrawnAt, language))],
        ]}
      />
      <Shown findings={row.findings.nodes} />
      <CommandBar
        label={words.work.commands}
        commands={row.commands}
        names={trays.releaseCommand}
        fieldsOf={() => [REASON]}
        tier={tier}
        subject={{ id: row.id, version: row.version }}
        busy={busy}
        carryOut={(command, input, subject) =>
          change({ ...input, ...subject, command: command as "WITHDRAW" | "TAKE_BACK" })
        }
      />
    </>
  );
}

function Head({
  row: { title, purpose, state },
  isReceived = false,
}: {
  row: Pick<ReleaseIn, "title" | "purpose" | "state">;
  isReceived?: boolean;
}) {
  const { trays } = useWords();
  const stateText = isReceived && state === "ISSUED" ? trays.toBeSigned : wordFor(trays.releaseState, state);
  return (
    <div className="row">
      <strong>{title}</strong>
      <Tag>{wordFor(trays.purpose, purpose)}</Tag>
      <Tag color="blue">{stateText}</Tag>
    </div>
  );
}

function withdrawnText({ withdrawalReason }: { withdrawalReason?: string | null }, at: string): string {
  return [at, withdrawalReason].filter(Boolean).join(" · ");
}

function granteeText(
  { receivedAt, acknowledgedAt, endedAt, undeliverableAt }: Omit<ReleaseOut["grantees"][number], "officeCode">,
  { trays, work }: ReturnType<typeof useWords>,
  language: Parameters<typeof instantText>[1],
): string {
  if (undeliverableAt) return trays.undeliverable;
  if (endedAt) return trays.ended;
  if (acknowledgedAt) return `${trays.acknowledged} ${instantText(acknowledgedAt, language)}`;
  return receivedAt ? trays.unsigned : work.submit.notYet;
}
