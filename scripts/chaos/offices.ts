import { parentOf, tierOfOffice } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { SeedAccount } from "../seed/accounts";

/** The offices of the fictional province that are at work: two cities, one with two counties, one with one. */
export const OFFICES = ["99", "9901", "9902", "990101", "990102", "990201"] as const;

export function tierOf(office: string): Tier {
  return tierOfOffice(office) as Tier;
}

/** Nearest first. */
export function superiorsOf(office: string): string[] {
  const parent = parentOf(office);
  return parent ? [parent, ...superiorsOf(parent)] : [];
}

/** Of all tiers below. */
export function officesBelow(office: string): string[] {
  return OFFICES.filter((other) => superiorsOf(other).includes(office));
}

/** Those that stand under the same superior. */
export function officesBeside(office: string): string[] {
  const parent = parentOf(office);
  return OFFICES.filter((other) => parent !== undefined && other !== office && parentOf(other) === parent);
}

/** To whom an office may release what it found. */
export function toldByRelease(office: string): string[] {
  return [...officesBelow(office), ...officesBeside(office)];
}

export type Post = "clerk" | "director" | "approver" | "custodian-a" | "custodian-b" | "discipline" | "discipline-b";

export function personOf(office: string, post: Post): string {
  return `${nameOfTier(tierOf(office))}:${office}.${post}`;
}

const HANDS: [Post, Role][] = [
  ["custodian-a", "CUSTODIAN"],
  ["custodian-b", "CUSTODIAN"],
  ["discipline", "DISCIPLINE"],
  ["discipline-b", "DISCIPLINE"],
];

/** Whoever has to do with clues, beside the people of the demonstration. */
export function handsOfClues(): SeedAccount[] {
  return OFFICES.flatMap((office) =>
    HANDS.map(([post, role]): SeedAccount => {
      return { id: personOf(office, post), tier: tierOf(office), office, label: "虚构账号", roles: [role] };
    }),
  );
}
