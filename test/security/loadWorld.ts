import { Client } from "pg";
import { derivedId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import type { Tier } from "../../schema/contract/tier";
import { CLUES, COPIES, clueRows, copyRows, WORLD_SECRET } from "./loadCopies";
import { get, isEntered, isMember, rowsOfOrder, tierOfOffice } from "./oracleReader";
import type { World } from "./oracleWorld";

/** What a publication says of a finding differs from the book, so that the two can be told apart in an answer. */
export function bookTitle(findingId: string): string {
  return `底稿 ${findingId}`;
}
export function publishedTitle(findingId: string, version: number): string {
  return `报送${version} ${findingId}`;
}
export const RECALL_REASON = "数据有误";
export function submittedNote(publicationId: string): string {
  return `说明 ${publicationId}`;
}
/** What is written for the office and the team alone, beside a finding, a target or a round. */
export function internalNote(id: string): string {
  return `内部 ${id}`;
}

/** What findings are called, in the book and as they were submitted. */
const TITLES = { book: bookTitle, published: publishedTitle };

/** Writes a world without its clues into the databases of the three tiers, in place of what they hold. Of clues before it no chain of
 * custody is there any more.
 * @param ownerUrls connections of the owner roles */
export async function load(world: World, ownerUrls: Record<Tier, string>): Promise<void> {
  await Promise.all(
    Object.entries(ownerUrls).map(async ([tier, url]) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await loadTiers(client, { ...world, clues: [] }, [tier as Tier], { withChains: false });
      } finally {
        await client.end();
      }
    }),
  );
}

/** Rows come in the order of the work, so that what the triggers keep has followed every step.
 * @param client connection of an owner role
 * @param tiers whose rows go into this database: the rules are the same in each, so that one may hold them all */
export async function loadTiers(
  client: Client,
  world: World,
  tiers: readonly Tier[],
  { titles = TITLES, withChains = true } = {},
): Promise<void> {
  const isHere = (office: RegionCode) => tiers.includes(tierOfOffice(office));
  const rows = {
    ...{ ...officeRows(world, isHere), ...roundRows(world, isHere, titles) },
    ...{ ...copyRows(world, isHere, titles.published), ...clueRows(world, isHere, WORLD_SECRET) },
  };
  const insert = (table: string, items: object[]) =>
    client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(items),
    ]);
  // where the world before could not be loaded, its error is the one to tell
  await client.query("rollback; begin");
  // a chain of custody is only added to; of a random world it goes with the world
  if (withChains) await client.query(WITHOUT_CHAINS);
  await client.query(EMPTY);
  for (const table of REGISTERS_AND_ROUNDS) await insert(table, rows[table]);
  const drafts = rows.finding.map((finding) => ({ ...finding, status: "DRAFT" }));
  await insert("finding", drafts);
  await client.query(
    `update finding f set status = n.status, previous_status = 'RECTIFYING' from json_populate_recordset(null::finding, $1) n
     where f.id = n.id and n.status <> 'DRAFT'`,
    [JSON.stringify(rows.finding)],
  );
  await insert("immediate_action", rows.immediate_action);
  for (let version = 1; rows.publication.some((each) => each.version === version); version++) {
    const step = rows.publication.filter((each) => each.version === version);
    const targets = step.map((each) => each.target_id);
    await supersede(client, "target_id", targets);
    await insert("publication", step);
    const listed = rows.published_finding.filter((each) => each.version === version);
    await insert("published_finding", listed);
  }
  const recalled = world.publications.filter((each) => each.status === "RECALLED").map((each) => each.id);
  await client.query(
    "update publication set status = 'RECALLED', recalled_at = now(), recall_reason = $2 where id = any ($1)",
    [recalled, RECALL_REASON],
  );
  await supersede(client, "id", recalled);
  for (const table of BESIDE_THE_BOOK) await insert(table, rows[table]);
  await client.query("commit");
}

