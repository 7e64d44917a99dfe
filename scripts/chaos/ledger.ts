import { parentOf } from "../../schema/contract/regionCode";

/** One thing that an office was told is done. The order of the entries is the order in which it was told. */
export type Entry = { office: string } & (
  | { deed: "SUBMITTED"; publication: string; target: string; version: number }
  | { deed: "RECALLED"; publication: string }
  | { deed: "DECIDED"; publication: string; status: "ACCEPTED" | "RETURNED" }
  | { deed: "STEPPED"; finding: string; status: string; told: boolean }
  | { deed: "REGISTERED"; clue: string; text: string; receiver: string }
  | { deed: "CLEARED"; clue: string }
  | { deed: "REFERRED"; clue: string }
  | { deed: "ORDERED"; order: string; addressee: string }
  | { deed: "ORDER_MOVED"; order: string; status: "ACCEPTED" | "REPORTED_BACK" | "CLOSED" }
  | { deed: "TAKEN"; clue: string; status: "RECEIVED" | "RETURNED" }
);
export type Done<Deed extends Entry["deed"]> = Extract<Entry, { deed: Deed }>;

export interface PublicationState {
  id: string;
  office: string;
  target: string;
  version: number;
  superseded: boolean;
}

export interface ClueState {
  id: string;
  text: string;
  /** offices */
  owner: string;
  receiver: string;
  status: "REGISTERED" | "APPROVED_TO_TRANSFER" | "IN_TRANSIT" | "RECEIVED" | "RETURNED";
}

export interface OrderState {
  id: string;
  /** offices */
  issuer: string;
  addressee: string;
  status: string;
}

/** The last first. */
const ORDER_STEPS = ["CLOSED", "REPORTED_BACK", "ACCEPTED"];

/** What the clients were told, and nothing that the platform says of itself. Whoever decides may be told before the office that
 * submitted: its own answer was lost on the way, and it asks again. */
export class Ledger {
  readonly entries: Entry[] = [];
  readonly publications = new Map<string, PublicationState>();
  private readonly recalled = new Set<string>();
  private readonly decisions = new Map<string, "ACCEPTED" | "RETURNED">();

  add(entry: Entry): void {
    this.entries.push(entry);
    if (entry.deed === "SUBMITTED") this.submit(entry);
    else if (entry.deed === "RECALLED") this.recalled.add(entry.publication);
    else if (entry.deed === "DECIDED") this.decisions.set(entry.publication, entry.status);
  }

  done<Deed extends Entry["deed"]>(deed: Deed): Done<Deed>[] {
    return this.entries.filter((entry): entry is Done<Deed> => entry.deed === deed);
  }

  /** How a publication must stand in an office's eyes. In the owner's own a decision may have come too late: after the next version.
   * @returns the possible statuses */
  standsAt(office: string, { id, office: owner, superseded }: PublicationState): string[] {
    const decision = this.decisions.get(id);
    if (this.recalled.has(id)) return ["RECALLED"];
    if (office === owner) {
      if (!decision) return ["SUBMITTED"];
      return superseded ? [decision, "SUBMITTED"] : [decision];
    }
    return [office === parentOf(owner) && decision ? decision : "SUBMITTED"];
  }

  get clues(): ClueState[] {
    const cleared = new Set(this.done("CLEARED").map(({ clue }) => clue));
    const referred = new Set(this.done("REFERRED").map(({ clue }) => clue));
    const taken = new Map(this.done("TAKEN").map(({ clue, status }) => [clue, status]));
    return this.done("REGISTERED").map(({ clue: id, office: owner, text, receiver }) => {
      const own = cleared.has(id) ? "APPROVED_TO_TRANSFER" : "REGISTERED";
      const status = taken.get(id) ?? (referred.has(id) ? "IN_TRANSIT" : own);
      return { id, owner, text, receiver, status };
    });
  }

  /** Whoever closes may be told before whoever answered: the furthest step counts. */
  get orders(): OrderState[] {
    const moved = this.done("ORDER_MOVED");
    return this.done("ORDERED").map(({ order: id, office: issuer, addressee }) => {
      const reached = (status: string) => moved.some((step) => step.order === id && step.status === status);
      return { id, issuer, addressee, status: ORDER_STEPS.find(reached) ?? "ISSUED" };
    });
  }

  private submit({ publication: id, office, target, version }: Done<"SUBMITTED">): void {
    for (const earlier of this.publications.values()) if (earlier.target === target) earlier.superseded = true;
    this.publications.set(id, { id, office, target, version, superseded: false });
  }
}
