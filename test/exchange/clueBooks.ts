import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier } from "../../schema/contract/tier";
import { loadRegions } from "../../schema/regions/tree";
import { makeDemonstrationKeys } from "../../scripts/seed/clues";
import type { Persona, Versioned } from "../../scripts/seed/teller";
import { TierActor } from "../../scripts/seed/tierActor";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { aClue } from "../support/clueCustody";
import { REGIONS_DIR } from "../support/runningPlatform";
import type { Party } from "./parties";

const regions = loadRegions(REGIONS_DIR);

/** The custodies of a tier at work on a party's database: by the subgraph's own operations, in this process. */
export class ClueOffice {
  readonly keys: KeyFolder;
  private actor: TierActor | undefined;

  constructor(
    readonly party: Party,
    private readonly office: string,
    keysDir: string,
  ) {
    this.keys = new KeyFolder(join(keysDir, nameOfTier(party.tier)));
  }

  person(name: string, role: Role): Persona {
    return { id: `${nameOfTier(this.party.tier)}:${this.office}.${name}`, roles: [role] };
  }

  async does(persona: Persona, mutation: string, input: object, key: string = randomUUID()): Promise<Versioned[]> {
    return this.work().does(persona, mutation, input, key, "9999-12-31");
  }

  /** What somebody sees of a clue: undefined where it is not in the list. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  async sees(persona: Persona, id: string): Promise<any> {
    const data = (await this.work().asks(
      persona,
      `{ ${nameOfTier(this.party.tier)}Clues(first: 100) { nodes { id status version chainHolds
        chain { event from to countersignature } receipts { status version disposal outcome } } } }`,
      {},
      "9999-12-31",
    )) as Record<string, { nodes: { id: string }[] }>;
    return Object.values(data)[0]?.nodes.find((clue) => clue.id === id);
  }

  async text(persona: Persona, id: string): Promise<string | undefined> {
    const [tier, query] = [nameOfTier(this.party.tier), "query T($id: ID!)"];
    const type = `${tier.slice(0, 1).toUpperCase()}${tier.slice(1)}ClueText`;
    const data = (await this.work().asks(
      persona,
      `${query} { ${tier}ClueText(id: $id) { __typename ... on ${type} { text } } }`,
      { id },
      "9999-12-31",
    )) as Record<string, { text?: string } | null>;
    return Object.values(data)[0]?.text;
  }

  /** No connection stays: the database may be exchanged for another one. */
  async rest(): Promise<void> {
    await this.actor?.close(); // it connects again when it is asked
  }

  private work(): TierActor {
    const { tier, database } = this.party;
    this.actor ??= new TierActor(tier, database.urls.subgraph, regions, this.keys.path, () => {
      throw new Error("no register is asked");
    });
    return this.actor;
  }
}

export function keysFor(offices: readonly string[], keysDir: string): string {
  makeDemonstrationKeys(keysDir, offices);
  return keysDir;
}

/** A clue on a cadre whom the city manages. */
export const aCityClue = (subject: object = {}) =>
  aClue({ reporter: "来信（虚构）", subject: { cadreLevel: "CITY", region: "990101", ...subject } });
