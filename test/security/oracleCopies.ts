import type { RegionCode } from "../../schema/contract/regionCode";
import {
  activeAccount,
  BUSINESS,
  get,
  mustStayOutOfFinding,
  mustStayOutOfRound,
  mustStayOutOfTarget,
  owns,
  type Reader,
  tierOfOffice,
} from "./oracleReader";
import type { View, World, WorldCopy } from "./oracleWorld";

// Rule 2 of domain.md once more, for what an office above has received; and its rules 5 and 7, of clues, in `oracleClues.ts`.

type Copies = Pick<
  View,
  "receivedRounds" | "receivedTargets" | "receivedPublications" | "receivedFindings" | "receivedCells" | "sealedCopies"
>;

/** What somebody reads of the copies that the own office has: of a recalled version the tombstone alone, whose content is the audit
 * role's, as are words that were sealed. */
export function copiesFor(reader: Reader, person: string): Copies {
  const { world } = reader;
  const readable = world.copies.filter((copy) => mayReadCopy(reader, copy));
  const findings = world.copies.flatMap((copy) =>
    get(world.publications, copy.publicationId).findingIds.map((findingId) => ({ copy, findingId })),
  );
  const key = ({ copy, findingId }: (typeof findings)[number]) => `${copy.holder}/${copy.publicationId}/${findingId}`;
  const isSealed = ({ copy, findingId }: (typeof findings)[number]) => copy.sealedIds.includes(findingId);
  const open = findings.filter(({ findingId }) => !mustStayOutOfFinding(reader, findingId));
  const counts = countingOffice(world, person);
  return {
    receivedRounds: world.rounds
      .filter((round) => hasFiled(reader, round) && !mustStayOutOfRound(reader, round))
      .map(({ id }) => `${reader.office}/${id}`)
      .sort(),
    receivedTargets: world.targets
      .filter((target) => hasFiled(reader, get(world.rounds, target.roundId)) && !mustStayOutOfTarget(reader, target))
      .map(({ id }) => `${reader.office}/${id}`)
      .sort(),
    receivedPublications: readable.map(({ holder, publicationId }) => `${holder}/${publicationId}`).sort(),
    receivedFindings: open
      .filter((each) => {
        const own = owns(reader, each.copy.holder) && !each.copy.recalled;
        return own || (reader.audits === each.copy.holder && (each.copy.recalled || isSealed(each)));
      })
      .map(key)
      .sort(),
    receivedCells: findings
      .filter(({ copy }) => copy.isCurrent && copy.holder === counts)
      .map(key)
      .sort(),
    sealedCopies: open
      .filter((each) => isSealed(each) && reader.audits === each.copy.holder)
      .map(key)
      .sort(),
  };
}

function mayReadCopy(reader: Reader, { publicationId, holder, recalled, sealedIds }: WorldCopy): boolean {
  const { targetId } = get(reader.world.publications, publicationId);
  if (mustStayOutOfTarget(reader, get(reader.world.targets, targetId))) return false;
  // of what only words are sealed that the auditor must stay out of, there is nothing to audit
  const sealed = sealedIds.some((id) => !mustStayOutOfFinding(reader, id));
  return owns(reader, holder) || (reader.audits === holder && (recalled || sealed));
}

/** Whether the own office stands above one that has filed a round. */
function hasFiled(reader: Reader, { office, filed }: World["rounds"][number]): boolean {
  return filed && superiorsOf(office).some((holder) => owns(reader, holder));
}

export function superiorsOf(office: RegionCode): RegionCode[] {
  return { PROVINCE: [], CITY: [office.slice(0, 2)], COUNTY: [office.slice(0, 4), office.slice(0, 2)] }[
    tierOfOffice(office)
  ];
}

/** No recusal reduces what somebody counts. */
function countingOffice(world: World, person: string): RegionCode | undefined {
  const account = activeAccount(world, person);
  return account?.roles.some((role) => BUSINESS.includes(role) || role === "DISPLAY") ? account.office : undefined;
}
