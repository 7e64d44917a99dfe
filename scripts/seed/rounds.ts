import { nameOfTier, type Tier } from "../../schema/contract/tier";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { type DemonstrationRound, superiorOf, UNIT_KIND_OF_LENGTH, unitCodeOf } from "./demonstration";
import type { Persona, Teller, Versioned } from "./teller";

/** The term of an office, which another stage has opened. */
export async function termOf(teller: Teller, tier: Tier, office: string): Promise<string> {
  const query = `query($code: ID!) { office: ${nameIn(tier, "tierOffice")}(code: $code) { terms { id } } }`;
  const data = await teller.asks(postOf(tier, office, "CLERK"), 0, query, { code: office });
  const [term] = data.office.terms;
  if (!term) throw new Error(`${office} has no term yet`);
  return term.id;
}

/** Units that an office has in its register by now, in the order of their codes there. */
export async function unitsByCode(
  teller: Teller,
  tier: Tier,
  office: string,
  codes: readonly string[],
): Promise<string[]> {
  const query = `query($office: ID!, $code: String!) {
    units: ${nameIn(tier, "tierUnits")}(office: $office, code: $code) { nodes { id } } }`;
  const ids: string[] = [];
  for (const code of codes) {
    const { units } = await teller.asks(postOf(tier, office, "CLERK"), 0, query, { office, code });
    ids.push(units.nodes[0].id);
  }
  return ids;
}

export async function openTerm(teller: Teller, tier: Tier, office: string, committee: string): Promise<void> {
  const input = { committee, ordinal: 1, startsOn: "2021-07-01" };
  await teller.does(postOf(tier, office, "DIRECTOR"), 0, "openTierTerm", input);
}

function postOf(tier: Tier, office: string, role: Post): Persona {
  return { id: `${nameOfTier(tier)}:${office}.${role.toLowerCase()}`, roles: [role] };
}
type Post = "CLERK" | "DIRECTOR" | "APPROVER";

/** Carries a round as far as its table says. */
export class RoundTeller {
  private targets: Versioned[] = [];
  private findings: Versioned[] = [];

  constructor(
    private readonly teller: Teller,
    private readonly round: DemonstrationRound,
    private readonly nameOf: (region: string) => string,
    /** units of another office's register by their codes there */
    private readonly unitsOf: (office: string, codes: readonly string[]) => Promise<string[]>,
  ) {}

  async tell(): Promise<void> {
    const { authorised, entered, reported, heard, fedBack, rectifying, claimed } = this.round.daysAgo;
    await this.open(authorised);
    if (entered === undefined) return;
    await this.appoint(authorised);
    await this.moveTargets("ENTER", entered);
    await this.record(entered);
    if (reported === undefined) return;
    await this.moveFindings("AGREE", reported);
    await this.moveFindings("EXCHANGE_FACTS", reported, "单位对事实无异议。（演示数据）");
    await this.moveFindings("REPORT", reported);
    await this.moveTargets("REPORT", reported);
    const documentNumber = this.numbered(authorised);
    const hearing = { body: "领导小组会议（演示）", documentNumber: `${documentNumber}-听取` };
    if (heard !== undefined) await this.moveTargets("HEAR", heard, { hearing });
    if (fedBack !== undefined) await this.moveTargets("FEED_BACK", fedBack);
    if (rectifying !== undefined) await this.moveTargets("START_RECTIFICATION", rectifying);
    // feedback and the start of the rectification raised each finding's version by one
    this.findings = this.findings.map(({ id, version }) => ({ id, version: version + 2 }));
    await this.rectify(claimed ?? 0);
    if (!this.round.submits) return;
    const input = { targetIds: this.targets.map(({ id }) => id), note: "首次报送（演示数据）" };
    await this.does("DIRECTOR", heard ?? 0, "submitTierPublications", input);
  }

  private async open(daysAgo: number): Promise<void> {
    const { tier, office, ordinal, title, method, upgraded } = this.round;
    const termId = await termOf(this.teller, tier, office);
    const units = upgraded ? await this.unitsOf(upgraded.office, upgraded.codes) : await this.register(daysAgo);
    const assignmentMode = upgraded ? "UPGRADED" : "OWN_TIER";
    const opening = { termId, ordinal, title, assignmentMode, synthetic: true };
    const [opened] = (await this.does("CLERK", daysAgo, "openTierRound", opening)) as [Versioned];
    const added = { roundId: opened.id, targets: units.map((unitId) => ({ unitId, method })) };
    this.targets = await this.does("CLERK", daysAgo, "addTierRoundTargets", added);
    const { id, version } = opened;
    const authorise = { command: "AUTHORISE", documentNumber: this.numbered(daysAgo), on: this.teller.dayOf(daysAgo) };
    await this.does("APPROVER", daysAgo, "moveTierRound", { id, version, ...authorise });
  }

