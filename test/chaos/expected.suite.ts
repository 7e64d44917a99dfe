import { expectationsOf } from "../../scripts/chaos/expected";
import { type ClueStep, type Entry, Ledger, type OrderCommand } from "../../scripts/chaos/ledger";
import {
  copiesOf,
  inboxOf,
  lists,
  opens,
  ordersOf,
  reads,
  readsOrders,
  readsReleases,
  readsSupervisions,
  receives,
  releasesOf,
  supervisionsOf,
} from "../../scripts/chaos/places";

const [COUNTY, CITY] = ["990101", "9901"];
const submitted = (publication: string, version: number, target = "t") =>
  ({ deed: "SUBMITTED", office: COUNTY, publication, target, version }) as const;
const accepted = (publication: string) => ({ deed: "DECIDED", office: CITY, publication, status: "ACCEPTED" }) as const;

function told(...entries: Parameters<Ledger["add"]>[0][]) {
  const ledger = new Ledger();
  for (const entry of entries) ledger.add(entry);
  const of = new Map(expectationsOf(ledger).map(({ where, facts }) => [where, facts]));
  return (where: string) => (of.get(where) ?? []).map(({ key, says }) => [key, ...(says ?? [])].join(" "));
}

test("a submission is expected at both offices above, in the order of the versions, and at nobody else", () => {
  const at = told(submitted("p1", 1), submitted("p2", 2), accepted("p2"));
  for (const above of [CITY, "99"]) {
    expect(at(inboxOf(COUNTY, above))).toEqual(["PublicationSubmitted p1 #1", "PublicationSubmitted p2 #1"]);
  }
  expect(at(copiesOf(CITY))).toEqual(["publication p1 SUBMITTED", "publication p2 ACCEPTED"]);
  // who stands above its direct superior hears nothing of a decision
  expect(at(copiesOf("99"))).toEqual(["publication p1 SUBMITTED", "publication p2 SUBMITTED"]);
  expect(at(inboxOf(CITY, COUNTY))).toEqual(["PublicationAccepted p2 #1"]);
  expect(at(reads("county:990101.clerk", "COUNTY", "gateway"))).toEqual(
    at(reads("city:9901.director", "COUNTY", "database")),
  );
  for (const stranger of ["9902", "990102"]) expect(at(copiesOf(stranger))).toEqual([]);
  for (const stranger of ["city:9902.clerk", "county:990102.director", "city:9901.custodian-a"]) {
    expect([at(reads(stranger, "COUNTY", "gateway")), at(receives(stranger, "database"))]).toEqual([[], []]);
  }
});

test("a recall wins over a decision; a decision about an overtaken version may have come too late for its owner alone", () => {
  const recalled = told(submitted("p1", 1), accepted("p1"), { deed: "RECALLED", office: COUNTY, publication: "p1" });
  const own = (at: ReturnType<typeof told>) => at(reads("county:990101.clerk", "COUNTY", "gateway"));
  expect([recalled(copiesOf(CITY)), own(recalled)]).toEqual([["publication p1 RECALLED"], ["publication p1 RECALLED"]]);
  const overtaken = told(submitted("p1", 1), accepted("p1"), submitted("p2", 2));
  expect(overtaken(copiesOf(CITY))[0]).toBe("publication p1 ACCEPTED");
  expect(own(overtaken)[0]).toBe("publication p1 ACCEPTED SUBMITTED");
});

test("whoever decides may be told before the office that submitted", () => {
  expect(told(accepted("p1"), submitted("p1", 1))(copiesOf(CITY))).toEqual(["publication p1 ACCEPTED"]);
});

test("a step of a finding is told to those who have the finding, each time", () => {
  const step = (status: string, heard: boolean) =>
    ({ deed: "STEPPED", office: COUNTY, finding: "f", status, told: heard }) as const;
  const at = told(
    step("CLAIMED_DONE", false),
    submitted("p1", 1),
    step("RECTIFYING", true),
    step("CLAIMED_DONE", true),
  );
  expect(at(inboxOf(COUNTY, "99"))).toEqual([
    "PublicationSubmitted p1 #1",
    "FindingStatusChanged f RECTIFYING #1",
    "FindingStatusChanged f CLAIMED_DONE #1",
  ]);
});

