import { randomBytes } from "node:crypto";
import { entriesOf } from "../../subgraphs/journal/append";
import type { Party } from "./parties";

const id = () => `county:${randomBytes(16).toString("base64url")}`;

/** A filed round of a fictional county with one heard target, written as its subgraph writes it. */
export interface CountyTarget {
  office: string;
  roundId: string;
  targetId: string;
  findingIds: string[];
}

const round = entriesOf("Round");
const target = entriesOf("RoundTarget");
const publication = entriesOf("Publication");
const finding = entriesOf("Finding");

/** Enters and files a round with one target and its findings. */
export async function aFiledRound(county: Party, office = "990101", findings = 2): Promise<CountyTarget> {
  const [termId, roundId, targetId, unitId] = [id(), id(), id(), id()];
  const ordinal = Math.floor(Math.random() * 1e9);
  const { admin } = county;
  await admin.query(
    `insert into term (id, office, committee, ordinal, starts_on) values ($1, $2, '虚构一届', $3, '2021-07-01')`,
    [termId, office, ordinal],
  );
  await admin.query(
    `insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at, document_number,
       authorised_on)
     values ($1, $2, $3, 1, 'REGULAR', 'OWN_TIER', '虚构第一轮', 'RUNNING', 3, true, now(), '虚〔2026〕1号', '2026-03-02')`,
    [roundId, office, termId],
  );
  await admin.query(
    `insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at, entered_on, reported_on, heard_on)
     values ($1, $2, $3, $4, '虚构单位', $5, 'HEARD', 4, now(), '2026-03-09', '2026-04-17', '2026-04-28')`,
    [targetId, office, roundId, unitId, `${office}001001`],
  );
  const findingIds: string[] = [];
  for (let i = 1; i <= findings; i++) {
    const findingId = id();
    findingIds.push(findingId);
    await admin.query(
      `insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category,
         status, status_at, version, synthetic, opened_at)
       values ($1, $2, $3, $4, $5, '虚构单位', $6, $7, '虚构问题', '说明。（虚构）', 'GRASSROOTS_POLICY', '工程项目', 'REPORTED', now(), 4,
         true, now())`,
      [findingId, office, roundId, targetId, unitId, `${office}001001`, i],
    );
  }
  const on = "2026-03-02";
  await county.happens(
    round({ office, id: roundId, version: 2 }, "RoundAuthorised", {
      command: "AUTHORISE",
      on,
      documentNumber: "虚〔2026〕1号",
    }),
    target({ office, id: targetId, version: 2 }, "TargetEntered", { command: "ENTER", on: "2026-03-09" }),
    target({ office, id: targetId, version: 4 }, "TargetHeard", { command: "HEAR", on: "2026-04-28" }),
  );
  return { office, roundId, targetId, findingIds };
}

/** Submits the next version. @returns its id */
export async function submit(county: Party, { office, roundId, targetId, findingIds }: CountyTarget): Promise<string> {
  const publicationId = id();
  const manifest = findingIds.map((findingId) => ({ findingId, version: 4, hash: "h" }));
  const { admin } = county;
  await admin.query("update publication set is_current = false where target_id = $1 and is_current", [targetId]);
  await admin.query(
    `insert into publication (id, office, office_city, office_province, round_id, target_id, unit_id, region, version, status, revision,
       is_current, manifest, manifest_hash, submitted_at, submitted_by)
     select $1, t.office, left(t.office, 4), left(t.office, 2), t.round_id, t.id, t.unit_id, t.region,
       1 + (select count(*) from publication p where p.target_id = t.id), 'SUBMITTED', 1, true, $3, 'm', now(), 'somebody'
     from round_target t where t.id = $2`,
    [publicationId, targetId, JSON.stringify(manifest)],
  );
  await admin.query(
    `insert into published_finding (publication_id, finding_id, office, office_city, office_province, round_id, target_id, unit_id,
       unit_name, region, ordinal, title, description, focus, category, status, finding_version, synthetic, opened_at, is_current)
     select $1, id, office, left(office, 4), left(office, 2), round_id, target_id, unit_id, unit_name, region, ordinal, title, description,
       focus, category, status, version, synthetic, opened_at, true from finding where id = any ($2)`,
    [publicationId, findingIds],
  );
  await county.happens(
    publication({ office, id: publicationId, version: 1 }, "PublicationSubmitted", { targetId, manifest, roundId }),
  );
  return publicationId;
}

export async function recall(county: Party, office: string, publicationId: string): Promise<void> {
  await county.admin.query(
    `update publication set status = 'RECALLED', revision = revision + 1, is_current = false, recalled_at = now(), recall_reason = '有误'
     where id = $1`,
    [publicationId],
  );
  await county.happens(
    publication({ office, id: publicationId, version: 2 }, "PublicationRecalled", { reason: "有误（虚构）" }),
  );
}

/** Seals what these versions say of a finding, as its subgraph does where the finding is masked. */
export async function mask(county: Party, office: string, findingId: string, sealed: readonly string[]): Promise<void> {
  await county.admin.query(
    "update published_finding set sealed_at = now() where finding_id = $1 and publication_id = any ($2) and sealed_at is null",
    [findingId, sealed],
  );
  await county.happens(finding({ office, id: findingId, version: 6 }, "FindingTextMasked", { sealed }));
}

export async function moveFinding(county: Party, office: string, findingId: string, event: string, status: string) {
  await county.admin.query("update finding set status = $2, status_at = now(), version = version + 1 where id = $1", [
    findingId,
    status,
  ]);
  await county.happens(finding({ office, id: findingId, version: 5 }, event, {}));
}

/** Entries of a finding without a row behind them: as many messages as are wanted. */
export function manyChanges(office: string, findingId: string, count: number) {
  const events = ["FindingFedBack", "FindingRectificationStarted", "FindingClaimedDone", "FindingReturned"];
  return Array.from({ length: count }, (_, i) =>
    finding({ office, id: findingId, version: 5 + i }, events[i % events.length] as string, {}),
  );
}