/** Ends the publications that are current, because of a newer one or of their recall. */
async function supersede(client: Client, column: "id" | "target_id", values: string[]): Promise<void> {
  await client.query(`update publication set is_current = false where is_current and ${column} = any ($1)`, [values]);
}

const REGISTERS_AND_ROUNDS = [
  "office",
  "term",
  "unit",
  "account",
  "account_role",
  "recusal",
  "round",
  "filing",
  "round_target",
  "appointment",
] as const;
const BESIDE_THE_BOOK = [
  ...(["disclosure", "disclosed_finding", "attachment", "office_order"] as const),
  ...([
    "supervision",
    "supervision_member",
    "received_supervision",
    "release",
    "release_grantee",
    "released_finding",
    "received_release",
    "received_release_finding",
  ] as const),
  ...COPIES,
  ...CLUES,
] as const;
const WITHOUT_CHAINS = `alter table clue_custody disable trigger user; delete from clue_custody;
  alter table clue_custody enable trigger user`;
const EMPTY = [
  // after all of what they sum: ids of one world come again in the next
  ...["figure_delta", "figure_region", "figure_topic", "figure_due", "figure_term", "figure_round", "figure_target"],
  ...[
    "figure_due_month",
    "figure_cover_delta",
    "figure_cover_unit",
    "figure_cover",
    "figure_slice_delta",
    "figure_slice",
  ],
  ...REGISTERS_AND_ROUNDS,
  "unit_words",
  "target_cell",
  "round_cell",
  "inspection_cell",
  "team_cell",
  "inspection",
  "verdict",
  "authorisation",
  "finding",
  "finding_words",
  "finding_text",
  "objection",
  "finding_cell",
  "immediate_action",
  "immediate_action_cell",
  "publication",
  "published_finding",
  "published_finding_words",
  ...BESIDE_THE_BOOK,
  "supervision_cell",
  "clue_known",
  "disclosed_finding_words",
]
  .reverse()
  .map((table) => `delete from ${table}`)
  .join(";");

/** Columns that are not named stay null. */
function officeRows(world: World, isHere: (office: RegionCode) => boolean) {
  const { today } = world;
  const offices = world.offices.filter(({ code }) => isHere(code));
  const accounts = world.accounts.filter(({ office }) => isHere(office));
  const units = world.units.filter(({ office }) => isHere(office));
  const register = { valid_from: today, synthetic: true, registered_at: instantOf(world) };
  const entry = { version: 1, status: "REGISTERED", corrections: [] };
  return {
    office: offices.map((office) => ({
      ...office,
      id: derivedId(tierOfOffice(office.code), "office", office.code),
      enrolled_on: today,
    })),
    term: offices.map(({ code, name }) => {
      return { id: termOf(code), office: code, committee: name, ordinal: 1, starts_on: today };
    }),
    unit: units.map((unit, i) => ({ ...unit, ...register, ...entry, code: `U${i}` })),
    account: accounts.map(({ id, office, active, unitId: unit_id }) => {
      return { id, office, unit_id, label: id, active, rights_epoch: 1 };
    }),
    account_role: accounts.flatMap(({ id, roles }) => roles.map((role) => ({ account_id: id, role }))),
    recusal: accounts.flatMap(({ id, office, recusals }) =>
      recusals.map(({ isOwn, ...recusal }, i) => {
        return {
          ...recusal,
          declared_by: isOwn ? id : `${id}.other`,
          id: derivedId(tierOfOffice(office), "recusal", id, `${i}`),
          office,
          account_id: id,
          kind: "POST",
          declared_at: instantOf(world),
        };
      }),
    ),
  };
}

