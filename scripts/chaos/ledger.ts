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
  | { deed: "ORDER_MOVED"; order: string; command: OrderCommand }
  | { deed: "TAKEN"; clue: string; command: ClueStep; status: ClueState["status"] }
  | { deed: "RELEASED"; release: string; grantees: string[]; findings: string[] }
  | { deed: "RELEASE_WITHDRAWN"; release: string }
  | { deed: "ACKNOWLEDGED"; release: string }
  | { deed: "SUPERVISION_PROPOSED"; supervision: string; members: string[] }
  | { deed: "SUPERVISION_MOVED"; supervision: string; status: "OPEN" | "CONCLUDED" }
  | { deed: "SUPERVISION_ANSWERED"; supervision: string }
);
/** Of whoever has issued an order, and of whoever is to do it. */
export type OrderCommand = "CLOSE" | "RETURN" | "INSIST" | "WITHDRAW" | "REMIND" | "ACCEPT" | "DECLINE" | "REPORT_BACK";
/** Of whoever has received a clue. */
export type ClueStep = "RECEIVE" | "RETURN" | "PROPOSE_DISPOSAL" | "DECIDE_DISPOSAL" | "REJECT_DISPOSAL" | "CONCLUDE";
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
  status:
    | "REGISTERED"
    | "APPROVED_TO_TRANSFER"
    | "IN_TRANSIT"
    | "RECEIVED"
    | "RETURNED"
    | "DISPOSAL_PROPOSED"
    | "IN_DISPOSAL"
    | "CONCLUDED";
}

interface ReleaseState {
  id: string;
  office: string;
  grantees: string[];
  withdrawn: boolean;
  /** by whom it was signed for */
  acknowledged: string[];
}

interface SupervisionState {
  id: string;
  /** offices */
  lead: string;
  members: string[];
  status: "PROPOSED" | "OPEN" | "CONCLUDED";
}

export interface OrderState {
  id: string;
  /** offices */
  issuer: string;
  addressee: string;
  status: string;
}

/** What the clients were told, and nothing that the platform says of itself. Whoever decides may be told before the office that
 * submitted: its own answer was lost on the way, and it asks again. */
export class Ledger {
  readonly entries: Entry[] = [];
  readonly publications = new Map<string, PublicationState>();
  /** when it was told, in milliseconds since 1970 */
  readonly recalled = new Map<string, number>();
  private readonly decisions = new Map<string, "ACCEPTED" | "RETURNED">();

  add(entry: Entry): void {
    this.entries.push(entry);
    if (entry.deed === "SUBMITTED") this.submit(entry);
    else if (entry.deed === "RECALLED") this.recalled.set(entry.publication, Date.now());
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

  get orders(): OrderState[] {
    const moved = this.done("ORDER_MOVED");
    return this.done("ORDERED").map(({ order: id, office: issuer, addressee }) => {
      const steps = moved.filter(({ order }) => order === id).map(({ command }) => command);
      return { id, issuer, addressee, status: orderAfter(steps) };
    });
  }

  get releases(): ReleaseState[] {
    const withdrawn = new Set(this.done("RELEASE_WITHDRAWN").map(({ release }) => release));
    const signed = this.done("ACKNOWLEDGED");
    return this.done("RELEASED").map(({ release: id, office, grantees }) => {
      const acknowledged = signed.filter(({ release }) => release === id).map((entry) => entry.office);
      return { id, office, grantees, withdrawn: withdrawn.has(id), acknowledged };
    });
  }

  get supervisions(): SupervisionState[] {
    const stands = new Map(this.done("SUPERVISION_MOVED").map(({ supervision, status }) => [supervision, status]));
    return this.done("SUPERVISION_PROPOSED").map(({ supervision: id, office: lead, members }) => {
      return { id, lead, members, status: stands.get(id) ?? "PROPOSED" };
    });
  }

  private submit({ publication: id, office, target, version }: Done<"SUBMITTED">): void {
    for (const earlier of this.publications.values()) if (earlier.target === target) earlier.superseded = true;
    this.publications.set(id, { id, office, target, version, superseded: false });
  }
}

/** Whoever closes may be told before whoever answered: so the steps are counted, each of which answers another one. A withdrawal wins
 * over whatever is done meanwhile. */
function orderAfter(steps: readonly OrderCommand[]): string {
  const times = (command: OrderCommand) => steps.filter((step) => step === command).length;
  if (times("WITHDRAW")) return "WITHDRAWN";
  if (times("CLOSE")) return "CLOSED";
  if (times("DECLINE") > times("INSIST")) return "DECLINED";
  if (times("REPORT_BACK") > times("RETURN")) return "REPORTED_BACK";
  if (times("RETURN")) return "RETURNED";
  return times("ACCEPT") ? "ACCEPTED" : "ISSUED";
}
