import type { ServerResponse } from "node:http";
import type { AttestedUnit } from "../../schema/contract/attestation";
import { newId } from "../../schema/contract/ids";
import { CANARY } from "../support/fakeTierSchema";
import { type Received, send } from "../support/fakeTiers";
import { CLERK, type GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";
import { until } from "../support/until";

const CHANGE = `mutation { cityClose(id: "city:${"A".repeat(22)}") { id } }`;
const [ONE, TWO] = [newId("COUNTY"), newId("COUNTY")];

const aUnit = (id: string): AttestedUnit => ({
  ...{ id, office: "990101", region: "990101001001", code: "U-1", name: "虚构单位", kind: "VILLAGE" },
  ...{ superiorBody: null, superior: null, cadreLevel: null, validFrom: "2021-07-01", validTo: null },
});

describe("a tier that wants units of other tiers attested", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await sharedGateway();
  });
  beforeEach(() => {
    for (const tier of Object.values(platform.tiers)) tier.received.length = 0;
  });
  afterEach(async () => {
    await platform.recovered();
    // one good answer closes the count of the breaker, so that each case is asked
    await until("the county attests", async () => {
      cityWants([ONE]);
      platform.tiers.county.answerWith = (response) => send(response, 200, []);
      await platform.ask(CHANGE);
      platform.tiers.county.answerWith = undefined;
      return broughtTo(toCity().at(-1) as Received).silent.length === 0;
    });
  });

  /** The city asks back so many times, and then answers. */
  const cityWants = (units: unknown, times = 1) => {
    let left = times;
    const ask = (response: ServerResponse) => {
      if (--left <= 0) platform.tiers.city.answerWith = undefined;
      send(response, 428, { units });
    };
    platform.tiers.city.answerWith = ask;
  };
  const toCity = () => platform.tiers.city.to("/graphql");
  const broughtTo = ({ body }: Received) => JSON.parse(body).attestation;

  test("gets them in the same change, from one question to each of their tiers, asked in the caller's name", async () => {
    const above = newId("PROVINCE");
    cityWants([ONE, above, TWO]);
    const newer = { ...aUnit(TWO), addedLater: "x" };
    platform.tiers.county.answerWith = (response) => send(response, 200, [newer, aUnit(ONE)]);
    platform.tiers.province.answerWith = (response) => send(response, 200, []);
    const { data, errors } = await platform.ask(CHANGE);
    expect([data, errors]).toEqual([{ cityClose: { id: expect.any(String) } }, []]);
    const [first, second] = toCity() as [Received, Received];
    expect([first.claims.attests, broughtTo(first)]).toEqual([undefined, undefined]);
    expect(second.claims).toMatchObject({ attests: true, standing: { person: CLERK } });
    expect(broughtTo(second)).toEqual({ asked: [ONE, above, TWO], units: [aUnit(TWO), aUnit(ONE)], silent: [] });
    expect({ ...JSON.parse(second.body), attestation: undefined }).toEqual(JSON.parse(first.body));
    const asked = platform.tiers.county.to("/units");
    expect(asked.map(({ body, claims }) => [JSON.parse(body), claims.standing?.person])).toEqual([
      [{ ids: [ONE, TWO] }, CLERK],
    ]);
    expect(platform.tiers.province.to("/units")).toHaveLength(1);
  });

  test("gets people of other tiers likewise, as their home tiers say who they are, and hears who is nobody or silent", async () => {
    const [somebody, nobody, silent] = ["county:990102.a", "county:990102.b", "county:990102.c"] as const;
    const recusals = [{ scope: "UNIT" as const, subject: ONE }];
    const standing = { person: somebody, tier: "COUNTY" as const, office: "990102", roles: ["CLERK" as const] };
    platform.tiers.county.standings.set(somebody, { ...standing, recusals, rightsEpoch: 1 });
    // an answer about somebody else is none
    platform.tiers.county.standings.set(silent, { ...standing, recusals, rightsEpoch: 1 });
    const wantsPeople = (people: string[]) => {
      platform.tiers.city.answerWith = (response) => {
        platform.tiers.city.answerWith = undefined;
        send(response, 428, { units: [], people });
      };
    };
    wantsPeople([somebody, nobody, silent]);
    expect((await platform.ask(CHANGE)).errors).toEqual([]);
    const second = toCity()[1] as Received;
    expect(second.claims.attests).toBe(true);
    const known = [{ id: somebody, office: "990102", roles: ["CLERK"], ofUnit: false, recusals }];
    expect(broughtTo(second).people).toEqual({ asked: [somebody, nobody, silent], known, silent: [silent] });
    wantsPeople(["city:9901.own"]);
    expect((await platform.ask(CHANGE)).errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
    wantsPeople(["no account"]);
    expect((await platform.ask(CHANGE)).errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
  });

  const malformed: [string, (response: ServerResponse) => void][] = [
    ["breaks the connection", (response) => response.destroy()],
    ["has no database", (response) => send(response, 500, { status: 500 })],
    ["answers garbage", (response) => response.end(`<html>${CANARY}`)],
    ["answers no list", (response) => send(response, 200, { units: [aUnit(ONE)] })],
    ["speaks of another unit", (response) => send(response, 200, [aUnit(ONE), aUnit(newId("COUNTY"))])],
    ["names an office of another tier", (response) => send(response, 200, [{ ...aUnit(ONE), office: "9901" }])],
    ["names a region outside of it", (response) => send(response, 200, [{ ...aUnit(ONE), region: "990102001" }])],
    ["names no region", (response) => send(response, 200, [{ ...aUnit(ONE), region: "x" }])],
    [
      "names a body above of another tier",
      (response) => send(response, 200, [{ ...aUnit(ONE), superior: { id: newId("CITY"), name: "虚构" } }]),
    ],
    ["gives no name", (response) => send(response, 200, [{ ...aUnit(ONE), name: "" }])],
  ];
  test.each(malformed)("is told that their tier is silent where that one %s", async (_, answer) => {
    cityWants([ONE]);
    platform.tiers.county.answerWith = answer;
    const { errors } = await platform.ask(CHANGE);
    expect(errors).toEqual([]);
    expect(platform.tiers.county.to("/units").length).toBeGreaterThan(0);
    expect(broughtTo(toCity()[1] as Received)).toEqual({ asked: [ONE], units: [], silent: ["COUNTY"] });
    expect(platform.log.some((line) => line.includes("attests no units") && line.includes("canary"))).toBe(false);
  });

  test("is told so at once while the breaker of their tier is open, and the county answers other questions meanwhile", async () => {
    platform.tiers.county.answerWith = (response) => send(response, 500, {});
    for (let i = 0; i < 6; i++) {
      cityWants([ONE]);
      await platform.ask(CHANGE);
    }
    expect(platform.tiers.county.to("/units")).toHaveLength(5);
    expect(broughtTo(toCity().at(-1) as Received).silent).toEqual(["COUNTY"]);
    platform.tiers.county.answerWith = undefined;
    expect((await platform.ask("{ countyPerson }")).errors).toEqual([]);
  });

  test.each<[string, () => void, string]>([
    ["asks a second time", () => cityWants([ONE], 2), CHANGE],
    ["asks for units of its own", () => cityWants([newId("CITY")]), CHANGE],
    ["asks for nothing", () => cityWants([]), CHANGE],
    ["asks for what is no id", () => cityWants([CANARY]), CHANGE],
    ["asks for too many", () => cityWants(Array.from({ length: 1_001 }, () => newId("COUNTY"))), CHANGE],
    ["asks where nothing changes", () => cityWants([ONE]), "{ cityPerson }"],
  ])("gets nothing where it %s", async (_, want, text) => {
    platform.tiers.county.answerWith = (response) => send(response, 200, [aUnit(ONE)]);
    want();
    const { errors, text: all } = await platform.ask(text);
    expect(errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE", tier: "city" } }]);
    expect(all).not.toMatch(/canary/);
  });

  test("takes nobody's word but the gateway's: what a caller sends beside the operation goes nowhere", async () => {
    const attestation = { asked: [ONE], units: [aUnit(ONE)], silent: [] };
    const body = { query: CHANGE, attestation, attests: true, extensions: { attestation } };
    const { errors } = await platform.post(JSON.stringify(body), {
      authorization: `Bearer ${platform.token}`,
      "x-platform-internal-token": "x",
    });
    expect(errors).toEqual([]);
    const [received] = toCity() as [Received];
    expect([received.claims.attests, Object.keys(JSON.parse(received.body)).sort()]).toEqual([
      undefined,
      ["operationName", "query", "variables"].filter((name) => name in JSON.parse(received.body)),
    ]);
  });
});
