import { expectationsOf } from "../../scripts/chaos/expected";
import { Ledger } from "../../scripts/chaos/ledger";
import { copiesOf, inboxOf, lists, opens, ordersOf, reads, readsOrders, receives } from "../../scripts/chaos/places";

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
  expect(at(lists("county:990101.custodian-a", "COUNTY"))).toEqual(["clue c IN_TRANSIT"]);
  expect(at(lists("province:99.discipline", "PROVINCE"))).toEqual(["clue c IN_TRANSIT"]);
  expect(at(opens("province:99.discipline"))).toEqual(["clue c words"]);
  expect(at(inboxOf(COUNTY, "99"))).toEqual(["ClueReferred #1"]);
  for (const person of ["city:9901.discipline", "province:99.custodian-a", "county:990101.discipline"]) {
    for (const tier of ["PROVINCE", "CITY", "COUNTY"] as const) expect(at(lists(person, tier))).toEqual([]);
  }
  const back = told(registered, referred, { deed: "TAKEN", office: "99", clue: "c", status: "RETURNED" });
  expect(back(lists("county:990101.custodian-a", "COUNTY"))).toEqual(["clue c RETURNED"]);
  expect([back(opens("province:99.discipline")), back(inboxOf("99", COUNTY))]).toEqual([[], ["ClueReturned #1"]]);
});

test("an order is seen by its issuer, its addressee and who stands between; its answer goes to the issuer alone", () => {
  const ordered = { deed: "ORDERED", office: "99", order: "o", addressee: COUNTY } as const;
  const moved = (office: string, status: "ACCEPTED" | "REPORTED_BACK" | "CLOSED") =>
    ({ deed: "ORDER_MOVED", office, order: "o", status }) as const;
  const at = told(moved(COUNTY, "ACCEPTED"), ordered, moved(COUNTY, "REPORTED_BACK"), moved("99", "CLOSED"));
  expect(told(ordered, moved("99", "CLOSED"), moved(COUNTY, "REPORTED_BACK"))(ordersOf(COUNTY))).toEqual([
    "order o CLOSED",
  ]);
  for (const below of [COUNTY, CITY])
    expect(at(inboxOf("99", below))).toEqual(["OrderIssued o #1", "OrderDecided o #1"]);
  expect(at(inboxOf(COUNTY, "99"))).toEqual(["OrderAnswered o #1", "OrderAnswered o #2"]);
  expect(at(inboxOf(COUNTY, CITY))).toEqual([]);
  for (const office of ["99", CITY, COUNTY]) expect(at(ordersOf(office))).toEqual(["order o CLOSED"]);
  expect(at(readsOrders("city:9901.clerk", "CITY", "gateway"))).toEqual(["order o CLOSED"]);
  for (const stranger of ["9902", "990102"]) expect(at(ordersOf(stranger))).toEqual([]);
  expect(at(readsOrders("city:9901.clerk", "COUNTY", "database"))).toEqual([]);
});