test("a clue is seen by the custodians that registered it and by the department that it went to, and by nobody in between", () => {
  const registered = { deed: "REGISTERED", office: COUNTY, clue: "c", text: "words", receiver: "99" } as const;
  const referred = { deed: "REFERRED", office: COUNTY, clue: "c" } as const;
  const at = told(registered, referred);
  for (const way of ["gateway", "subgraph"] as const) {
    expect(at(lists("county:990101.custodian-a", "COUNTY", way))).toEqual(["clue c IN_TRANSIT"]);
    expect(at(lists("province:99.discipline", "PROVINCE", way))).toEqual(["clue c IN_TRANSIT"]);
    expect(at(opens("province:99.discipline", way))).toEqual(["clue c words"]);
    for (const person of ["city:9901.discipline", "province:99.custodian-a", "county:990101.discipline"]) {
      for (const tier of ["PROVINCE", "CITY", "COUNTY"] as const) expect(at(lists(person, tier, way))).toEqual([]);
    }
  }
  expect(at(inboxOf(COUNTY, "99"))).toEqual(["ClueReferred #1"]);
  const taken = (
    command: ClueStep,
    status: "RETURNED" | "RECEIVED" | "DISPOSAL_PROPOSED" | "IN_DISPOSAL" | "CONCLUDED",
  ) => ({ deed: "TAKEN", office: "99", clue: "c", command, status }) as const;
  const back = told(registered, referred, taken("RETURN", "RETURNED"));
  expect(back(lists("county:990101.custodian-a", "COUNTY", "gateway"))).toEqual(["clue c RETURNED"]);
  expect([back(opens("province:99.discipline", "subgraph")), back(inboxOf("99", COUNTY))]).toEqual([
    [],
    ["ClueReturned #1"],
  ]);
  // the sender may be told last
  const concluded = told(
    registered,
    taken("RECEIVE", "RECEIVED"),
    taken("PROPOSE_DISPOSAL", "DISPOSAL_PROPOSED"),
    taken("DECIDE_DISPOSAL", "IN_DISPOSAL"),
    taken("CONCLUDE", "CONCLUDED"),
    referred,
  );
  expect(concluded(inboxOf("99", COUNTY))).toEqual([
    ...["ClueReceived #1", "ClueDisposal #1", "ClueDisposal #2", "ClueConcluded #1"],
  ]);
  expect(concluded(lists("county:990101.custodian-a", "COUNTY", "gateway"))).toEqual(["clue c CONCLUDED"]);
});

test("an order is seen by its issuer, its addressee and who stands between; its answer goes to the issuer alone", () => {
  const ordered = { deed: "ORDERED", office: "99", order: "o", addressee: COUNTY } as const;
  const moved = (office: string, command: OrderCommand) =>
    ({ deed: "ORDER_MOVED", office, order: "o", command }) as const;
  const at = told(moved(COUNTY, "ACCEPT"), ordered, moved(COUNTY, "REPORT_BACK"), moved("99", "CLOSE"));
  const after = (...commands: OrderCommand[]) =>
    told(ordered, ...commands.map((command) => moved("99", command)))(ordersOf(COUNTY));
  expect(after("CLOSE", "REPORT_BACK")).toEqual(["order o CLOSED"]);
  expect(after("DECLINE", "ACCEPT", "INSIST")).toEqual(["order o ACCEPTED"]);
  expect(after("DECLINE", "INSIST", "DECLINE")).toEqual(["order o DECLINED"]);
  expect(after("ACCEPT", "REPORT_BACK", "RETURN")).toEqual(["order o RETURNED"]);
  expect(after("ACCEPT", "REPORT_BACK", "REPORT_BACK", "RETURN", "REMIND")).toEqual(["order o REPORTED_BACK"]);
  expect(after("WITHDRAW", "ACCEPT")).toEqual(["order o WITHDRAWN"]);
  for (const below of [COUNTY, CITY])
    expect(at(inboxOf("99", below))).toEqual(["OrderIssued o #1", "OrderDecided o #1"]);
  expect(at(inboxOf(COUNTY, "99"))).toEqual(["OrderAnswered o #1", "OrderAnswered o #2"]);
  expect(at(inboxOf(COUNTY, CITY))).toEqual([]);
  for (const office of ["99", CITY, COUNTY]) expect(at(ordersOf(office))).toEqual(["order o CLOSED"]);
  expect(at(readsOrders("city:9901.clerk", "CITY", "gateway"))).toEqual(["order o CLOSED"]);
  for (const stranger of ["9902", "990102"]) expect(at(ordersOf(stranger))).toEqual([]);
  expect(at(readsOrders("city:9901.clerk", "COUNTY", "database"))).toEqual([]);
});

