import { TIERS, type Tier } from "../../schema/contract/tier";
import { type Expectation, type Fact, numbered } from "./checker";
import type { ClueState, ClueStep, Done, Entry, Ledger, OrderState, PublicationState } from "./ledger";
import { OFFICES, superiorsOf, tierOf } from "./offices";
import * as place from "./places";

/** What must be seen where, by what the clients were told: the rules of the exchange once more, in a few lines, and without a word
 * from the platform's own. */
export function expectationsOf(ledger: Ledger): Expectation[] {
  return [
    ...place.streams().map(([source, destination]) => saidBetween(ledger, source, destination)),
    ...OFFICES.map((office) => inOrder(place.journalOf(office), numbered(journalOf(ledger, office)))),
    nothingAt(place.INBOX_ELSEWHERE),
    nothingAt(place.COPIES_ELSEWHERE),
    ...publicationsSeen(ledger),
    ...cluesSeen(ledger),
    ...ordersSeen(ledger),
    ...releasesSeen(ledger),
    ...supervisionsSeen(ledger),
  ];
}

const inOrder = (where: string, facts: readonly Fact[]): Expectation => ({ where, ordered: true, facts });
const anyhow = (where: string, facts: readonly Fact[]): Expectation => ({ where, ordered: false, facts });
const nothingAt = (where: string) => anyhow(where, []);

function saidBetween(ledger: Ledger, source: string, destination: string): Expectation {
  const receivers = receiversIn(ledger);
  const standing = new Map<string, Done<"RELEASED">>();
  const facts = ledger.entries
    .filter(({ office }) => office === source)
    .flatMap((entry): Fact[] => {
      const said = messageOf(entry);
      if (entry.deed === "RELEASED" && entry.grantees.includes(destination)) standing.set(entry.release, entry);
      if (entry.deed === "RELEASE_WITHDRAWN") standing.delete(entry.release);
      const follows = entry.deed === "STEPPED" ? followedBy(entry, standing.values()) : [];
      return [...(said && receivers(entry).includes(destination) ? [{ key: said }] : []), ...follows];
    });
  return inOrder(place.inboxOf(source, destination), numbered(facts));
}

/** Each release that shows the finding to an office tells it how that stands. */
function followedBy({ finding, status }: Done<"STEPPED">, standing: Iterable<Done<"RELEASED">>): Fact[] {
  const showing = [...standing].filter(({ findings }) => findings.includes(finding));
  return showing.map(() => ({ key: `ReleaseFollowed ${finding} ${status}` }));
}

function messageOf(entry: Entry): string | undefined {
  if (entry.deed === "SUBMITTED") return `PublicationSubmitted ${entry.publication}`;
  if (entry.deed === "RECALLED") return `PublicationRecalled ${entry.publication}`;
  if (entry.deed === "DECIDED") return `${eventOfDecision(entry.status)} ${entry.publication}`;
  if (entry.deed === "STEPPED") return entry.told ? `FindingStatusChanged ${entry.finding} ${entry.status}` : undefined;
  // what a parcel is about is sealed: that there is one, and in which place of the stream
  if (entry.deed === "REFERRED") return "ClueReferred";
  if (entry.deed === "TAKEN") return CLUE_MESSAGES[entry.command];
  if (entry.deed === "ORDERED") return `OrderIssued ${entry.order}`;
  if (entry.deed === "ORDER_MOVED") return `${isAnswer(entry) ? "OrderAnswered" : "OrderDecided"} ${entry.order}`;
  if (entry.deed === "RELEASED") return `ReleaseIssued ${entry.release}`;
  if (entry.deed === "RELEASE_WITHDRAWN") return `ReleaseWithdrawn ${entry.release}`;
  if (entry.deed === "ACKNOWLEDGED") return `ReleaseAcknowledged ${entry.release}`;
  return undefined;
}

const CLUE_MESSAGES: Record<ClueStep, string> = {
  RECEIVE: "ClueReceived",
  RETURN: "ClueReturned",
  PROPOSE_DISPOSAL: "ClueDisposal",
  DECIDE_DISPOSAL: "ClueDisposal",
  REJECT_DISPOSAL: "ClueDisposal",
  CONCLUDE: "ClueConcluded",
};

