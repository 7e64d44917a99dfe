import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { aRound, aUnit, type BuiltRound, moveTargets, peopleOf, toldOnTheDay } from "./builders";
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

/** A round over two units, fed back some days ago and in rectification since.
 * @param register region code of the office that keeps the units: where it is another one than that of the round, 提级
 * @param told whether that was entered on the day that it bears, and not today */
export async function aUnitSide(
  platform: TestPlatform,
  {
    office = "990101" as string,
    register = office as string,
    findings = 3,
    fedBack = 0,
    told = true,
    feedback = {} as object,
  } = {},
): Promise<UnitSide> {
  const { units, above } = await registerUnits(platform, register);
  const tier = tierOfOffice(office) as Tier;
  const round = await aRound(office)
    .of(units.map(({ id }) => id))
    .inMode(register === office ? "OWN_TIER" : "UPGRADED")
    .withFindings(findings)
    .until("HEARD")
    .on(platform);
  await moveTargets(round, "FEED_BACK", dayBefore(fedBack), { feedback });
  await moveTargets(round, "START_RECTIFICATION", dayBefore(fedBack));
  if (told) await toldOnTheDay(platform, round, tier);
  const people = await openUnitAccounts(platform, register, units, above);
  const there = Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.workingIn(tier)]));
  return { round, ...(there as typeof people) };
}

/** Two units in the register of an office, the first of them with a body above it. */
export async function registerUnits(platform: TestPlatform, office: string) {
  const { clerk } = peopleOf(platform, office);
  const register = async (...units: object[]) => (await clerk.builds(["registerTierUnits", { units }]))[0];
  const [above] = (await register(aUnit(office, { kind: "TOWNSHIP" }))) as [Versioned];
  const below = [aUnit(office, { superiorUnitId: above.id }), aUnit(office)];
  return { units: (await register(...below)) as [Versioned, Versioned], above };
}

/** Accounts of the people of two units and of the body above, at home where their register is. */
export async function openUnitAccounts(
  platform: TestPlatform,
  office: string,
  [unit, second]: readonly [Versioned, Versioned],
  above: Versioned,
): Promise<Omit<UnitSide, "round">> {
  const side = ++sides;
  const home = nameOfTier(tierOfOffice(office) as Tier);
  const open = (role: Role, unitId: string, name: string = role) =>
    platform.openAccount(`${home}:${office}.${name.toLowerCase()}-${side}`, office, [role], unitId);
  return {
    head: await open("UNIT_HEAD", unit.id),
    liaison: await open("UNIT_LIAISON", unit.id),
    above: await open("SUPERIOR_BODY", above.id),
    neighbour: await open("UNIT_HEAD", second.id, "neighbour"),
  };
}

const fedBackIn = (
  tier: Tier,
) => `query FedBack { fedBack: ${nameIn(tier, "tierDisclosures")}(first: 10) { nodes { id purpose status version
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

/** All that was fed back to somebody's unit by the tier in which the person is at work. */
export async function fedBackTo(person: Caller): Promise<FedBack[]> {
  const answer = await person.ask(fedBackIn(person.tier));
  expect(answer.errors).toEqual([]);
  return answer.data.fedBack.nodes;
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
  answer: "CLAIM" | "TAKE_BACK" | "OBJECT",
  findings: FedBackFinding[],
  more = {},
) {
  const note = answer === "CLAIM" ? "整改佐证：结算表已公示。（虚构）" : "与事实不符。（虚构）";
  return { disclosureId: disclosure.id, answer, findings: findings.map(versionOf), note, ...more };
}