test("a release is seen by its owner and those it was made to, who are told of every step as long as it stands", () => {
  const released: Entry = { deed: "RELEASED", office: COUNTY, release: "r", grantees: ["990102"], findings: ["f"] };
  const step = (status: string) => ({ deed: "STEPPED", office: COUNTY, finding: "f", status, told: false }) as const;
  const signed = { deed: "ACKNOWLEDGED", office: "990102", release: "r" } as const;
  const entries: Entry[] = [step("RECTIFYING"), released, step("CLAIMED_DONE"), signed];
  const at = told(...entries);
  expect(at(inboxOf(COUNTY, "990102"))).toEqual(["ReleaseIssued r #1", "ReleaseFollowed f CLAIMED_DONE #1"]);
  expect(at(inboxOf("990102", COUNTY))).toEqual(["ReleaseAcknowledged r #1"]);
  expect([at(releasesOf(COUNTY)), at(releasesOf("990102"))]).toEqual([
    ["release r ISSUED"],
    ["release r ACKNOWLEDGED"],
  ]);
  expect(at(readsReleases("county:990102.clerk", "COUNTY", "subgraph"))).toEqual(["release r ACKNOWLEDGED"]);
  for (const stranger of [CITY, "99", "990201"]) expect(at(releasesOf(stranger))).toEqual([]);
  const withdrawn = { deed: "RELEASE_WITHDRAWN", office: COUNTY, release: "r" } as const;
  const over = told(...entries, withdrawn, step("RECTIFYING"));
  expect(over(inboxOf(COUNTY, "990102")).at(-1)).toBe("ReleaseWithdrawn r #1");
  expect(over(releasesOf("990102"))).toEqual(["release r WITHDRAWN"]);
});

test("a joint supervision is seen by who leads it, and once it is open by all that are invited", () => {
  const proposed: Entry = { deed: "SUPERVISION_PROPOSED", office: CITY, supervision: "s", members: [COUNTY] };
  const moved = (status: "OPEN" | "CONCLUDED") =>
    ({ deed: "SUPERVISION_MOVED", office: CITY, supervision: "s", status }) as const;
  const at = told(proposed);
  expect([at(supervisionsOf(CITY)), at(supervisionsOf(COUNTY))]).toEqual([["supervision s PROPOSED"], []]);
  const over = told(proposed, moved("OPEN"), moved("CONCLUDED"));
  for (const office of [CITY, COUNTY]) expect(over(supervisionsOf(office))).toEqual(["supervision s CONCLUDED"]);
  expect(over(readsSupervisions("county:990101.clerk", "COUNTY", "gateway"))).toEqual(["supervision s CONCLUDED"]);
  expect(over(readsSupervisions("county:990101.custodian-a", "COUNTY", "gateway"))).toEqual([]);
  expect(over(readsSupervisions("city:9901.clerk", "COUNTY", "database"))).toEqual([]);
  for (const stranger of ["99", "9902", "990102"]) expect(over(supervisionsOf(stranger))).toEqual([]);
});
