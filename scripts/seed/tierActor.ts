import { type ExecutionResult, type GraphQLSchema, graphql } from "graphql";
import type { DataSource } from "typeorm";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import { createFolderStore } from "../../subgraphs/files/content/folderStore";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { systemClock } from "../../subgraphs/tier/clock";
import { TierContext } from "../../subgraphs/tier/context";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { tierSchema } from "../../subgraphs/tier/schema";
import { PROFILES } from "../subgraphs";
import { type DemonstrationRound, superiorOf, UNIT_KIND_OF_LENGTH, unitCodeOf } from "./demonstration";

/** Works in one tier as its accounts do: through the subgraph's own mutations, under the runtime role, each with an
 * idempotency key of its own, so that a repeated stage changes nothing. */
export class TierActor {
  private readonly schema: GraphQLSchema;
  private readonly dataSource: DataSource;
  /** the demonstration moves no file: no ticket is ever signed with this key */
  private readonly files = { store: createFolderStore("data/files"), key: "", maxAttachmentBytes: 0 };

  constructor(
    private readonly tier: Tier,
    subgraphUrl: string,
    private readonly regions: RegionTree,
  ) {
    this.schema = tierSchema(PROFILES[nameOfTier(tier)]);
    this.dataSource = createTierDataSource(subgraphUrl);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async openTerm(office: string, committee: string): Promise<void> {
    const input = { committee, ordinal: 1, startsOn: "2021-07-01" };
    await this.change(office, "DIRECTOR", "openTierTerm", "OpenTermInput", input, `demo-term-${office}`);
  }

  /** Carries a round as far as its table says. */
  async carryOut(round: DemonstrationRound): Promise<void> {
    const { office, ordinal, title, documentNumber } = round;
    const key = (step: string) => `demo-${office}-${ordinal}-${step}`;
    const act: Act = (role, mutation, type, input, step) => this.change(office, role, mutation, type, input, key(step));
    const [authorisedOn, ...dates] = round.dates;
    const termId = await this.termOf(office);
    const units = await this.register(round, act);
    const [opened] = await act(
      "CLERK",
      "openTierRound",
      "OpenRoundInput",
      { termId, ordinal, title, synthetic: true },
      "open",
    );
    const roundId = opened?.id;
    const added = units.map((unitId) => ({ unitId, method: round.method }));
    const targets = await act(
      "CLERK",
      "addTierRoundTargets",
      "AddTargetsInput",
      { roundId, targets: added },
      "targets",
    );
    const authorise = { id: roundId, version: 1, command: "AUTHORISE", documentNumber, on: authorisedOn };
    await act("APPROVER", "moveTierRound", "MoveRoundInput", authorise, "authorise");
    await this.moveAlong(round, targets, dates, act);
  }

  /** Enters the round's units in the register, those above before those below them.
   * @returns their ids, in the order of the table */
  private async register(round: DemonstrationRound, act: Act): Promise<string[]> {
    const ids: string[] = [];
    const entry = (place: number) => {
      const region = round.units[place] as string;
      const above = superiorOf(round.units, place);
      return {
        code: unitCodeOf(round, place),
        name: `${this.regions.find(region)?.name}党组织`,
        kind: UNIT_KIND_OF_LENGTH[region.length],
        region,
        superiorUnitId: above === undefined ? null : ids[above],
        validFrom: "2021-07-01",
        synthetic: true,
      };
    };
    const lengths = [...new Set(round.units.map((region) => region.length))].sort((a, b) => a - b);
    for (const length of lengths) {
      const places = round.units.flatMap((region, place) => (region.length === length ? [place] : []));
      const input = { units: places.map(entry) };
      const registered = await act("CLERK", "registerTierUnits", "RegisterUnitsInput", input, `units-${length}`);
      for (const [i, place] of places.entries()) ids[place] = (registered[i] as { id: string }).id;
    }
    return ids;
  }

  private async moveAlong(
    round: DemonstrationRound,
    targets: Versioned[],
    dates: (string | undefined)[],
    act: Act,
  ): Promise<void> {
    let at = targets;
    const move = async (command: string, on: string | undefined, more: object = {}) => {
      const input = { targets: at.map(({ id, version }) => ({ id, version })), command, on, ...more };
      at = await act("DIRECTOR", "moveTierRoundTargets", "MoveTargetsInput", input, command);
    };
    const [enteredOn, reportedOn, heardOn, fedBackOn, rectifyingOn] = dates;
    if (!enteredOn) return;
    await move("ENTER", enteredOn);
    const findings = await this.recordFindings(round, targets, act);
    if (!reportedOn) return;
    const step = async (command: string, some: Versioned[], note?: string) =>
      act(
        "DIRECTOR",
        "moveTierFindings",
        "MoveFindingsInput",
        { findings: some, command, note },
        `findings-${command}`,
      );
    let moved = await step("AGREE", findings);
    moved = await step("EXCHANGE_FACTS", moved, "单位对事实无异议。（演示数据）");
    moved = await step("REPORT", moved);
    await move("REPORT", reportedOn);
    const hearing = { body: "领导小组会议（演示）", documentNumber: `${round.documentNumber}-听取` };
    await move("HEAR", heardOn, { hearing });
    if (fedBackOn) await move("FEED_BACK", fedBackOn);
    if (rectifyingOn) await move("START_RECTIFICATION", rectifyingOn);
    // feedback and the start of the rectification raised each finding's version by one
    let now = moved.map(({ id, version }) => ({ id, version: version + 2 }));
    for (const command of ["CLAIM", "VERIFY", "CLOSE"] as const) {
      const some = now.filter((_, i) => round.findings[i]?.afterFeedback?.includes(command));
      if (!some.length) continue;
      const role = command === "CLAIM" ? "CLERK" : "DIRECTOR";
      const input = { findings: some, command, note: "整改佐证材料已附。（演示数据）" };
      const next = await act(role, "moveTierFindings", "MoveFindingsInput", input, `findings-${command}`);
      now = now.map((each) => next.find(({ id }) => id === each.id) ?? each);
    }
    if (!round.submits) return;
    const submit = { targetIds: targets.map(({ id }) => id), note: "首次报送（演示数据）" };
    await act("DIRECTOR", "submitTierPublications", "SubmitPublicationsInput", submit, "submit");
  }

  /** @returns the recorded findings in the order of the table */
  private async recordFindings(round: DemonstrationRound, targets: Versioned[], act: Act): Promise<Versioned[]> {
    const byUnit = new Map<number, Versioned[]>();
    for (const [i, target] of targets.entries()) {
      const findings = round.findings
        .filter((finding) => finding.unit === i)
        .map(({ title, description, focus, category }) => ({ title, description, focus, category, synthetic: true }));
      if (!findings.length) continue;
      const input = { targetId: target.id, findings };
      byUnit.set(i, await act("CLERK", "recordTierFindings", "RecordFindingsInput", input, `record-${i}`));
    }
    return round.findings.map(({ unit }) => byUnit.get(unit)?.shift() as Versioned);
  }

  private async termOf(office: string): Promise<string> {
    const field = nameIn(this.tier, "tierOffice");
    const source = `query($code: ID!) { office: ${field}(code: $code) { terms { id } } }`;
    const result = await this.execute(office, "CLERK", source, { code: office });
    const [term] = (result.data as { office: { terms: { id: string }[] } }).office.terms;
    if (!term) throw new Error(`${office} has no term yet`);
    return term.id;
  }

  /** @throws where the mutation is refused: the table would not be a demonstration then */
  private async change(
    office: string,
    role: Role,
    mutation: string,
    inputType: string,
    input: object,
    key: string,
  ): Promise<Versioned[]> {
    const version = /Publication|Term|Units/.test(mutation) ? "" : "version";
    const source = `mutation($input: ${inputType}!, $key: String!) { outcome: ${nameIn(this.tier, mutation)}(input: $input, idempotencyKey: $key) {
      __typename ... on Refusal { code subject } ... on ${nameIn(this.tier, listOf(mutation))} { items { id ${version} } } } }`;
    const result = await this.execute(office, role, source, { input, key });
    const outcome = result.data?.outcome as { items?: Versioned[]; code?: string; subject?: string };
    if (!outcome.items) throw new Error(`${mutation} (${key}): ${outcome.code} ${outcome.subject ?? ""}`);
    return outcome.items;
  }

  private async execute(office: string, role: Role, source: string, variableValues: object): Promise<ExecutionResult> {
    if (!this.dataSource.isInitialized) await this.dataSource.initialize();
    const person = `${nameOfTier(this.tier)}:${office}.${role.toLowerCase()}`;
    const context = new TierContext(
      {
        profile: PROFILES[nameOfTier(this.tier)],
        dataSource: this.dataSource,
        regions: this.regions,
        clock: systemClock,
        files: this.files,
      },
      { person, tier: this.tier, office, roles: [role], recusals: [], rightsEpoch: 1 },
    );
    try {
      const result = await graphql({
        schema: this.schema,
        source,
        variableValues: { ...variableValues },
        contextValue: context,
      });
      if (result.errors?.[0]) throw result.errors[0];
      return result;
    } finally {
      await context.session.end();
    }
  }
}

type Act = (role: Role, mutation: string, type: string, input: object, step: string) => Promise<Versioned[]>;

interface Versioned {
  id: string;
  version: number;
}

/** `moveTierFindings` answers with a `TierFindingList`. */
function listOf(mutation: string): string {
  const concept = /Tier(RoundTarget|Round|Finding|Publication|Term|Unit)s?$/.exec(mutation)?.[1];
  return `Tier${concept}List`;
}