function roundRows(world: World, isHere: (office: RegionCode) => boolean, titles: typeof TITLES) {
  const at = instantOf(world);
  const rounds = world.rounds.filter(({ office }) => isHere(office));
  const targets = world.targets.flatMap(({ id, roundId, unitId, status, looksBackOn }) => {
    const round = rounds.find((each) => each.id === roundId);
    const unit = world.units.find((each) => each.id === unitId);
    if (!round || !unit) return [];
    const place = { unit_id: unit.id, unit_name: unit.name, region: unit.region };
    const note = { note: internalNote(id), hearing_body: internalNote(id), hearing_document_number: "虚听1号" };
    const entered_on = isEntered({ id, roundId, unitId, status }) ? world.today : null;
    return {
      id,
      office: round.office,
      round_id: round.id,
      ...place,
      ...note,
      status,
      predecessor_id: looksBackOn,
      entered_on,
      corrections: [],
      version: 1,
      added_at: at,
    };
  });
  /** The items of this tier, each with what everything of a target says of it. */
  const ofTargets = <Item extends { targetId: string }>(items: Item[]) =>
    items.flatMap((item) => {
      const target = targets.find((each) => each.id === item.targetId);
      if (!target) return [];
      const { id, office, round_id, unit_id, unit_name, region } = target;
      const breadth = { office, office_city: office.slice(0, 4), office_province: office.slice(0, 2) };
      return [{ item, row: { ...breadth, round_id, target_id: id, unit_id, unit_name, region } }];
    });
  const findings = ofTargets(world.findings).map(({ item: { id, status, furtherUnitIds = [] }, row }, i) => {
    const text = {
      title: titles.book(id),
      description: "虚构",
      focus: "GRASSROOTS_POLICY",
      category: "VILLAGE_ASSETS",
    };
    const since = { further_unit_ids: furtherUnitIds, text_version: 1, confirmed_no_person: false };
    const note = { note: internalNote(id), proof: internalNote(id), exchange_exception: "CASE", ...since };
    const dates = { status_at: at, opened_at: instantOf(world, i % 3) };
    return { ...row, ...text, ...note, ...dates, id, ordinal: i + 1, status, version: 1, synthetic: true };
  });
  const publications = ofTargets(world.publications);
  const disclosures = ofTargets(world.disclosures);
  return {
    round: rounds.map(({ id, office, status }, i) => {
      const kind = { kind: "REGULAR", assignment_mode: "OWN_TIER", title: `虚构第${i + 1}轮`, synthetic: true };
      const row = { id, office, term_id: termOf(office), ordinal: i + 1, note: internalNote(id) };
      return {
        corrections: [],
        ...row,
        ...kind,
        status,
        version: 1,
        opened_at: at,
      };
    }),
    filing: rounds.filter(({ filed }) => filed).map(({ id, office }) => ({ round_id: id, office, filed_at: at })),
    round_target: targets,
    appointment: ofTargets(world.appointments).map(({ item: { person, validFrom, validTo }, row }, i) => {
      const id = derivedId(tierOfOffice(row.office), "appointment", `${i}`);
      const looks_back_on = targets.find((target) => target.id === row.target_id)?.predecessor_id;
      const role = i % 2 ? "MEMBER" : "LEADER";
      return { ...row, id, person, role, valid_from: validFrom, valid_to: validTo, looks_back_on };
    }),
    finding: findings,
    immediate_action: ofTargets(world.actions).map(({ item: { id, findingIds }, row }) => {
      const proposed = { status: "PROPOSED", proposed_on: world.today, proposed_at: at, proposed_by: "county:nobody" };
      const action = { kind: "RECTIFY_AT_ONCE", description: internalNote(id), status_on: world.today, version: 1 };
      return { ...row, ...action, ...proposed, id, finding_ids: findingIds, synthetic: true };
    }),
    publication: publications.map(({ item: { id, version, status, findingIds }, row }) => {
      const manifest = findingIds.map((findingId) => ({ findingId, version: 1, hash: "" }));
      const submission = {
        submitted_at: instantOf(world, version % 3),
        submitted_by: "county:nobody",
        note: submittedNote(id),
      };
      const content = { manifest, manifest_hash: "", ...submission };
      const submitted = status === "RECALLED" ? "SUBMITTED" : status;
      return { ...row, ...content, id, version, status: submitted, revision: 1, is_current: true };
    }),
    published_finding: publications.flatMap(({ item, row }) =>
      findings
        .filter((finding) => item.findingIds.includes(finding.id))
        .map(({ id, ...finding }) => ({
          ...{ ...finding, ...row, publication_id: item.id, version: item.version, finding_id: id, finding_version: 1 },
          ...{ title: titles.published(id, item.version), status: "REPORTED", is_current: true },
          recusal_unit_ids: finding.further_unit_ids,
        })),
    ),
    disclosure: disclosures.map(({ item: { id, purpose, grantee, withdrawn, tombstone, expiresOn }, row }) => ({
      ...{ ...row, id, purpose, round_title: "虚构一轮", version: 1, synthetic: true, finding_ids: [] },
      ...{ status: withdrawn ? "WITHDRAWN" : "ISSUED", grantee_name: "虚构", expires_on: expiresOn },
      ...(tombstone ? { withdrawn_at: at, withdrawal_reason: "反馈有误（虚构）" } : {}),
      ...("unitId" in grantee ? { grantee_unit: grantee.unitId } : { grantee_office: grantee.office }),
      ...{ issued_on: "2026-01-01", issued_at: at, issued_by: "county:nobody" },
    })),
    disclosed_finding: disclosures.flatMap(({ item }) =>
      findings
        .filter((finding) => item.findingIds.includes(finding.id))
        .map(({ id, ...finding }) => ({
          ...{ ...finding, disclosure_id: item.id, finding_id: id, finding_version: 1, is_current: true },
          recusal_unit_ids: finding.further_unit_ids,
        })),
    ),
    office_order: world.orders.flatMap((order) =>
      rowsOfOrder(world, order)
        .filter(isHere)
        .map((office) => {
          const named = world.findings
            .filter(({ id }) => order.findingIds.includes(id))
            .map((finding) => ({ ...finding, ...get(world.targets, finding.targetId) }));
          const asks = {
            kind: "SECONDMENT",
            round_id: order.roundId,
            starts_on: world.today,
            ends_on: world.today,
            people_wanted: 1,
          };
          const words = {
            ...(order.roundId ? asks : { kind: "TASK" }),
            title: "虚构",
            request: "虚构",
            issue_id: order.id,
            synthetic: true,
          };
          const dates = { issued_at: at, status_at: at, receipt_due_on: world.today, due_on: world.today };
          return {
            ...{ id: order.id, office, issuer: order.issuer, addressee: order.addressee, ...words, ...dates },
            ...{ issued_by: "county:nobody", status: "ISSUED", version: 1, followed: 0, warning_days: 1 },
            ...{ answer_number: 0, reminders: 0, finding_ids: order.findingIds, people: [], release_ids: [] },
            round_ids: named.map(({ roundId }) => roundId),
            unit_ids: named.flatMap(({ unitId, furtherUnitIds = [] }) => [unitId, ...furtherUnitIds]),
          };
        }),
    ),
    ...releaseRows(world, isHere),
    ...supervisionRows(world, isHere),
    attachment: world.attachments.flatMap(({ id, findingId, isProof }) =>
      findings
        .filter((finding) => finding.id === findingId)
        .map((finding) => ({
          ...{ ...finding, id, finding_id: findingId, of_unit: isProof ? finding.unit_id : null, version: 1 },
          ...{ name: "虚构.pdf", type: "pdf", size: 1, sha256: "00", added_at: at, added_by: "county:nobody" },
        })),
    ),
  };
}

