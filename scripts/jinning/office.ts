import { change, type MutationName } from "../client/change";
import type { GatewayClient } from "../client/gatewayClient";
import { prefixOf } from "../seed/bulk/numbering";
import { GOLDEN } from "../seed/bulk/plan";
import { JINNING } from "./book";

/** Who works in the office; each step is taken by the account whose work it is. */
export interface JinningOffice {
  clerk: GatewayClient;
  approver: GatewayClient;
  director: GatewayClient;
}

const MUTATIONS = {
  registerUnits: { field: "registerCountyUnits", input: "RegisterUnitsInput", list: "CountyUnitList" },
  openRound: { field: "openCountyRound", input: "OpenRoundInput", list: "CountyRoundList" },
  moveRound: { field: "moveCountyRound", input: "MoveRoundInput", list: "CountyRoundList" },
  addTargets: { field: "addCountyRoundTargets", input: "AddTargetsInput", list: "CountyRoundTargetList" },
  appoint: { field: "appointCountyTeam", input: "AppointTeamInput", list: "CountyRoundTargetList" },
  moveTargets: { field: "moveCountyRoundTargets", input: "MoveTargetsInput", list: "CountyRoundTargetList" },
  record: { field: "recordCountyFindings", input: "RecordFindingsInput", list: "CountyFindingList" },
  moveFindings: { field: "moveCountyFindings", input: "MoveFindingsInput", list: "CountyFindingList" },
  submit: { field: "submitCountyPublications", input: "SubmitPublicationsInput", list: "CountyPublicationList" },
} as const satisfies Record<string, MutationName>;

/** One call of one person. */
export interface Step {
  who: keyof JinningOffice;
  does: keyof typeof MUTATIONS;
  input: object;
  /** ordinal of the round, 0 for the register */
  round: number;
  /** unique within the round: the idempotency key follows from it */
  name: string;
}

/** @returns ids of the objects, in the order of the input: also where the step was taken by an earlier run */
export function take(office: JinningOffice, { who, does, input, round, name }: Step): Promise<string[]> {
  return change(office[who], MUTATIONS[does], input, `jinning-round-${round}-${name}`);
}

const TERM = "二届区委";

/** @throws Error where the demonstration has not opened the term */
export async function getTermId({ clerk }: JinningOffice): Promise<string> {
  const source = "query Terms($code: ID!) { countyOffice(code: $code) { terms { id committee } } }";
  const { countyOffice } = await clerk.ask<{ countyOffice: { terms: { id: string; committee: string }[] } | null }>(
    source,
    { code: JINNING },
  );
  const term = countyOffice?.terms.find(({ committee }) => committee === TERM);
  if (!term) throw new Error(`${JINNING} has no term ${TERM}: the first npm start opens it`);
  return term.id;
}

/** Whether the rounds are those of the golden data set, which the first start writes after the same plan. */
export async function isLoaded({ clerk }: JinningOffice): Promise<boolean> {
  const source =
    "query Rounds($code: ID!) { countyOffice(code: $code) { rounds(first: 100) { nodes { id term { committee } } } } }";
  type Answer = { countyOffice: { rounds: { nodes: { id: string; term: { committee: string } }[] } } | null };
  const { countyOffice } = await clerk.ask<Answer>(source, { code: JINNING });
  const rounds = countyOffice?.rounds.nodes.filter(({ term }) => term.committee === TERM) ?? [];
  return rounds.some(({ id }) => id.startsWith(prefixOf("COUNTY", GOLDEN, "round")));
}
