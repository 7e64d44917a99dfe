import { createHash, randomBytes } from "node:crypto";
import { isTierName, nameOfTier, type Tier, tierOfName } from "./tier";

/** An id is `tier:22 base64url characters` (128 bits): it says whose it is, and nothing else. */
const ID = /^(province|city|county):[A-Za-z0-9_-]{22}$/;

export function newId(tier: Tier): string {
  return `${nameOfTier(tier)}:${randomBytes(16).toString("base64url")}`;
}

/** The same id for the same facts, for what is imported again: an office of a region, a unit of a register. */
export function derivedId(tier: Tier, ...facts: string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(facts)).digest();
  return `${nameOfTier(tier)}:${digest.subarray(0, 16).toString("base64url")}`;
}

export function isId(value: string): boolean {
  return ID.test(value);
}

/** @returns the tier that owns the object, or undefined where the text is no id of this platform */
export function tierOfId(id: string): Tier | undefined {
  const name = ID.exec(id)?.[1];
  return name && isTierName(name) ? tierOfName(name) : undefined;
}

/** An account's id is `tier:local-name`: the home tier owns the account, its roles and its recusals. */
const ACCOUNT_ID = /^(province|city|county):[a-z0-9][a-z0-9._-]{1,62}$/;

/** @returns the home tier, or undefined where the text is no account id */
export function homeTierOfAccount(accountId: string): Tier | undefined {
  const name = ACCOUNT_ID.exec(accountId)?.[1];
  return name && isTierName(name) ? tierOfName(name) : undefined;
}
