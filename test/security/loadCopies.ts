import { derivedId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import { partsOfCustody } from "../../subgraphs/domain/clue/custody";
import { marksOfClue, type TierSecret } from "../../subgraphs/trust/clue/tierSecret";
import { superiorsOf } from "./oracleCopies";
import { get, isEntered, tierOfOffice } from "./oracleReader";
import type { World, WorldClue } from "./oracleWorld";

/** By which the marks of those whom a random world's clues concern are made, where no tier has a secret of its own. */
export const WORLD_SECRET: TierSecret = { secret: "s".repeat(43) };

export const COPIES = [
  "received_round",
  "received_target",
  "received_publication",
  "received_finding",
  "received_cell",
  "sealed_copy",
] as const;
export const CLUES = [
  "clue",
  "clue_part",
  "clue_key",
  "clue_reporter",
  "clue_subject",
  "clue_custody",
  "clue_receipt",
  "clue_alert",
] as const;

const AT = "2026-01-01T00:00:00Z";
const SUBMISSION = { manifest_hash: "", submitted_at: AT, submitted_by: "county:nobody", synthetic: true };

/** What the inbox of each office above made of what it was told. Columns that are not named stay null. */
export function copyRows(
  world: World,
  isHere: (office: RegionCode) => boolean,
  titleOf: (id: string, version: number) => string,
) {
  const holders = (office: RegionCode) => superiorsOf(office).filter(isHere);
  const filed = world.rounds.filter((round) => round.filed);
  const copies = world.copies
    .filter(({ holder }) => isHere(holder))
    .map((copy) => {
      const publication = get(world.publications, copy.publicationId);
      const { unitId, roundId } = get(world.targets, publication.targetId);
      const { name, region } = get(world.units, unitId);
      const place = { round_id: roundId, target_id: publication.targetId, unit_id: unitId, unit_name: name, region };
      return { copy, publication, row: { ...place, office: copy.holder, source: get(world.rounds, roundId).office } };
    });
  const findings = copies.flatMap(({ copy, publication, row }) =>
    publication.findingIds.map((id, n) => {
      const sealed = copy.sealedIds.includes(id) ? AT : null;
      return { copy, publication, row, finding: get(world.findings, id), n, sealed };
    }),
  );
  return {
    received_round: filed.flatMap(({ id, office: source }, i) =>
      holders(source).map((office) => ({
        ...{ id, office, source, kind: "REGULAR", assignment_mode: "OWN_TIER", ordinal: i + 1, title: "虚构轮次" },
        ...{ synthetic: true, filed_at: AT, received_at: AT },
      })),
    ),
    received_target: world.targets.flatMap((target) => {
      const round = filed.find(({ id }) => id === target.roundId);
      const { name: unit_name, region } = get(world.units, target.unitId);
      const row = { id: target.id, round_id: target.roundId, unit_id: target.unitId, unit_name, region };
      const entered_on = isEntered(target) ? world.today : null;
      return (round ? holders(round.office) : []).map((office) => ({
        ...{ ...row, office, source: round?.office, status: target.status, entered_on, received_at: AT },
      }));
    }),
    received_publication: copies.map(({ copy, publication, row }) => ({
      ...{ ...row, ...SUBMISSION, id: publication.id, number: publication.version, revision: 1, received_at: AT },
      ...{ is_current: copy.isCurrent, finding_ids: publication.findingIds },
      ...(copy.recalled
        ? { status: "RECALLED", recalled_at: AT, recall_reason: "数据有误" }
        : { status: publication.status === "RECALLED" ? "SUBMITTED" : publication.status }),
    })),
    received_finding: findings.map(({ copy, publication, row, finding, n, sealed }) => ({
      ...{ ...row, publication_id: publication.id, finding_id: finding.id, ordinal: n + 1, hash: "", synthetic: true },
      ...{ title: sealed ? "" : titleOf(finding.id, publication.version), description: "虚构", finding_version: 1 },
      ...{ focus: "GRASSROOTS_POLICY", category: "VILLAGE_ASSETS", status: "REPORTED", live_status: finding.status },
      ...{ live_at: AT, opened_at: AT, further_unit_ids: finding.furtherUnitIds ?? [], sealed_at: sealed },
      ...{ is_current: copy.isCurrent, withheld: copy.recalled },
    })),
    received_cell: findings
      .filter(({ copy }) => copy.isCurrent)
      .map(({ publication, row: { round_id: _, unit_id: __, unit_name: ___, ...row }, finding }) => ({
        ...{ ...row, publication_id: publication.id, finding_id: finding.id, status: finding.status },
        ...{ synthetic: true, since: AT },
      })),
    sealed_copy: findings
      .filter(({ sealed }) => sealed)
      .map(({ publication, row: { target_id: _, unit_name: __, ...row }, finding }) => ({
        ...{ ...row, kind: "SUBMISSION", publication_id: publication.id, finding_id: finding.id, sealed_at: AT },
        ...{ further_unit_ids: finding.furtherUnitIds ?? [] },
        ...{ title: titleOf(finding.id, publication.version), description: "虚构" },
      })),
  };
}

/** Rows of sealed clues: nothing opens them, and nothing has to, since who reads a row is all that is asked.
 * @param secret by which it is known whom a clue concerns */
export function clueRows(world: World, isHere: (office: RegionCode) => boolean, secret: TierSecret) {
  const clues = world.clues
    .map((clue) => ({ clue, custodies: [clue.owner, ...(clue.referred ? [clue.referred.to] : [])] }))
    .filter(({ custodies }) => custodies.some((custody) => isHere(partsOfCustody(custody).office)));
  const ofClue = ({ id, owner }: WorldClue) => ({ office: partsOfCustody(owner).office, clue_id: id, owner });
  const idOf = ({ id }: WorldClue, name: string) => derivedId(tierOfOffice("99"), id, name);
  const said = { statement: "", hash: "", from_key: "", from_signature: "", at: AT };
  return {
    clue: clues.map(({ clue }, i) => {
      const { clue_id: id, ...row } = ofClue(clue);
      const status = clue.referred ? (clue.referred.givenBack ? "RETURNED" : "IN_TRANSIT") : "REGISTERED";
      const registered = { registered_by: "county:nobody", registered_at: `2026-01-0${1 + (i % 3)}T00:00:00Z` };
      const content = { pointer_only: false, has_reporter: true, sealed_hash: "", synthetic: true };
      return { ...row, id, status, version: 1, receiver: clue.referred?.to ?? null, ...content, ...registered };
    }),
    clue_part: clues.map(({ clue }) => ({
      ...{ ...ofClue(clue), id: idOf(clue, "part"), number: 1, kind: "CONTENT", written_by: "county:nobody", at: AT },
      sealed: "\\x00",
    })),
    clue_key: clues.flatMap(({ clue, custodies }) =>
      custodies.map((holder, n) => ({
        ...{ ...ofClue(clue), id: idOf(clue, `key ${n}`), holder, generation: "x", wrapped: "\\x00", at: AT },
        ended_at: n > 0 && clue.referred?.givenBack ? AT : null,
      })),
    ),
    clue_reporter: clues.map(({ clue }) => {
      return { ...ofClue(clue), generation: "x", wrapped: "\\x00", sealed: "\\x00" };
    }),
    clue_subject: clues.flatMap(({ clue }) => {
      const { concerns, owner, region } = clue;
      const subject = {
        accountIds: "person" in concerns ? [concerns.person] : [],
        unitId: "unitId" in concerns ? concerns.unitId : null,
        workplaces: "workplace" in concerns ? [concerns.workplace] : [],
        region,
      };
      return marksOfClue(secret, owner, subject).map((mark) => ({ ...ofClue(clue), mark }));
    }),
    clue_custody: clues.flatMap(({ clue, custodies }) =>
      custodies.map((to_custody, n) => ({
        ...{ ...ofClue(clue), ...said, id: idOf(clue, `step ${n}`), sequence: n + 1, to_custody },
        ...{ event: n ? "REFERRED" : "REGISTERED", from_custody: clue.owner },
      })),
    ),
    clue_receipt: clues.flatMap(({ clue: { id, owner, referred } }) =>
      referred
        ? [
            {
              ...{ id: `${id}.receipt`, clue_id: id, sender: owner, receiver: referred.to, version: 1, arrived_at: AT },
              ...{ office: partsOfCustody(referred.to).office, status: referred.givenBack ? "RETURNED" : "IN_TRANSIT" },
            },
          ]
        : [],
    ),
    clue_alert: clues.map(({ clue }) => {
      return { ...ofClue(clue), id: idOf(clue, "alert"), on_day: world.today, sealed: "\\x00" };
    }),
  };
}
