import { Tag } from "antd";
import { AcknowledgeReleases, MoveRelease, ReleasedToUs, Releases } from "../generated/operations";
import type { ReleasedToUsQuery, ReleasesQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useChange } from "../graph/useChange";
import { useNames } from "../graph/useNames";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Answered, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";
import { Shown } from "./Shown";
import { Tray } from "./Tray";
import { usePaging } from "./usePaging";

type ReleaseIn = NonNullable<ReleasedToUsQuery["countyReceivedReleases"]>["nodes"][number];
type ReleaseOut = NonNullable<ReleasesQuery["countyReleases"]>["nodes"][number];

const FIRST = 20;
const REASON: Field = { path: "note", kind: "words", name: "reason", required: true };

/** 向本办通报: results, copies of feedback and what members of a joint supervision linked; to be signed for. */
export function ReleasesIn({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const paging = usePaging();
  const { change, busy } = useChange(AcknowledgeReleases, tier);
  const asked = useAskTier(ReleasedToUs, tier, { first: FIRST, after: paging.after });
  return (
    <Section title={words.trays.releasesIn}>
      <Answered asked={asked}>
        {({ receivedReleases }) => (
          <Tray rows={receivedReleases?.nodes ?? []} pageInfo={receivedReleases?.pageInfo} paging={paging}>
            {(row) => (
              <>
                <ReceivedRelease row={row} />
                <CommandBar
                  label={words.work.commands}
                  commands={row.commands}
                  names={words.trays.releaseCommand}
                  fieldsOf={() => []}
                  tier={tier}
                  subject={{ id: row.id, revision: row.revision }}
                  busy={busy}
                  carryOut={(_command, _input, subject) => change({ releases: [subject] })}
                />
              </>
            )}
          </Tray>
        )}
      </Answered>
    </Section>
  );
}

function ReceivedRelease({ row }: { row: ReleaseIn }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  const acknowledged =
    row.acknowledgedAt && [instantText(row.acknowledgedAt, language), row.acknowledgedBy].join(" · ");
  return (
    <>
      <Head row={row} />
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
    </>
  );
}

/** 本办通报: to whom, who has received and signed, and to take it back. */
export function ReleasesOut({ tier }: { tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  const paging = usePaging();
  const { change, busy } = useChange(MoveRelease, tier);
  const asked = useAskTier(Releases, tier, { first: FIRST, after: paging.after });
  return (
    <Section title={trays.releasesOut}>
      <Answered asked={asked}>
        {({ releases }) => (
          <Tray rows={releases?.nodes ?? []} pageInfo={releases?.pageInfo} paging={paging}>
            {(row) => (
              <>
                <Head row={row} />
                <Facts
                  facts={[
                    [words.work.field.documentNumber, row.documentNumber],
                    [trays.issuedOn, row.issuedOn],
                    [trays.expiresOn, row.expiresOn],
                    [
                      trays.grantees,
                      row.grantees
                        .map(({ officeCode, ...each }) => `${nameOf(officeCode)} ${granteeText(each, words, language)}`)
                        .join("；"),
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
            )}
          </Tray>
        )}
      </Answered>
    </Section>
  );
}

function Head({ row: { title, purpose, state } }: { row: Pick<ReleaseIn, "title" | "purpose" | "state"> }) {
  const { trays } = useWords();
  return (
    <div className="row">
      <strong>{title}</strong>
      <Tag>{wordFor(trays.purpose, purpose)}</Tag>
      <Tag color="blue">{wordFor(trays.releaseState, state)}</Tag>
    </div>
  );
}

function withdrawnText({ withdrawalReason }: { withdrawalReason?: string | null }, at: string): string {
  return [at, withdrawalReason].filter(Boolean).join(" · ");
}

function granteeText(
  { receivedAt, acknowledgedAt, endedAt }: Omit<ReleaseOut["grantees"][number], "officeCode">,
  { trays, work }: ReturnType<typeof useWords>,
  language: Parameters<typeof instantText>[1],
): string {
  if (endedAt) return trays.ended;
  if (acknowledgedAt) return `${trays.acknowledged} ${instantText(acknowledgedAt, language)}`;
  return receivedAt ? trays.unsigned : work.submit.notYet;
}