/** Both sides of each release: the copies in the book of who made it, and what the inbox of each grantee made of it. */
function releaseRows(world: World, isHere: (office: RegionCode) => boolean) {
  const at = instantOf(world);
  const releases = world.releases.map((release) => {
    const { id, office, withdrawn, expiresOn, findingIds, supervisionId } = release;
    const copies = findingIds.map((findingId, i) => ({ ...copyOf(world, findingId, i), release_id: id }));
    const distinct = (values: string[]) => [...new Set(values)];
    const header = {
      ...{
        id,
        purpose: supervisionId ? "SUPERVISION" : "RESULTS",
        supervision_id: supervisionId,
        title: "虚构通报",
        fields: ["TITLE"],
        finding_ids: findingIds,
        synthetic: true,
      },
      round_ids: distinct(copies.map(({ round_id }) => round_id)),
      target_ids: distinct(copies.map(({ target_id }) => target_id)),
      unit_ids: distinct(copies.flatMap(({ unit_id, further_unit_ids }) => [unit_id, ...further_unit_ids])),
      regions: distinct([office, ...copies.map(({ region }) => region)]),
      ...{ status: withdrawn ? "WITHDRAWN" : "ISSUED", issued_on: "2026-01-01", issued_at: at, expires_on: expiresOn },
    };
    return { release, header, copies };
  });
  const made = releases.filter(({ release }) => isHere(release.office));
  const received = releases.flatMap((each) => each.release.grantees.filter(isHere).map((to) => ({ ...each, to })));
  const by = { version: 1, issued_by: "county:nobody" };
  return {
    release: made.map(({ release: { office }, header }) => ({ ...header, ...by, office })),
    release_grantee: made.flatMap(({ release: { office, id, grantees, supervisionId } }) =>
      grantees.map((grantee_office) => {
        // a link has left whoever is no member
        const ended_at = supervisionId && !isMember(world, grantee_office, supervisionId) ? at : null;
        return { office, release_id: id, grantee_office, since: at, ended_at };
      }),
    ),
    released_finding: made.flatMap(({ release: { office }, copies }) => copies.map((copy) => ({ ...copy, office }))),
    received_release: received.map(({ release: { office: source }, header, to }) => {
      return { ...header, source, office: to, revision: 1, received_at: at };
    }),
    received_release_finding: received.flatMap(({ release: { office: source }, copies, to }) =>
      copies.map((copy) => ({ ...copy, source, office: to })),
    ),
  };
}

