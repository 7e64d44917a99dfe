import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";

/** 抽调 What an office asks people for: one of its rounds, from a day to a day, the last included. */
export interface Secondment {
  roundId: string;
  startsOn: string;
  endsOn: string;
  peopleWanted: number;
}

/** Whether an answer may name so many people: of an order for people one at least and as many as it asks for, of a task none. */
export function mayName({ peopleWanted }: { peopleWanted: number | null }, count: number): boolean {
  return peopleWanted === null ? count === 0 : count >= 1 && count <= peopleWanted;
}

/** A secondment that both sides agreed on. */
export interface AgreedSecondment {
  addressee: RegionCode;
  people: readonly string[];
  startsOn: string;
  endsOn: string;
}

/** Who is appointed only where the office below has lent the person: whoever is at home in an office below the round's. */
export function mustBeSeconded(office: RegionCode, home: RegionCode): boolean {
  return home !== office && isUnder(home, office);
}

/** The last day of an appointment of somebody who was lent: the day that was asked for, or the end of the secondment.
 * @returns undefined where no secondment covers the time */
export function secondedUntil(
  agreed: readonly AgreedSecondment[],
  home: RegionCode,
  { person, validFrom, validTo }: { person: string; validFrom: string; validTo?: string | null },
): string | undefined {
  const covering = agreed.find(
    ({ addressee, people, startsOn, endsOn }) =>
      addressee === home && people.includes(person) && startsOn <= validFrom && (validTo ?? validFrom) <= endsOn,
  );
  return covering && (validTo ?? covering.endsOn);
}