const isAnswer = ({ command }: Done<"ORDER_MOVED">) => ["ACCEPT", "DECLINE", "REPORT_BACK"].includes(command);

/** To which offices an entry is told. */
function receiversIn(ledger: Ledger): (entry: Entry) => string[] {
  const clues = new Map(ledger.clues.map((clue) => [clue.id, clue]));
  const orders = new Map(ledger.orders.map((order) => [order.id, order]));
  const releases = new Map(ledger.releases.map((release) => [release.id, release]));
  return (entry) => {
    if (entry.deed === "DECIDED") return [ledger.publications.get(entry.publication)?.office ?? ""];
    if (entry.deed === "REFERRED") return [clues.get(entry.clue)?.receiver ?? ""];
    if (entry.deed === "TAKEN") return [clues.get(entry.clue)?.owner ?? ""];
    if (entry.deed === "ORDERED") return reachedBy({ issuer: entry.office, addressee: entry.addressee });
    if (entry.deed === "RELEASED") return entry.grantees;
    if (entry.deed === "RELEASE_WITHDRAWN") return releases.get(entry.release)?.grantees ?? [];
    if (entry.deed === "ACKNOWLEDGED") return [releases.get(entry.release)?.office ?? ""];
    if (entry.deed !== "ORDER_MOVED") return superiorsOf(entry.office);
    const order = orders.get(entry.order);
    if (!order) return [];
    return isAnswer(entry) ? [order.issuer] : reachedBy(order);
  };
}

/** The addressee, and who stands between. */
function reachedBy({ issuer, addressee }: Pick<OrderState, "issuer" | "addressee">): string[] {
  return [
    addressee,
    ...superiorsOf(addressee).filter((office) => office !== issuer && superiorsOf(office).includes(issuer)),
  ];
}

function journalOf(ledger: Ledger, office: string): Fact[] {
  return ledger.entries
    .filter((entry) => entry.office === office)
    .flatMap((entry): Fact[] => {
      if (entry.deed === "SUBMITTED") return [{ key: `PublicationSubmitted ${entry.publication}` }];
      if (entry.deed === "RECALLED") return [{ key: `PublicationRecalled ${entry.publication}` }];
      if (entry.deed === "DECIDED") return [{ key: `${eventOfDecision(entry.status)} ${entry.publication}` }];
      if (entry.deed === "REGISTERED") return [{ key: `ClueRegistered ${entry.clue}` }];
      if (entry.deed === "ORDERED") return [{ key: `OrderIssued ${entry.order}` }];
      if (entry.deed === "STEPPED") {
        const event = entry.status === "CLAIMED_DONE" ? "FindingClaimedDone" : "FindingReturned";
        return [{ key: `${event} ${entry.finding}` }];
      }
      return [];
    });
}

const eventOfDecision = (status: "ACCEPTED" | "RETURNED") =>
  status === "ACCEPTED" ? "PublicationAccepted" : "PublicationReturned";

function publicationsSeen(ledger: Ledger): Expectation[] {
  const all = [...ledger.publications.values()].sort(byVersion);
  const factsAt = (office: (publication: PublicationState) => string, those: readonly PublicationState[]): Fact[] =>
    those.map((publication) => {
      return { key: `publication ${publication.id}`, says: ledger.standsAt(office(publication), publication) };
    });
  const above = (reader: string) => all.filter(({ office }) => superiorsOf(office).includes(reader));
  const atHome = ({ office }: PublicationState) => office;
  return [
    ...OFFICES.flatMap((office) => {
      const own = all.filter((publication) => publication.office === office);
      const received = factsAt(() => office, above(office));
      return [inOrder(place.bookOf(office), factsAt(atHome, own)), inOrder(place.copiesOf(office), received)];
    }),
    ...place.READERS.flatMap((reader) => {
      const { person, office } = reader;
      const may = place.readsBook(reader);
      const readable = all.filter((one) => may && (one.office === office || superiorsOf(one.office).includes(office)));
      const received = may ? factsAt(() => office, above(office)) : [];
      return place.WAYS.flatMap((way) => [
        inOrder(place.receives(person, way), received),
        ...TIERS.map((tier) => {
          const of = readable.filter((one) => tierOf(one.office) === tier);
          return anyhow(place.reads(person, tier, way), factsAt(atHome, of));
        }),
      ]);
    }),
  ];
}