function supervisionRows(world: World, isHere: (office: RegionCode) => boolean) {
  const at = instantOf(world);
  const said = { kind: "SAME_TOPIC", title: "虚构议题", checklist: [], starts_on: "2026-01-01", ends_on: "2999-12-31" };
  const header = { ...said, stated: 1, synthetic: true };
  const led = world.supervisions.filter(({ lead }) => isHere(lead));
  const heardOf = world.supervisions.filter(({ status }) => status !== "PROPOSED");
  return {
    supervision: led.map(({ id, lead: office, status }) => {
      return { ...header, id, office, status, version: 1, proposed_at: at, proposed_by: "county:nobody" };
    }),
    supervision_member: led.flatMap(({ id, lead: office, members }) =>
      members.map(({ office: member_office, answer: status }) => {
        return { office, supervision_id: id, member_office, status, invited_at: at };
      }),
    ),
    received_supervision: heardOf.flatMap(({ id, lead: source, status, members }) =>
      members
        .filter(({ office }) => isHere(office))
        .map(({ office, answer }) => {
          return { ...header, id, office, source, status, members: [], answer, revision: 1, received_at: at };
        }),
    ),
  };
}

/** What a release takes of a finding, whichever tier's it is. */
function copyOf(world: World, findingId: string, i: number) {
  const named = <Item extends { id: string }>(items: Item[], id: string) =>
    items.find((each) => each.id === id) as Item;
  const { targetId, furtherUnitIds = [] } = named(world.findings, findingId);
  const { roundId, unitId } = named(world.targets, targetId);
  const { region } = named(world.units, unitId);
  return {
    ...{ finding_id: findingId, target_id: targetId, round_id: roundId, unit_id: unitId, region, ordinal: i + 1 },
    ...{ title: "虚构", further_unit_ids: furtherUnitIds, opened_at: instantOf(world) },
  };
}

function termOf(office: RegionCode): string {
  return derivedId(tierOfOffice(office), "term", office);
}

/** Some rows share an instant, so that a page may end between them. */
function instantOf(world: World, second = 0): string {
  return `${world.today}T00:00:0${second}Z`;
}
