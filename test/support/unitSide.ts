import type { Role } from "../../schema/contract/standing";
import { aRound, aUnit, type BuiltRound, moveTargets, toldOnTheDay } from "./builders";
import type { Caller, Versioned } from "./caller";
import { dayBefore } from "./officeDay";
import type { TestPlatform } from "./platform";

/** The people to whom a round was fed back: of its first unit, of the body above it, and of its second unit. */
export interface UnitSide {
  round: BuiltRound;
  head: Caller;
  liaison: Caller;
  above: Caller;
  neighbour: Caller;
}

let sides = 0;

/** A county's round over two units, fed back some days ago and in rectification since.
 * @param told whether that was entered on the day that it bears, and not today */
export async function aUnitSide(
  platform: TestPlatform,
  { office = "990101", findings = 3, fedBack = 0, told = true, feedback = {} as object } = {},
): Promise<UnitSide> {
  const round = await aRound(office).withTargets(2).withFindings(findings).until("HEARD").on(platform);
  const [unit, second] = round.units as [Versioned, Versioned];
  const township = aUnit(office, { kind: "TOWNSHIP" });
  const [above] = (await round.clerk.does("registerTierUnits", { units: [township] })) as [Versioned];
  await platform.sql("county", "update unit set superior_unit_id = $1 where id = $2", [above.id, unit.id]);
  await moveTargets(round, "FEED_BACK", dayBefore(fedBack), { feedback });
  await moveTargets(round, "START_RECTIFICATION", dayBefore(fedBack));
  if (told) await toldOnTheDay(platform, round, "COUNTY");
  const side = ++sides;
  const open = (role: Role, unitId: string, name: string = role) =>
    platform.openAccount(`county:${office}.${name.toLowerCase()}-${side}`, office, [role], unitId);
  return {
    round,
    head: await open("UNIT_HEAD", unit.id),
    liaison: await open("UNIT_LIAISON", unit.id),
    above: await open("SUPERIOR_BODY", above.id),
    neighbour: await open("UNIT_HEAD", second.id, "neighbour"),
  };
}

const FED_BACK = `query FedBack { countyDisclosures(first: 10) { nodes { id purpose status version
  deadlines { clock startedOn dueOn daysLeft colour metOn }
  rectification { id version status planEnteredBy reportEnteredBy plan note commands measures { findingId text } proofs { id name version byUnit removedAt } }
  findings(first: 100) { nodes { findingId findingVersion ordinal title status reason textVersion answers objectionUntil claimEnteredBy
    earlierTexts { textVersion title } objections { enteredBy objectedOn text decision reason documentNumber }
    proofs { id name version byUnit removedAt } } } } } }`;

export interface Proof {
  id: string;
  name: string;
  version: number;
  byUnit: boolean;
  removedAt: string | null;
}
export interface FedBackFinding {
  findingId: string;
  findingVersion: number;
  ordinal: number;
  title: string;
  status: string;
  reason: string | null;
  textVersion: number;
  answers: string[];
  objectionUntil: string | null;
  claimEnteredBy: string | null;
  earlierTexts: { textVersion: number; title: string }[];
  objections: { enteredBy: string; objectedOn: string; text: string; decision: string | null; reason: string | null }[];
  proofs: Proof[];
}
export interface FedBack {
  id: string;
  purpose: string;
  status: string;
  version: number;
  deadlines: {
    clock: string;
    startedOn: string;
    dueOn: string;
    daysLeft: number;
    colour: string | null;
    metOn: string | null;
  }[];
  rectification: Versioned & {
    status: string;
    planEnteredBy: string | null;
    plan: string | null;
    note: string | null;
    proofs: Proof[];
  };
  findings: { nodes: FedBackFinding[] };
}

/** All that was fed back to somebody's unit. */
export async function fedBackTo(person: Caller): Promise<FedBack[]> {
  const answer = await person.ask(FED_BACK);
  expect(answer.errors).toEqual([]);
  return answer.data.countyDisclosures.nodes;
}

/** The one disclosure to somebody's unit, with its findings by their numbers. */
export async function theFeedbackTo(person: Caller): Promise<FedBack & { byNumber: FedBackFinding[] }> {
  const [feedback, ...more] = await fedBackTo(person);
  expect(more).toEqual([]);
  if (!feedback) throw new Error(`nothing was fed back to ${person.person}`);
  const byNumber = [...feedback.findings.nodes].sort((a, b) => a.ordinal - b.ordinal);
  return { ...feedback, byNumber };
}

export const versionOf = ({ findingId, findingVersion }: FedBackFinding): Versioned => ({
  id: findingId,
  version: findingVersion,
});

/** What a unit answers to findings of a feedback. */
export function anAnswer(
  disclosure: { id: string },
  answer: "CLAIM" | "OBJECT",
  findings: FedBackFinding[],
  more = {},
) {
  const note = answer === "CLAIM" ? "整改佐证：结算表已公示。（虚构）" : "与事实不符。（虚构）";
  return { disclosureId: disclosure.id, answer, findings: findings.map(versionOf), note, ...more };
}
