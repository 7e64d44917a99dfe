import fc from "fast-check";
import { type RegionCode, tierOfOffice } from "../../schema/contract/regionCode";
import type { Role, Standing } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { ClueCommand } from "../../subgraphs/domain/clue/clue";
import {
  CUSTODY_BODIES,
  type Custody,
  custodyOf,
  partsOfCustody,
  ROLE_OF_BODY,
} from "../../subgraphs/domain/clue/custody";
import { CADRE_LEVELS, CLUE_MATTERS, routeOf } from "../../subgraphs/domain/clue/route";
import type { World, WorldAccount, WorldClue } from "./oracleWorld";

// Clues that go the whole way: registered, cleared, referred within the office or to another tier, signed for, given back, disposed of,
// by people some of whom do other work afterwards. Nothing of it is rows that a test made up: `playClues.ts` carries it out.

/** What becomes of a clue, by its steps. */
const COURSES = {
  KEPT: [],
  SEALED: ["SEAL"],
  CLEARED: ["APPROVE"],
  REFERRED: ["APPROVE", "REFER"],
  GIVEN_BACK_UNSIGNED: ["APPROVE", "REFER", "RETURN"],
  SIGNED_FOR: ["APPROVE", "REFER", "RECEIVE"],
  GIVEN_BACK: ["APPROVE", "REFER", "RECEIVE", "RETURN"],
  CLEARED_AGAIN: ["APPROVE", "REFER", "RECEIVE", "RETURN", "APPROVE"],
  REFERRED_AGAIN: ["APPROVE", "REFER", "RETURN", "APPROVE", "REFER"],
  PROPOSED: ["APPROVE", "REFER", "RECEIVE", "PROPOSE_DISPOSAL"],
  REJECTED: ["APPROVE", "REFER", "RECEIVE", "PROPOSE_DISPOSAL", "REJECT_DISPOSAL"],
  DISPOSED_OF: ["APPROVE", "REFER", "RECEIVE", "PROPOSE_DISPOSAL", "DECIDE_DISPOSAL"],
  CONCLUDED: ["APPROVE", "REFER", "RECEIVE", "PROPOSE_DISPOSAL", "DECIDE_DISPOSAL", "CONCLUDE"],
  SEALED_AT_LAST: ["APPROVE", "REFER", "RECEIVE", "PROPOSE_DISPOSAL", "DECIDE_DISPOSAL", "CONCLUDE", "SEAL"],
} as const satisfies Record<string, readonly ClueCommand[]>;

/** Whose custodies have keys on a platform of the tests; every drawn world has these offices. */
const OFFICES = ["990101", "9901", "99"] as const;
/** What a hand does when the world is looked at: most are where they were. */
const FATES = ["STAYS", "STAYS", "STAYS", "OTHER_WORK", "LEFT", "RECUSED"] as const;
type Fate = (typeof FATES)[number];

const index = fc.nat({ max: 59 });
const course = fc.record({
  office: fc.constantFrom("990101", ...OFFICES),
  place: index,
  cadreLevel: fc.constantFrom(...CADRE_LEVELS),
  matter: fc.constantFrom(...CLUE_MATTERS),
  steps: fc.constantFrom(...(Object.keys(COURSES) as (keyof typeof COURSES)[])),
  concerns: fc.constantFrom("INSIDER", "PERSON", "UNIT", "WORKPLACE"),
  which: index,
  byPointer: fc.boolean(),
  reported: fc.boolean(),
  fates: fc.tuple(...Array.from({ length: 4 }, () => fc.constantFrom(...FATES))),
});
export type DrawnCourse = typeof course extends fc.Arbitrary<infer T> ? T : never;

export const courses = (most: number) => fc.array(course, { minLength: 1, maxLength: most });

/** Whose step is whose: the registrar clears nothing, who proposes does not decide. */
const HANDS = ["registrar", "clearing", "proposing", "deciding"] as const;
export type Hand = (typeof HANDS)[number];

/** A clue before it goes its way. */
export interface Course {
  /** as it will be, without an id */
  clue: WorldClue;
  input: object;
  steps: readonly ClueCommand[];
  /** as they were when they acted */
  hands: Record<Hand, Standing>;
}

/** The world with the people of these courses: as they are at the end.
 * @param name of the world, in the ids of its accounts */
export function withCourses(world: World, drawn: readonly DrawnCourse[], name: string): [World, Course[]] {
  const laid = drawn.map((each, i) => layOut(world, each, `${name}.c${i}`));
  const accounts = [...world.accounts, ...laid.flatMap((each) => each.accounts)];
  return [{ ...world, accounts, clues: [] }, laid.map(({ accounts: _, ...rest }) => rest)];
}

