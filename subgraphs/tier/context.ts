import type { DataSource } from "typeorm";
import { tierOfId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import type { RegionTree } from "../../schema/regions/tree";
import type { Traces } from "../../schema/traces";
import { type Actor, holdsOneOf, type Party, type TeamRole } from "../domain/lifecycle";
import { BOOK_READERS } from "../domain/office/office";
import { isEnteredFor, rolesOnBehalf, standsDirectlyAbove } from "../domain/office/onBehalf";
import type { ContentStore } from "../files/content/contentStore";
import type { Spool } from "../files/spool";
import type { OfficeRow } from "../storage/office/office.row";
import { Session } from "../storage/session";
import type { KeyFolder } from "../trust/clue/keyFolder";
import { type Clock, instant, officeDay } from "./clock";
import type { Turns } from "./files/turns";
import { forbidden } from "./graph/errors";
import { createLoaders, type Loaders } from "./loaders";
import type { TierProfile } from "./profile";
import { ForeignPeople } from "./target/foreignPeople";
import { ForeignUnits } from "./unit/foreignUnits";

/** What every operation of a subgraph stands on. */
export interface TierServices {
  profile: TierProfile;
  dataSource: DataSource;
  /** connections that no operation holds, for questions about the tier itself */
  beside: DataSource;
  /** connections for what an operation writes beside its reading: it holds one of the others meanwhile, and whoever has one of these
   * waits for none of those */
  apart(): Promise<DataSource>;
  regions: RegionTree;
  clock: Clock;
  files: TierFiles;
  /** keys of the custodies that hold clues, outside of the database */
  clueKeys: KeyFolder;
  traces: Traces;
}

/** What a tier needs to give and take files. */
export interface TierFiles {
  store: ContentStore;
  /** where an export is put aside until it is fetched */
  spool: Spool;
  /** whose export is made now: each holds a connection meanwhile */
  exports: Turns;
  /** the key that this tier shares with the gateway; tickets are signed with it */
  key: string;
  maxAttachmentBytes: number;
}

/** One operation: the caller, the caller's session, and loaders that see through it. */
export class TierContext {
  loaders: Loaders;
  private readonly acting = new Map<RegionCode, TierContext>();

  /** @param enteringFrom 代录: region code of the office that enters for the standing's, undefined where it does so itself */
  constructor(
    readonly services: TierServices,
    readonly standing: Standing,
    readonly session = new Session(services.dataSource, standing),
    readonly enteringFrom?: RegionCode,
    /** what other tiers' registers say of units, as far as the gateway brought it */
    readonly foreignUnits = new ForeignUnits(),
    /** what other tiers say of their people, likewise */
    readonly foreignPeople = new ForeignPeople(),
  ) {
    this.loaders = createLoaders(this.session, () => this.today());
  }

  /** The caller as one of an office's own people, where that office is on paper and the caller's enters for it; otherwise the
   * caller. This gives no right: the database gives it, to the change that says so. */
  async inOffice(office: RegionCode): Promise<TierContext> {
    if (!standsDirectlyAbove(this.standing, office)) return this;
    return this.actingFor(await this.loaders.officeByCode.load(office));
  }

  /** The same, of an office that was read. */
  actingFor(office: OfficeRow | undefined): TierContext {
    if (!office || !standsDirectlyAbove(this.standing, office.code) || !isEnteredFor(office.enrolment)) return this;
    let acting = this.acting.get(office.code);
    if (!acting) {
      const { person, rightsEpoch, recusals, roles } = this.standing;
      const there = { person, rightsEpoch, recusals, tier: this.profile.tier, office: office.code };
      const standing = { ...there, roles: rolesOnBehalf(roles) };
      const { foreignUnits, foreignPeople, session } = this;
      acting = new TierContext(this.services, standing, session, this.standing.office, foreignUnits, foreignPeople);
      this.acting.set(office.code, acting);
    }
    return acting;
  }

  get profile(): TierProfile {
    return this.services.profile;
  }

  /** Calendar date in the offices' time zone. */
  today(): string {
    return officeDay(this.services.clock());
  }

  /** The present instant; `plus` microseconds keep the rows of one ledger in order. */
  now(plus = 0): string {
    return instant(this.services.clock(), plus);
  }

  actor(teamRoles: readonly TeamRole[] = []): Actor {
    const { person, office, unit, roles } = this.standing;
    return { person, office, unit, roles, teamRoles };
  }

  /** The caller as an actor upon an object of an office. */
  async actorIn(office: RegionCode, teamRoles: readonly TeamRole[] = []): Promise<Actor> {
    return (await this.inOffice(office)).actor(teamRoles);
  }

  /** Whether the caller reads the book of this office by role: what is written inside of it, beside the headers. A team
   * member of the same office may read a target and none of this. */
  async readsBookOf(office: RegionCode): Promise<boolean> {
    return keepsBook((await this.inOffice(office)).standing, office);
  }

  /** A unit of any register: one of another tier's is that tier's to resolve, by its id. */
  unit(id: string): { id: string } | Promise<{ id: string } | undefined> {
    return tierOfId(id) === this.profile.tier ? this.loaders.unit.load(id) : { id };
  }

  /** For operations that make something in the caller's own office.
   * @throws FORBIDDEN where the caller's office is of another tier or none of the roles is held */
  requireOfficeRole(parties: readonly Party[]): void {
    const here = this.standing.tier === this.profile.tier;
    if (!here || !holdsOneOf(this.actor(), this.standing, parties)) throw forbidden(parties);
  }

  /** After a write: what was loaded before is no longer true. */
  forget(): void {
    this.loaders = createLoaders(this.session, () => this.today());
  }
}

/** Whether somebody reads the book of an office by role, as one of its people. */
export function keepsBook({ office, roles }: Standing, book: RegionCode): boolean {
  return office === book && roles.some((role) => BOOK_READERS.includes(role));
}
