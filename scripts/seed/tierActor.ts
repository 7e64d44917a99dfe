import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  parse,
} from "graphql";
import type { DataSource } from "typeorm";
import type { Attestation, AttestedUnit } from "../../schema/contract/attestation";
import { homeTierOfAccount, tierOfId } from "../../schema/contract/ids";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import { NO_TRACES } from "../../schema/traces";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { findUnitsToAttest } from "../../subgraphs/storage/office/attestation.repository";
import { type Clock, officeDay, systemClock } from "../../subgraphs/tier/clock";
import { TierContext } from "../../subgraphs/tier/context";
import { tierFiles } from "../../subgraphs/tier/files/tierFiles";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { tierSchema } from "../../subgraphs/tier/schema";
import { ForeignUnits } from "../../subgraphs/tier/unit/foreignUnits";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { PROFILES } from "../subgraphs";
import type { Hands, Persona, Versioned } from "./teller";

/** Works in one tier as its accounts do: through the subgraph's own mutations, under the runtime role, on the day that the
 * story says. */
export class TierActor implements Hands {
  private readonly schema: GraphQLSchema;
  private readonly dataSource: DataSource;
  private readonly documents = new Map<string, DocumentNode>();
  private moments = 0;
  /** the demonstration moves no file: no ticket is ever signed with this key */
  private readonly files = tierFiles("data/files", "", 0);

  private readonly clueKeys: KeyFolder;

  constructor(
    private readonly tier: Tier,
    subgraphUrl: string,
    private readonly regions: RegionTree,
    /** folder of the tier's keys */
    clueKeys: string,
    /** the register of another tier, as the gateway would ask it */
    private readonly registerOf: (tier: Tier) => Pick<TierActor, "attest">,
  ) {
    this.clueKeys = new KeyFolder(clueKeys);
    this.schema = tierSchema(PROFILES[nameOfTier(tier)]);
    this.dataSource = createTierDataSource(subgraphUrl);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** @throws where the mutation is refused: it would not be a demonstration then */
  async does(persona: Persona, mutation: string, input: object, key: string, on: string): Promise<Versioned[]> {
    const result = await this.execute(persona, this.mutationOf(mutation), { input, key }, on);
    const outcome = result.data?.outcome as { items?: Versioned[]; code?: string; subject?: string };
    if (!outcome.items) throw new Error(`${mutation} (${key}): ${outcome.code} ${outcome.subject ?? ""}`);
    return outcome.items;
  }

  async asks(persona: Persona, query: string, variables: object, on: string): Promise<unknown> {
    return (await this.execute(persona, this.parsed(query), variables, on)).data;
  }

  /** The kit's mutation with the names of its types, as the tier's schema says them. */
  private mutationOf(mutation: string): DocumentNode {
    const name = nameIn(this.tier, mutation);
    const field = this.schema.getMutationType()?.getFields()[name];
    if (!field) throw new Error(`no mutation is called ${name}`);
    const input = field.args.find((argument) => argument.name === "input");
    const types = (getNamedType(field.type) as GraphQLUnionType).getTypes();
    const list = types.find((type) => type.name !== "Refusal") as GraphQLObjectType;
    const item = getNamedType(list.getFields().items?.type) as GraphQLObjectType;
    const version = item.getFields().version ? "version" : "";
    return this.parsed(`mutation($input: ${input?.type}, $key: String!) {
      outcome: ${name}(input: $input, idempotencyKey: $key) {
        __typename ... on Refusal { code subject } ... on ${list.name} { items { id ${version} } } } }`);
  }

  private parsed(source: string): DocumentNode {
    const known = this.documents.get(source) ?? parse(source, { noLocation: true });
    this.documents.set(source, known);
    return known;
  }

  /** What this tier's register says of units. */
  async attest(persona: Persona, ids: readonly string[], on: string): Promise<AttestedUnit[]> {
    const context = await this.contextOf(persona, on);
    try {
      return await context.session.read((db) => findUnitsToAttest(db, ids));
    } finally {
      await context.session.end();
    }
  }

  /** Carries the document out; where it asks for units of other tiers, once more with these, as the gateway does. */
  private async execute(
    persona: Persona,
    document: DocumentNode,
    variableValues: object,
    on: string,
    attestation?: Attestation,
  ): Promise<ExecutionResult> {
    const context = await this.contextOf(persona, on, attestation);
    try {
      const asked = { schema: this.schema, document, variableValues: { ...variableValues } };
      const result = await execute({ ...asked, contextValue: context });
      const wanted = [...context.foreignUnits.wanted];
      if (wanted.length > 0 && !attestation) {
        const brought = await this.attestationOf(persona, wanted, on);
        return await this.execute(persona, document, variableValues, on, brought);
      }
      if (result.errors?.[0]) throw result.errors[0];
      return result;
    } finally {
      await context.session.end();
    }
  }

  private async attestationOf(persona: Persona, asked: string[], on: string): Promise<Attestation> {
    const units = await Promise.all(
      [...new Set(asked.map((id) => tierOfId(id) as Tier))].map((tier) => {
        const ids = asked.filter((id) => tierOfId(id) === tier);
        return this.registerOf(tier).attest(persona, ids, on);
      }),
    );
    return { asked, units: units.flat(), silent: [] };
  }

  private async contextOf(persona: Persona, on: string, attestation?: Attestation): Promise<TierContext> {
    if (!this.dataSource.isInitialized) await this.dataSource.initialize();
    const { id: person, roles, unit } = persona;
    const office = /:(\d+)\./.exec(person)?.[1] as string;
    const services = {
      profile: PROFILES[nameOfTier(this.tier)],
      dataSource: this.dataSource,
      beside: this.dataSource,
      apart: async () => this.dataSource,
      regions: this.regions,
      clock: this.clockOf(on),
      files: this.files,
      clueKeys: this.clueKeys,
      traces: NO_TRACES,
    };
    const tier = homeTierOfAccount(person) as Tier;
    const standing = { person, tier, office, roles, unit, recusals: [], rightsEpoch: 1 };
    return new TierContext(services, standing, undefined, undefined, new ForeignUnits(attestation));
  }

  /** What happens on an earlier day happens one second after the other from nine in the morning. */
  private clockOf(on: string): Clock {
    if (on >= officeDay(systemClock())) return systemClock;
    const moment = Date.parse(`${on}T09:00:00+08:00`) + ++this.moments * 1000;
    return () => new Date(moment);
  }
}