function layOut(world: World, drawn: DrawnCourse, name: string): Course & { accounts: WorldAccount[] } {
  const owner = custodyOf(drawn.office, "INSPECTION");
  const places = world.regions.map(({ code }) => code).filter((code) => code.startsWith(drawn.office) && isKeyed(code));
  const region = pick(places, drawn.place);
  const elsewhere = OFFICES.flatMap((office) => CUSTODY_BODIES.map((body) => custodyOf(office, body)));
  const workplace = pick(
    elsewhere.filter((custody) => custody !== owner),
    drawn.which,
  );
  const workplaces = drawn.concerns === "WORKPLACE" ? [workplace] : [];
  const { cadreLevel, matter } = drawn;
  const receiver = routeOf({ region, cadreLevel, matter, workplaces });
  // where nobody may have it, it stays
  const whole: readonly ClueCommand[] = COURSES[drawn.steps];
  const steps = receiver || !whole.includes("REFER") ? whole : whole.slice(0, whole.indexOf("REFER"));
  const custodies = { registrar: owner, clearing: owner, proposing: receiver ?? owner, deciding: receiver ?? owner };
  const people = HANDS.map((hand) => personOf(custodies[hand], `${name}.${hand}`));
  const insider = personOf(receiver ?? owner, `${name}.insider`);
  const unitId = pick(world.units, drawn.which).id;
  const concerns = {
    INSIDER: { person: insider.person },
    PERSON: { person: pick(world.accounts, drawn.which).id },
    UNIT: { unitId },
    WORKPLACE: { workplace },
  }[drawn.concerns];
  const [pointer, reporter] = [drawn.byPointer, drawn.reported ? `来信 ${name}（虚构）` : null];
  const says = `${pointer ? "存档" : "反映"} ${name}（虚构）`;
  const sealed = steps.at(-1) === "SEAL";
  const lastReferral = steps.lastIndexOf("REFER");
  const referred =
    receiver && lastReferral >= 0 ? { to: receiver, givenBack: steps.indexOf("RETURN", lastReferral) > 0 } : null;
  const clue = {
    id: "",
    owner,
    region,
    referred,
    concerns,
    course: { says, reporter, events: eventsOf(steps), sealed },
  };
  const subject = {
    ...{ post: "某职（虚构）", region, cadreLevel, matter, workplaces },
    accountIds: "person" in concerns ? [concerns.person] : [],
    unitId: "unitId" in concerns ? concerns.unitId : null,
  };
  const recusal: [scope: "UNIT" | "REGION", subject: string] =
    drawn.concerns === "UNIT" ? ["UNIT", unitId] : ["REGION", region];
  return {
    clue,
    input: { [pointer ? "pointer" : "text"]: says, reporter, subject, synthetic: true },
    steps,
    hands: Object.fromEntries(HANDS.map((hand, i) => [hand, people[i]])) as Record<Hand, Standing>,
    accounts: [
      ...people.map((person, i) => atTheEnd(person, drawn.fates[i] as Fate, world.today, recusal)),
      ...(drawn.concerns === "INSIDER" ? [atTheEnd(insider, "STAYS", world.today, recusal)] : []),
    ],
  };
}

/** Whoever manages people there has keys. */
function isKeyed(region: RegionCode): boolean {
  return [2, 4, 6].every(
    (length) => region.length < length || (OFFICES as readonly string[]).includes(region.slice(0, length)),
  );
}

function personOf(custody: Custody, name: string): Standing {
  const { office, body } = partsOfCustody(custody);
  const tier = tierOfOffice(office) as Tier;
  const roles: Role[] = [ROLE_OF_BODY[body]];
  return { person: `${nameOfTier(tier)}:${office}.${name}`, tier, office, roles, recusals: [], rightsEpoch: 1 };
}

function atTheEnd(
  { person: id, office, roles }: Standing,
  fate: Fate,
  since: string,
  [scope, subject]: [scope: "UNIT" | "REGION", subject: string],
): WorldAccount {
  return {
    ...{ id, office, active: fate !== "LEFT" },
    roles: fate === "OTHER_WORK" ? ["CLERK"] : [...roles],
    recusals: fate === "RECUSED" ? [{ scope, subject, since, until: null }] : [],
  };
}

/** What stands in the chain of custody after these steps. */
function eventsOf(steps: readonly ClueCommand[]): string[] {
  const event: Partial<Record<ClueCommand, string>> = { REFER: "REFERRED", RETURN: "RETURNED", CONCLUDE: "CONCLUDED" };
  return ["REGISTERED", ...steps.flatMap((command) => event[command] ?? [])];
}

function pick<T>(items: readonly T[], position: number): T {
  return items[position % items.length] as T;
}
