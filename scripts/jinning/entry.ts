import type { RegionTree } from "../../schema/regions/tree";
import type { FindingCommand } from "../../subgraphs/domain/finding/finding";
import type { TargetCommand } from "../../subgraphs/domain/target/target";
import { inLanes } from "../client/lanes";
import { findingOf, JINNING, ROUNDS, type RoundPlan, reaching, villagesOf } from "./book";
import { getTermId, type JinningOffice, type Step, take } from "./office";

/** An object and the version that it has at this step. Counted here instead of read, so that a repeated run asks for the
 * very same change again, which the platform then knows and leaves alone. */
interface Versioned {
  id: string;
  version: number;
}

/** Of a round, beside one call for each village's findings and the submission. */
const STEPS_OF_ROUND = 15;
/** Rounds that are entered at the same time: the platform's processes have something to do while one of them waits. */
const LANES = 3;
const NO_NARRATIVE = "合成（无叙述）";

/** How many steps it takes to enter the rounds. */
export function entrySteps(rounds: readonly RoundPlan[]): number {
  return 1 + rounds.reduce((sum, { villages }) => sum + STEPS_OF_ROUND + villages, 0);
}

/** … and to submit them. */
export function submissionSteps(rounds: readonly RoundPlan[]): number {
  return rounds.length;
}

/** Enters the book of Jinning through the gateway. Every call has a key that follows from the plan: a run that was
 * interrupted goes on where it stopped, a repeated one doubles nothing. */
export class JinningEntry {
  /** by round, as the rounds are given */
  readonly #villages: { region: string; name: string }[][];
  /** ids of the targets, by the ordinal of the round */
  readonly #targets = new Map<number, string[]>();

  /** @param rounds of ROUNDS those that are to be entered
   * @param onStep told after each step */
  constructor(
    private readonly office: JinningOffice,
    regions: RegionTree,
    private readonly rounds: readonly RoundPlan[],
    private readonly onStep: () => void = () => {},
  ) {
    const villages = villagesOf(regions);
    this.#villages = rounds.map(({ ordinal }) => villages[ordinal - 1] ?? []);
  }

  /** Register, rounds, findings and their rectification; nothing is submitted yet. */
  async enterBook(): Promise<void> {
    const unitIds = await this.register();
    const roundIds = await this.openRounds();
    const places = this.rounds.map((plan, place) => ({ plan, place }));
    await inLanes(LANES, places, async ({ plan, place }) => {
      const before = this.#villages.slice(0, place).flat().length;
      const own = unitIds.slice(before, before + plan.villages);
      await this.enterRound(plan, roundIds[place] as string, own);
    });
  }

  /** Submits the results of every target, one call a round. */
  async submitAll(): Promise<void> {
    await inLanes(LANES, this.rounds, async ({ ordinal: round }) => {
      const targetIds = this.#targets.get(round);
      if (!targetIds) throw new Error("enter the book before you submit it");
      const input = { targetIds, note: NO_NARRATIVE };
      await this.take({ who: "director", does: "submit", input, round, name: "submit" });
    });
  }

