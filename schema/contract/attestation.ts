import type { RegionCode } from "./regionCode";
import type { RecusedFrom, Role } from "./standing";
import type { Tier } from "./tier";

/** 回执: what the register of a unit's own tier says of it, as the gateway has just read it (docs/adr/0017). Dates are calendar
 * dates, `validTo` is exclusive. */
export interface AttestedUnit {
  id: string;
  /** the responsible office, which issues the entry */
  office: RegionCode;
  region: RegionCode;
  code: string;
  name: string;
  kind: string;
  superiorBody: string | null;
  /** the superior body, where it is in a register itself */
  superior: { id: string; name: string } | null;
  cadreLevel: string | null;
  validFrom: string;
  validTo: string | null;
}

/** What the home tier of an account says of it today: as much of the standing as an appointment asks for. */
export interface AttestedPerson {
  id: string;
  office: RegionCode;
  roles: Role[];
  /** whether the account answers for a unit */
  ofUnit: boolean;
  recusals: RecusedFrom[];
}

/** What the gateway brings to a change that names accounts of other tiers. */
export interface AttestedPeople {
  /** the accounts that the tier has asked for */
  asked: string[];
  /** of these, the ones that are active: every other one that is not silent is nobody's */
  known: AttestedPerson[];
  /** accounts whose home tier gave no answer */
  silent: string[];
}

/** What the gateway brings to a change that names units of other tiers' registers, or people of other tiers. */
export interface Attestation {
  people?: AttestedPeople;
  /** the ids that the tier has asked for */
  asked: string[];
  /** of these, the ones that their tiers know: every other one of a tier that answered is in no register */
  units: AttestedUnit[];
  /** tiers that gave no answer */
  silent: Tier[];
}

/** Where the gateway asks a tier for what its registers say of units. */
export const ATTEST_PATH = "/units";

/** The status by which a tier asks the gateway back: it has carried nothing out, and wants these units or people attested first. */
export const ATTESTATION_WANTED = 428;
export interface WantedAnswer {
  units: string[];
  people: string[];
}

/** Distinct units of other tiers in one request: what targets and a ledger name together is some hundred KB then. */
export const MOST_UNITS_WANTED = 1_000;

/** People of other tiers in one request: a team has fifty members at most. */
export const MOST_PEOPLE_WANTED = 50;
