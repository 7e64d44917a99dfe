import type { AttestedPeople, AttestedPerson } from "../../../schema/contract/attestation";

/** The change names people of other tiers for whom the gateway has not asked: it is asked back, and comes again with them.
 * Thrown inside of the transaction, so that nothing of the change is written. */
export class PeopleWanted extends Error {
  constructor() {
    super("the gateway is asked for people of other tiers");
  }
}

/** People of other tiers, as far as their home tiers attest them for this operation: what the gateway did not bring is not
 * known. */
export class ForeignPeople {
  /** for whom the gateway has to ask the home tiers */
  readonly wanted = new Set<string>();
  private readonly asked: ReadonlySet<string>;
  private readonly known: ReadonlyMap<string, AttestedPerson>;
  private readonly silent: ReadonlySet<string>;

  constructor({ asked, known, silent }: AttestedPeople = { asked: [], known: [], silent: [] }) {
    this.asked = new Set(asked);
    this.known = new Map(known.map((person) => [person.id, person]));
    this.silent = new Set(silent);
  }

  /** @param people accounts of other tiers
   * @returns what is attested of each, "SILENT" where the home tier gave no answer; who has no active account is left out
   * @throws PeopleWanted where the gateway has not asked for all of them yet */
  attested(people: readonly string[]): Map<string, AttestedPerson | "SILENT"> {
    const wanted = people.filter((id) => !this.asked.has(id));
    for (const id of wanted) this.wanted.add(id);
    if (wanted.length > 0) throw new PeopleWanted();
    return new Map(
      people.flatMap((id): [string, AttestedPerson | "SILENT"][] => {
        const person = this.silent.has(id) ? ("SILENT" as const) : this.known.get(id);
        return person ? [[id, person]] : [];
      }),
    );
  }
}
