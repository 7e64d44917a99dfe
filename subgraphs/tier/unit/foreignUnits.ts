import { type Attestation, type AttestedUnit, MOST_UNITS_WANTED } from "../../../schema/contract/attestation";
import { tierOfId } from "../../../schema/contract/ids";
import type { Tier } from "../../../schema/contract/tier";
import { type Refused, refuse } from "../../domain/refusals";
import { badField } from "../graph/errors";

/** The change names units of other tiers that the gateway has not asked for: it is asked back, and comes again with them.
 * Thrown inside of the transaction, so that nothing of the change is written. */
export class UnitsWanted extends Error {
  constructor() {
    super("the gateway is asked for units of other tiers");
  }
}

/** Units of other tiers' registers, as far as the gateway attests them for this operation. The word of a caller is worth
 * nothing here: what the gateway did not bring is not known. */
export class ForeignUnits {
  /** what the gateway has to ask the units' own tiers for */
  readonly wanted = new Set<string>();
  private readonly asked: ReadonlySet<string>;
  private readonly known: ReadonlyMap<string, AttestedUnit>;
  private readonly silent: readonly Tier[];

  constructor(attestation: Attestation = { asked: [], units: [], silent: [] }) {
    this.asked = new Set(attestation.asked);
    this.known = new Map(attestation.units.map((unit) => [unit.id, unit]));
    this.silent = attestation.silent;
  }

  /** Asks ahead for all that a change names in several places: the gateway is asked back once, and no second time.
   * @param ids of units of other tiers, each once
   * @throws UnitsWanted where the gateway has not asked for all of them yet
   * @throws BAD_USER_INPUT where there are more of them than one request may name */
  want(ids: readonly string[]): void {
    const wanted = ids.filter((id) => !this.asked.has(id));
    if (wanted.length === 0) return;
    const all = new Set([...this.wanted, ...wanted]);
    if (all.size > MOST_UNITS_WANTED) throw badField("input", "MOST_FOREIGN_UNITS", { max: MOST_UNITS_WANTED });
    for (const id of wanted) this.wanted.add(id);
    throw new UnitsWanted();
  }

  /** @param ids of units of other tiers, each once
   * @returns them by id, in the order of the ids; Refused UNIT_REGISTER_SILENT or UNIT_NOT_IN_REGISTER
   * @throws UnitsWanted, BAD_USER_INPUT as `want` */
  attested(ids: readonly string[]): Map<string, AttestedUnit> | Refused {
    this.want(ids);
    const silent = ids.find((id) => this.silent.includes(tierOfId(id) as Tier));
    if (silent) return refuse("UNIT_REGISTER_SILENT", silent);
    const unknown = ids.find((id) => !this.known.has(id));
    if (unknown) return refuse("UNIT_NOT_IN_REGISTER", unknown);
    return new Map(ids.map((id) => [id, this.known.get(id) as AttestedUnit]));
  }
}
