/** 对象库的一条登记 Entry of the register: what is corrected here was entered wrongly. A unit that is renamed, merged or closed is a
 * real change: the entry ends, and names the one that goes on where there is one. */
export const UNIT_STATUSES = ["REGISTERED", "CORRECTION_PROPOSED", "ENDED"] as const;
export type UnitStatus = (typeof UNIT_STATUSES)[number];

export const UNIT_COMMANDS = [
  "CORRECT",
  "PROPOSE_CORRECTION",
  "APPROVE_CORRECTION",
  "REJECT_CORRECTION",
  "END",
  "TAKE_BACK",
] as const;
export type UnitCommand = (typeof UNIT_COMMANDS)[number];

/** What may have been entered wrongly. Code, region and office are what an entry is known by: one that is wrong in these is
 * another unit's. */
export const UNIT_FIELDS = [
  "name",
  "kind",
  "superiorBody",
  "superiorUnitId",
  "cadreLevel",
  "validFrom",
  "validTo",
] as const;
type UnitField = (typeof UNIT_FIELDS)[number];
/** What a unit may be without. */
export const UNIT_FIELDS_TO_CLEAR = [
  "superiorBody",
  "superiorUnitId",
  "cadreLevel",
  "validTo",
] as const satisfies UnitField[];

/** What an entry says, or is to say. */
export type UnitValues = Record<UnitField, string | null>;

/** What somebody proposes that an entry should say. */
export interface UnitProposal {
  values: Partial<UnitValues>;
  by: string;
  reason: string;
  at: string;
}

/** Which step brings what: no other one takes it. */
export const BROUGHT_BY = {
  correction: ["CORRECT", "PROPOSE_CORRECTION"],
  on: ["END"],
  documentNumber: ["END"],
} as const satisfies Record<string, readonly UnitCommand[]>;
