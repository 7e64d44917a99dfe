import type { ServerResponse } from "node:http";
import { CANARY } from "../support/fakeTierSchema";
import { send } from "../support/fakeTiers";
import { type GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";
import { until } from "../support/until";
import { few } from "../support/whole";

const THREE = "{ provinceFindings { id } cityFindings { id } countyFindings { id title } }";
/** What would wait for the tier to its end waits for ever: far from the deadline on any machine. */
const NEVER_MS = 10_000;
const MB = 1024 * 1024;

describe("a gateway over a tier that does not do its part", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await sharedGateway();
  });
  afterEach(() => platform.recovered());

  /** responses of the city that are still open */
  const open = new Set<ServerResponse>();
  const watched = (answer: (response: ServerResponse) => void) => (response: ServerResponse) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    answer(response);
  };
  const logged = (words: string) => platform.log.filter((line) => line.includes(words)).length;
  const asked = () => platform.tiers.city.to("/graphql").length;

  function drip(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/json" }).write("{");
    const drops = setInterval(() => response.write(" "), 1_000);
    response.once("close", () => clearInterval(drops));
  }

  const megabyte = Buffer.alloc(MB, "x");
  /** Nothing is made for it: five at once must be there within the deadline on a slow machine too. */
  function flood(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/json" });
    for (let i = 0; i < 50; i++) response.write(megabyte);
    response.end();
  }

  const FAULTS: [what: string, answer: (response: ServerResponse) => void, reason: string][] = [
    ["hangs", () => {}, "TIMEOUT"],
    ["drips a byte a second", drip, "TIMEOUT"],
    ["answers garbage", (response) => response.end(`<html>${CANARY}`), "NO_GRAPHQL"],
    ["breaks the connection", (response) => response.destroy(), "UNREACHABLE"],
    ["answers 50 MB, of which no more is read than the most", flood, "TOO_LARGE"],
    ["answers 502", (response) => send(response, 502, { errors: [{ message: CANARY }] }), "NOBODY_THERE"],
  ];
  test.each(few(3, FAULTS))(
    "where it %s, the others' data arrive within the deadline, and it is left alone until it is well",
    async (_, answer, reason) => {
      platform.tiers.city.answerWith = watched(answer);
      const opened = logged("the breaker of a tier opens");
      const closed = logged("the breaker of a tier closes");
      const told = logged(`"reason":"${reason}"`);
      const answers = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const started = performance.now();
          const answer = await platform.ask(THREE);
          return { ...answer, ms: performance.now() - started };
        }),
      );
      for (const { data, errors, extensions, text, ms } of answers) {
        expect(data).toMatchObject({ provinceFindings: [{}, {}], cityFindings: null, countyFindings: [{}, {}] });
        expect(errors).toMatchObject([
          { path: ["cityFindings"], extensions: { code: "TIER_UNAVAILABLE", tier: "city" } },
        ]);
        expect(extensions?.tiers).toEqual({
          province: { status: "OK", asOf: expect.stringMatching(/^\d{4}-.*Z$/) },
          city: { status: "UNAVAILABLE", asOf: null },
          county: { status: "OK", asOf: expect.any(String) },
        });
        expect(text).not.toMatch(/canary|127\.0\.0\.1|ECONN|socket|undici/);
        expect(ms).toBeLessThan(NEVER_MS);
      }
      await until("no response is open", () => open.size === 0);
      expect(logged("the breaker of a tier opens")).toBeGreaterThan(opened);
      expect(logged(`"reason":"${reason}"`)).toBeGreaterThan(told);

      const before = asked();
      await platform.ask(THREE);
      expect(asked() - before).toBeLessThanOrEqual(1);
      await platform.recovered();
      expect(logged("the breaker of a tier closes")).toBeGreaterThan(closed);
    },
  );

  test("a question is asked once more where the connection broke, and a change never", async () => {
    let broken = 0;
    const breakOnce = (response: ServerResponse) => {
      broken++;
      platform.tiers.city.answerWith = undefined;
      response.destroy();
    };
    platform.tiers.city.answerWith = breakOnce;
    expect((await platform.ask("{ cityPerson }")).errors).toEqual([]);
    const before = asked();
    platform.tiers.city.answerWith = breakOnce;
    const changed = await platform.ask('mutation { cityClose(id: "1") { id } }');
    expect(changed.errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
    expect([broken, asked() - before]).toEqual([2, 1]);
  });

  test("says of each tier that was asked whether all of it, a part or nothing arrived", async () => {
    const answer = await platform.ask("{ viewer { person } countyDefect countyPerson provinceDefect cityRefusal }");
    expect(answer.extensions?.tiers).toEqual({
      county: { status: "PARTIAL", asOf: expect.any(String) },
      province: { status: "UNAVAILABLE", asOf: null },
      city: { status: "OK", asOf: expect.any(String) },
    });
    expect((await platform.ask("{ viewer { person } }")).extensions).toBeUndefined();
  });
});