/** The versions of a target in their order. */
export function byVersion(a: { target: string; version: number }, b: { target: string; version: number }): number {
  return a.target < b.target ? -1 : a.target > b.target ? 1 : a.version - b.version;
}

function cluesSeen(ledger: Ledger): Expectation[] {
  const { clues } = ledger;
  const key = ({ id }: ClueState) => `clue ${id}`;
  const wasReferred = ({ status }: ClueState) => status !== "REGISTERED" && status !== "APPROVED_TO_TRANSFER";
  const heldBy = (office: string) =>
    clues.filter((clue) => clue.receiver === office && wasReferred(clue) && clue.status !== "RETURNED");
  const stands = (clue: ClueState): Fact => ({ key: key(clue), says: [clue.status] });
  return [
    ...TIERS.flatMap((tier) => {
      const kept = clues.filter((clue) => {
        return tierOf(clue.owner) === tier || (wasReferred(clue) && tierOf(clue.receiver) === tier);
      });
      return [
        anyhow(
          place.cluesIn(tier),
          kept.map((clue) => ({ key: key(clue) })),
        ),
        nothingAt(place.wordsIn(tier)),
      ];
    }),
    ...place.CUSTODIANS.flatMap(({ person, office, post }) => {
      const own = clues.filter(({ owner }) => post === "custodian-a" && owner === office);
      const received = post === "discipline" ? heldBy(office) : [];
      const texts = received.map((clue): Fact => ({ key: key(clue), says: [clue.text] }));
      return (["gateway", "subgraph"] as const).flatMap((way) => [
        anyhow(place.opens(person, way), texts),
        ...TIERS.map((tier) => {
          const there = tierOf(office) === tier ? [...own, ...received] : [];
          return anyhow(place.lists(person, tier, way), there.map(stands));
        }),
      ]);
    }),
  ];
}

/** What each office has on its side, and whoever reads its book there. */
function onSides(
  of: (office: string) => Fact[],
  at: (office: string) => string,
  reads: (person: string, tier: Tier, way: place.Way) => string,
): Expectation[] {
  return [
    ...OFFICES.map((office) => anyhow(at(office), of(office))),
    ...place.READERS.flatMap((reader) =>
      TIERS.flatMap((tier) => {
        const there = place.readsBook(reader) && tierOf(reader.office) === tier ? of(reader.office) : [];
        return place.WAYS.map((way) => anyhow(reads(reader.person, tier, way), there));
      }),
    ),
  ];
}

function ordersSeen({ orders }: Ledger): Expectation[] {
  const of = (office: string): Fact[] =>
    orders
      .filter((order) => order.issuer === office || reachedBy(order).includes(office))
      .map(({ id, status }) => ({ key: `order ${id}`, says: [status] }));
  return onSides(of, place.ordersOf, place.readsOrders);
}

/** At home, and with each office that it was made to, which has signed for it or not. */
function releasesSeen({ releases }: Ledger): Expectation[] {
  const of = (office: string): Fact[] =>
    releases.flatMap(({ id, office: owner, grantees, withdrawn, acknowledged }) => {
      const signed = office !== owner && acknowledged.includes(office);
      const says = [withdrawn ? "WITHDRAWN" : signed ? "ACKNOWLEDGED" : "ISSUED"];
      return office === owner || grantees.includes(office) ? [{ key: `release ${id}`, says }] : [];
    });
  return onSides(of, place.releasesOf, place.readsReleases);
}

/** With the office that leads it, and with each that is invited as soon as it is open. */
function supervisionsSeen({ supervisions }: Ledger): Expectation[] {
  const of = (office: string): Fact[] =>
    supervisions
      .filter(({ lead, members, status }) => lead === office || (status !== "PROPOSED" && members.includes(office)))
      .map(({ id, status }) => ({ key: `supervision ${id}`, says: [status] }));
  return onSides(of, place.supervisionsOf, place.readsSupervisions);
}
