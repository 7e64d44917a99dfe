import { CANARY } from "../support/fakeTierSchema";
import { send } from "../support/fakeTiers";
import { CLERK, type GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";
import { until } from "../support/until";

const THREE = "{ provinceFindings { id } cityFindings { id } countyFindings { id title } }";

describe("the gateway over three tiers", () => {
  let platform: GatewayUnderTest;

  beforeAll(async () => {
    platform = await sharedGateway();
  });
  afterEach(() => platform.recovered());

  test("one query brings the rows of all tiers and the region names of the directory", async () => {
    const answer = await platform.ask("{ cityFindings { id } countyFindings { title region { name provinceOpen } } }");
    expect(answer.errors).toEqual([]);
    expect(answer.data?.cityFindings).toHaveLength(2);
    expect(answer.data?.countyFindings).toEqual([
      { title: "county A", region: { name: expect.any(String), provinceOpen: 3 } },
      { title: "county B", region: { name: expect.any(String), provinceOpen: 3 } },
    ]);
  });

  test("the directory knows who asks, and leads an id to its tier", async () => {
    const id = `county:${"A".repeat(22)}`;
    const answer = await platform.ask("query ($id: ID!) { viewer { person } finding(id: $id) { id title } }", { id });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({ viewer: { person: CLERK }, finding: { id, title: "county A" } });
  });

  test("a tier that is down leaves null, an error at each of its fields, and the others' answers, and is left alone until it is up", async () => {
    const breaker = (does: string) =>
      platform.log.filter((line) => line.includes(`the breaker of a tier ${does}`)).length;
    const before = [breaker("opens"), breaker("closes")] as const;
    await platform.tiers.city.down();
    const answer = await platform.ask(THREE);
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ cityFindings: null, provinceFindings: [{}, {}], countyFindings: [{}, {}] });
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining("The city tier does not answer"),
        path: ["cityFindings"],
        extensions: { code: "TIER_UNAVAILABLE", tier: "city", reference: answer.headers.get("x-request-id") },
      },
    ]);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|undici/);
    // each question is refused twice, and five refusals in a row are enough
    for (const more of [1, 2]) expect([more, (await platform.ask(THREE)).data?.cityFindings]).toEqual([more, null]);
    expect(breaker("opens")).toBeGreaterThan(before[0]);

    await platform.tiers.city.up();
    await platform.recovered();
    expect(breaker("closes")).toBeGreaterThan(before[1]);
    const again = await platform.ask(THREE);
    expect(again.errors).toEqual([]);
    expect(again.data?.cityFindings).toHaveLength(2);
  });

  test("fields that a dead tier adds to entities are null, each with its path in the answer", async () => {
    platform.tiers.province.answerWith = (response) => send(response, 502, { errors: [{ message: CANARY }] });
    const answer = await platform.ask("{ countyFindings { id r: region { code o: provinceOpen } } }");
    expect(answer.data?.countyFindings).toEqual([
      { id: expect.any(String), r: { code: "990101", o: null } },
      { id: expect.any(String), r: { code: "990102", o: null } },
    ]);
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["countyFindings", 0, "r", "o"], "TIER_UNAVAILABLE"],
      [["countyFindings", 1, "r", "o"], "TIER_UNAVAILABLE"],
    ]);
    expect(answer.text).not.toContain("canary");
  });

  test.each([
    ["text that is no JSON", (text: string) => `<html>${text}</html>`],
    ["JSON that is no GraphQL response", (text: string) => JSON.stringify({ message: text })],
    ["JSON with data of another kind", (text: string) => JSON.stringify({ data: text })],
    ["nothing", () => ""],
  ])("a tier that answers %s counts as unavailable", async (_, body) => {
    platform.tiers.city.answerWith = (response) => response.end(body(CANARY));
    const answer = await platform.ask(THREE);
    expect(answer.errors).toMatchObject([{ path: ["cityFindings"], extensions: { code: "TIER_UNAVAILABLE" } }]);
    expect(answer.text).not.toContain("canary");
  });

  test("a tier that refuses the gateway's token is unavailable, and the caller stays signed in", async () => {
    platform.tiers.city.answerWith = (response) => send(response, 401, { errors: [{ message: CANARY }] });
    const answer = await platform.ask(THREE);
    expect(answer.status).toBe(200);
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(["TIER_UNAVAILABLE"]);
  });

  test("a tier that hangs is given up at the deadline, and the others' parts arrive", async () => {
    let hanging = 0;
    platform.tiers.city.answerWith = () => {
      hanging++;
    };
    const answer = await platform.ask(THREE);
    expect(hanging).toBe(1);
    expect(answer.data).toMatchObject({ cityFindings: null, countyFindings: [{}, {}] });
    expect(platform.log.filter((line) => line.includes('"TIMEOUT"'))).not.toEqual([]);
  });

  test("a defect in a tier is masked with a reference that the log knows", async () => {
    const answer = await platform.ask("{ countyDefect countyPerson }");
    expect(answer.data).toEqual({ countyDefect: null, countyPerson: CLERK });
    const reference = answer.headers.get("x-request-id");
    expect(answer.errors).toMatchObject([
      { path: ["countyDefect"], extensions: { code: "INTERNAL_SERVER_ERROR", reference } },
    ]);
    expect(answer.text).not.toContain("canary");
    expect(platform.log.filter((line) => line.includes("a defect in a subgraph")).at(-1)).toContain(reference);
  });

  test("a defect in a field of an entity keeps its path", async () => {
    const answer = await platform.ask("{ countyFindings { region { provinceBroken } } }");
    const paths = answer.errors.map((error) => error.path?.join("."));
    expect(paths).toEqual(["countyFindings.0.region.provinceBroken", "countyFindings.1.region.provinceBroken"]);
    expect(answer.text).not.toContain("canary");
  });

  test("a tier's own refusal keeps its sentence, its path and the reasons, and nothing else", async () => {
    const answer = await platform.ask("{ countyRefusal }");
    expect(answer.errors).toEqual([
      {
        message: "没有权限。Forbidden.",
        path: ["countyRefusal"],
        extensions: { code: "FORBIDDEN", fields: [{ path: "id", reason: "unknown" }], roles: ["CLERK"] },
      },
    ]);
  });

  test("what a tier does not understand of a variable is said without the value", async () => {
    const message = `Variable "$since" got invalid value "${CANARY}" at "since.day"; Expected type "CountyDate".`;
    const refused = { errors: [{ message, extensions: { code: "BAD_USER_INPUT" } }] };
    platform.tiers.county.answerWith = (response) => send(response, 400, refused);
    const answer = await platform.ask("{ countyFindings { id } }");
    expect(answer.errors).toMatchObject([
      { path: ["countyFindings"], extensions: { code: "BAD_USER_INPUT", fields: [{ path: "since.day" }] } },
    ]);
    expect(answer.text).not.toContain("canary");
  });

  test("readiness follows the tiers, and liveness does not", async () => {
    const ready = async () => {
      const response = await fetch(`${platform.gateway.url}/health/ready`);
      const { tiers } = (await response.json()) as { tiers: Record<string, string> };
      return { status: response.status, tiers };
    };
    await until("it is ready", async () => (await ready()).status === 200);
    await platform.tiers.county.down();
    const down = await until("it is not ready", async () => ((await ready()).status === 503 ? ready() : undefined));
    expect(down.tiers).toEqual({ province: "up", city: "up", county: "down" });
    expect((await fetch(`${platform.gateway.url}/health/live`)).status).toBe(200);
    await platform.tiers.county.up();
    await until("it is ready", async () => (await ready()).status === 200);
  });
});
