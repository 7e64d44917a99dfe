import { verifyInternalToken } from "../../schema/contract/internalToken";
import { send } from "../support/fakeTiers";
import { CLERK, type GatewayUnderTest, STANDING, sharedGateway } from "../support/gatewayUnderTest";
import { until } from "../support/until";

const PERSON = "{ countyPerson }";

describe("who may ask the gateway", () => {
  let platform: GatewayUnderTest;

  beforeAll(async () => {
    platform = await sharedGateway();
  });

  const received = () => Object.values(platform.tiers).flatMap((tier) => tier.to("/graphql"));
  const standingsAsked = () => platform.tiers.county.to("/standing").length;
  const asNobody = (headers: Record<string, string> = {}, query = PERSON) =>
    platform.post(JSON.stringify({ query }), headers);

  test.each([
    ["nobody", {}],
    ["a bearer of nonsense", { authorization: "Bearer nonsense" }],
    ["a password", { authorization: "Basic Y2xlcms6c2VjcmV0" }],
  ])("%s is refused before any tier is asked, introspection and __typename included", async (_, headers) => {
    for (const query of [PERSON, "{ __typename }", "{ __schema { types { name } } }", "{ viewer { person } }"]) {
      const before = received().length + standingsAsked();
      const answer = await asNobody(headers, query);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      expect(answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
      expect(answer.data).toBeUndefined();
      expect(received().length + standingsAsked()).toBe(before);
    }
  });

  test("an account without standing is refused, and asked for again the next time", async () => {
    const person = "county:990102.clerk";
    const headers = { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
    const refused = await asNobody(headers);
    expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(refused.errors[0]?.message).toContain("no active account");
    platform.tiers.county.standings.set(person, { ...STANDING, person, office: "990102" });
    expect((await asNobody(headers)).data).toEqual({ countyPerson: person });
  });

  test.each([
    ["of somebody else", { ...STANDING, person: "county:990101.director" }],
    ["of another tier", { ...STANDING, tier: "CITY" as const }],
    ["with a role that nobody knows", { ...STANDING, roles: ["EMPEROR" as never] }],
    ["with more than the contract has", { ...STANDING, clearance: 9 } as never],
  ])("a standing %s is not accepted", async (_, standing) => {
    const person = "county:990103.clerk";
    platform.tiers.county.standings.set(person, standing.person === CLERK ? { ...standing, person } : standing);
    const answer = await asNobody({ authorization: `Bearer ${await platform.issuer.tokenOf(person)}` });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([503, "STANDING_UNAVAILABLE"]);
    platform.tiers.county.standings.delete(person);
  });

  test("the standing is asked for once a second for many concurrent questions", async () => {
    const person = "county:990104.clerk";
    platform.tiers.county.standings.set(person, { ...STANDING, person });
    const headers = { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
    const [before, startedAt] = [standingsAsked(), performance.now()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => asNobody(headers)));
    const seconds = Math.floor((performance.now() - startedAt) / 1_000); // more than none on a busy machine
    expect(answers.map((answer) => answer.data)).toEqual(Array(20).fill({ countyPerson: person }));
    expect(standingsAsked() - before).toBeGreaterThanOrEqual(1);
    expect(standingsAsked() - before).toBeLessThanOrEqual(1 + seconds);
  });

  test("a person whose account is closed is refused at most a second later", async () => {
    const person = "county:990105.clerk";
    platform.tiers.county.standings.set(person, { ...STANDING, person });
    const headers = { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
    expect((await asNobody(headers)).status).toBe(200);
    platform.tiers.county.standings.delete(person);
    const closedAt = performance.now();
    let lastServedAt = closedAt;
    await until("the person is refused", async () => {
      const askedAt = performance.now();
      const { status } = await asNobody(headers);
      if (status === 200) lastServedAt = askedAt;
      return status === 401;
    });
    expect(lastServedAt - closedAt).toBeLessThanOrEqual(1_000);
  });

  test("identity headers from outside reach no tier and change nothing", async () => {
    const answer = await platform.post(JSON.stringify({ query: PERSON }), {
      authorization: `Bearer ${platform.token}`,
      "x-platform-internal-token": "forged",
      "x-platform-person": "province:99.director",
      "x-request-id": "chosen-outside",
      "x-other": "outside",
    });
    expect(answer.data).toEqual({ countyPerson: CLERK });
    expect(answer.headers.get("x-request-id")).not.toBe("chosen-outside");
    const headers = platform.tiers.county.to("/graphql").at(-1)?.headers ?? {};
    expect(headers["x-request-id"]).toBe(answer.headers.get("x-request-id"));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["x-platform-person"]));
    expect(JSON.stringify(headers)).not.toMatch(/forged|chosen-outside|outside/);
    expect(headers.authorization).toBeUndefined();
  });

  test("the internal token holds for one body and one tier, and for half a minute", async () => {
    await platform.ask(PERSON);
    const { county } = platform.tiers;
    const last = county.to("/graphql").at(-1);
    if (!last) throw new Error("the county was not asked");
    const token = String(last.headers["x-platform-internal-token"]);
    const verify = (body: string, key: string, tier: "county" | "city", seconds = 0) =>
      verifyInternalToken(token, body, key, tier, new Date(Date.now() + seconds * 1_000));
    expect(verify(last.body, county.key, "county")?.standing).toEqual(STANDING);
    expect(verify(`${last.body} `, county.key, "county")).toBeUndefined();
    expect(verify(last.body, county.key, "city")).toBeUndefined();
    expect(verify(last.body, platform.tiers.city.key, "county")).toBeUndefined();
    expect(verify(last.body, county.key, "county", 31)).toBeUndefined();
  });

  test("without the home tier nobody is let in, whatever else is up, and the answer says so", async () => {
    const person = "city:9901.clerk";
    const headers = { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
    await platform.tiers.city.down();
    const answer = await asNobody(headers);
    expect(answer.status).toBe(503);
    expect(answer.errors).toMatchObject([{ extensions: { code: "STANDING_UNAVAILABLE", tier: "city" } }]);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN/);
    await platform.tiers.city.up();
    platform.tiers.city.standings.set(person, { ...STANDING, person, tier: "CITY", office: "9901" });
    expect((await asNobody(headers)).data).toEqual({ countyPerson: person });
  });

  test("neither tokens nor values nor people are logged", async () => {
    platform.tiers.county.answerWith = (response) => send(response, 200, { errors: [{ message: "张三" }] });
    const query = 'query Zhang_San { countyFindings(filter: { statuses: ["张三"] }) { id } }';
    const body = JSON.stringify({ query, operationName: "Zhang_San", variables: { name: "张三" } });
    const { headers } = await platform.post(body, { authorization: `Bearer ${platform.token}` });
    platform.tiers.county.answerWith = undefined;
    const log = await until("it is logged", () => {
      const lines = platform.log.join("");
      return lines.includes('"msg":"answered"') && lines.includes(`${headers.get("x-request-id")}`) && lines;
    });
    expect(log).not.toMatch(/张三|Zhang_San|Bearer|clerk/);
    expect(log).not.toContain(platform.token);
  });
});