  private register(): Promise<string[]> {
    const units = this.#villages.flat().map(({ region, name }) => ({
      code: `SYN-${region}`,
      name: `${name}党组织`,
      kind: "VILLAGE",
      region,
      validFrom: "2021-07-01",
      synthetic: true,
    }));
    return this.take({ who: "clerk", does: "registerUnits", input: { units }, round: 0, name: "units" });
  }

  private async openRounds(): Promise<string[]> {
    const termId = await getTermId(this.office);
    const ids: string[] = [];
    for (const { ordinal } of this.rounds) {
      const input = { termId, ordinal, title: `二届区委第${ordinal}轮巡察（合成）`, synthetic: true };
      ids.push(...(await this.take({ who: "clerk", does: "openRound", input, round: ordinal, name: "open" })));
    }
    return ids;
  }

  private async enterRound(plan: RoundPlan, roundId: string, unitIds: string[]): Promise<void> {
    const { ordinal: round, enteredOn } = plan;
    const targets = { roundId, targets: unitIds.map((unitId) => ({ unitId, method: "DIRECT_VILLAGE" })) };
    const targetIds = await this.take({ who: "clerk", does: "addTargets", input: targets, round, name: "targets" });
    this.#targets.set(round, targetIds);
    const documentNumber = `合成〔${enteredOn.slice(0, 4)}〕${round}号`;
    const authorise = { id: roundId, version: 1, command: "AUTHORISE", documentNumber, on: addDays(enteredOn, -7) };
    await this.take({ who: "approver", does: "moveRound", input: authorise, round, name: "authorise" });
    const members = ["director", "clerk"].map((post, i) => {
      return { person: `county:${JINNING}.${post}`, role: i ? "MEMBER" : "LEADER", validFrom: enteredOn };
    });
    await this.take({ who: "director", does: "appoint", input: { targetIds, members }, round, name: "appoint" });
    await this.inspect(plan, targetIds, documentNumber);
  }

  private async inspect(plan: RoundPlan, targetIds: string[], documentNumber: string): Promise<void> {
    let targets = targetIds.map((id) => ({ id, version: 1 }));
    const move = async (command: TargetCommand, day: number, hearing?: object) => {
      const input = { targets, command, on: addDays(plan.enteredOn, day), hearing };
      await this.take({ who: "director", does: "moveTargets", input, round: plan.ordinal, name: `targets-${command}` });
      targets = targets.map(raised);
    };
    await move("ENTER", 0);
    let findings = await this.record(plan, targetIds);
    findings = await this.moveFindings(plan, findings, "AGREE");
    findings = await this.moveFindings(plan, findings, "EXCHANGE_FACTS");
    findings = await this.moveFindings(plan, findings, "REPORT");
    await move("REPORT", 40);
    await move("HEAR", 50, { body: "领导小组（合成）", documentNumber });
    // the findings follow their targets in the next two steps, which raise their versions as well
    await move("FEED_BACK", 57);
    await move("START_RECTIFICATION", 62);
    findings = findings.map(raised).map(raised);
    for (const command of ["CLAIM", "VERIFY", "CLOSE"] as const) {
      findings = await this.moveFindings(plan, findings.slice(0, reaching(command, plan)), command);
    }
  }

  /** @returns the findings of the round in the order of their serial numbers, which go around the villages */
  private async record({ ordinal, findings: count }: RoundPlan, targetIds: string[]): Promise<Versioned[]> {
    const before = ROUNDS.slice(0, ordinal - 1).reduce((sum, { findings }) => sum + findings, 0);
    const recorded: Versioned[] = [];
    for (const [place, targetId] of targetIds.entries()) {
      const places = Array.from({ length: count }, (_, i) => i).filter((i) => i % targetIds.length === place);
      const input = { targetId, findings: places.map((i) => findingOf(before + i + 1)) };
      const ids = await this.take({ who: "clerk", does: "record", input, round: ordinal, name: `record-${place + 1}` });
      for (const [i, id] of ids.entries()) recorded[places[i] as number] = { id, version: 1 };
    }
    return recorded;
  }

  private async moveFindings(plan: RoundPlan, findings: Versioned[], command: FindingCommand): Promise<Versioned[]> {
    if (findings.length > 0) {
      const who = command === "CLAIM" ? "clerk" : "director";
      const input = { findings, command, note: NO_NARRATIVE };
      await this.take({ who, does: "moveFindings", input, round: plan.ordinal, name: `findings-${command}` });
    } else {
      this.onStep();
    }
    return findings.map(raised);
  }

  private async take(step: Step): Promise<string[]> {
    const ids = await take(this.office, step);
    this.onStep();
    return ids;
  }
}

function raised({ id, version }: Versioned): Versioned {
  return { id, version: version + 1 };
}

/** @param date YYYY-MM-DD */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
