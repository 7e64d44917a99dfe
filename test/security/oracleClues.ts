import { isUnder } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import type { Custody } from "../../subgraphs/domain/clue/custody";
import { recusalsInForce } from "./oracleReader";
import type { View, World, WorldAccount, WorldClue } from "./oracleWorld";

// Rules 5, 6 and 7 of domain.md, said a second time: only custodians in the chain, and never whom the clue concerns, nor who must
// stay out of the subject's unit, of the region where the subject is, or of that whose office registered it.

type Clues = Pick<
  View,
  "clues" | "clueParts" | "clueReporters" | "clueChain" | "clueAlerts" | "clueKeys" | "clueReceipts"
>;

const BODY_OF: Partial<Record<Role, string>> = {
  CUSTODIAN: "INSPECTION",
  DISCIPLINE: "DISCIPLINE",
  ORGANISATION: "ORGANISATION",
  RESIDENT_GROUP: "RESIDENT_GROUP",
};
const OF_A_UNIT: readonly Role[] = ["UNIT_HEAD", "UNIT_LIAISON", "SUPERIOR_BODY"];

export function cluesFor(world: World, account: WorldAccount): Clues {
  const custodies = account.roles.flatMap((role) => (BODY_OF[role] ? [`${account.office}:${BODY_OF[role]}`] : []));
  const holds = (custody: Custody | undefined) => custody !== undefined && custodies.includes(custody);
  const hidden = (clue: WorldClue) => mustNotHave(world, account, clue);
  const open = world.clues.filter((clue) => !hidden(clue));
  const read = open.filter(
    ({ owner, referred }) => holds(owner) || (referred && !referred.givenBack && holds(referred.to)),
  );
  const of = (clues: readonly WorldClue[], ...names: string[]) =>
    clues.flatMap(({ id }) => names.map((name) => `${id}/${name}`)).sort();
  return {
    clues: read.map(({ id }) => id).sort(),
    clueParts: of(read, "1"),
    clueReporters: of(
      read.filter(({ owner }) => holds(owner)),
      "reporter",
    ),
    clueChain: read.flatMap((clue) => of([clue], "1", ...(clue.referred ? ["2"] : []))).sort(),
    clueAlerts: of(read, "alert"),
    // also of what was given back: that it was, and when
    clueKeys: open.flatMap((clue) => of([clue], ...[clue.owner, clue.referred?.to].filter(holds).map(String))).sort(),
    clueReceipts: open
      .filter(({ owner, referred }) => referred && (holds(owner) || holds(referred.to)))
      .flatMap((clue) => of([clue], String(clue.referred?.to)))
      .sort(),
  };
}

/** Whether somebody must not have a clue, whoever's custody it is in. */
export function mustNotHave(world: World, account: WorldAccount, clue: WorldClue): boolean {
  const { owner, region, concerns } = clue;
  const [registering] = owner.split(":") as [string];
  const isRecused = recusalsInForce(world, account).some(
    ({ scope, subject }) =>
      (scope === "UNIT" && "unitId" in concerns && concerns.unitId === subject) ||
      (scope === "REGION" && (isUnder(region, subject) || isUnder(registering, subject))),
  );
  return isRecused || isConcerned(account, clue);
}

/** Its subject, and whoever works under that person or for that unit. */
function isConcerned(account: WorldAccount, { concerns }: WorldClue): boolean {
  if ("person" in concerns) return concerns.person === account.id;
  if ("unitId" in concerns) return concerns.unitId === account.unitId;
  const [office, body] = concerns.workplace.split(":");
  return (
    office === account.office &&
    account.roles.some((role) => !OF_A_UNIT.includes(role) && (BODY_OF[role] ?? "INSPECTION") === body)
  );
}