  /** One team for all of the round's units. */
  private async appoint(daysAgo: number): Promise<void> {
    const { tier, office } = this.round;
    const members = (["DIRECTOR", "CLERK"] as const).map((post, i) => {
      const { id: person } = postOf(tier, office, post);
      return { person, role: i ? "MEMBER" : "LEADER", validFrom: this.teller.dayOf(daysAgo) };
    });
    const targetIds = this.targets.map(({ id }) => id);
    await this.does("DIRECTOR", daysAgo, "appointTierTeam", { targetIds, members });
  }

  /** Enters the round's units in the register, those above before those below them.
   * @returns their ids, in the order of the table */
  private async register(daysAgo: number): Promise<string[]> {
    const ids: string[] = [];
    const { units } = this.round;
    for (const length of [...new Set(units.map((region) => region.length))].sort((a, b) => a - b)) {
      const places = units.flatMap((region, place) => (region.length === length ? [place] : []));
      const input = { units: places.map((place) => this.entryOf(place, ids)) };
      const registered = await this.does("CLERK", daysAgo, "registerTierUnits", input);
      for (const [i, place] of places.entries()) ids[place] = (registered[i] as Versioned).id;
    }
    return ids;
  }

  private entryOf(place: number, ids: readonly string[]) {
    const region = this.round.units[place] as string;
    const above = superiorOf(this.round.units, place);
    return {
      code: unitCodeOf(this.round, place),
      name: `${this.nameOf(region)}党组织`,
      kind: UNIT_KIND_OF_LENGTH[region.length],
      region,
      superiorUnitId: above === undefined ? null : ids[above],
      validFrom: "2021-07-01",
      synthetic: true,
    };
  }

  private async record(daysAgo: number): Promise<void> {
    const byUnit = new Map<number, Versioned[]>();
    for (const [place, { id: targetId }] of this.targets.entries()) {
      const findings = this.round.findings
        .filter((finding) => finding.unit === place)
        .map(({ title, description, focus, category }) => ({ title, description, focus, category, synthetic: true }));
      if (!findings.length) continue;
      byUnit.set(place, await this.does("CLERK", daysAgo, "recordTierFindings", { targetId, findings }));
    }
    const places = new Map<number, number>();
    this.findings = this.round.findings.map(({ unit }) => {
      const place = places.get(unit) ?? 0;
      places.set(unit, place + 1);
      return byUnit.get(unit)?.[place] as Versioned;
    });
  }

  private async rectify(daysAgo: number): Promise<void> {
    for (const command of ["CLAIM", "VERIFY", "CLOSE"] as const) {
      const some = this.findings.filter((_, i) => this.round.findings[i]?.afterFeedback?.includes(command));
      if (!some.length) continue;
      const input = { findings: some, command, note: "整改佐证材料已附。（演示数据）" };
      const next = await this.does(command === "CLAIM" ? "CLERK" : "DIRECTOR", daysAgo, "moveTierFindings", input);
      this.findings = this.findings.map((each) => next.find(({ id }) => id === each.id) ?? each);
    }
  }

  private async moveTargets(command: string, daysAgo: number, more: object = {}): Promise<void> {
    const targets = this.targets.map(({ id, version }) => ({ id, version }));
    const input = { targets, command, on: this.teller.dayOf(daysAgo), ...more };
    this.targets = await this.does("DIRECTOR", daysAgo, "moveTierRoundTargets", input);
  }

  private async moveFindings(command: string, daysAgo: number, note?: string): Promise<void> {
    const input = { findings: this.findings, command, note };
    this.findings = await this.does("DIRECTOR", daysAgo, "moveTierFindings", input);
  }

  private does(role: Post, daysAgo: number, mutation: string, input: object): Promise<Versioned[]> {
    const { tier, office } = this.round;
    return this.teller.does(postOf(tier, office, role), daysAgo, mutation, input);
  }

  private numbered(daysAgo: number): string {
    return this.teller.numbered(this.round.documents, daysAgo, this.round.ordinal);
  }
}
