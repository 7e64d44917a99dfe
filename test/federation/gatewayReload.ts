import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { composeFakeSupergraph, send } from "../support/fakeTiers";
import { GatewayUnderTest } from "../support/gatewayUnderTest";
import { until } from "../support/until";
import { few } from "../support/whole";

const NEWER = "{ countyNews }";

describe("a new supergraph", () => {
  let platform: GatewayUnderTest;

  beforeAll(async () => {
    platform = await new GatewayUnderTest().start();
  });
  afterAll(() => platform.stop());

  const refusals = () => platform.log.filter((line) => line.includes("the new supergraph is refused")).length;
  const replace = (text: string) => {
    const beside = join(platform.dir, "next.graphql");
    writeFileSync(beside, text);
    renameSync(beside, platform.supergraphFile);
  };

  const FAULTS: [what: string, text: string][] = [
    ["is no GraphQL", "this is no supergraph {"],
    ["is empty", ""],
    ["names a subgraph that the gateway does not know", composeFakeSupergraph().replaceAll("city", "village")],
    ["is no supergraph", "type Query { x: Int }"],
  ];
  test.each(few(2, FAULTS))("that %s is refused with a log line, and the old one keeps serving", async (_, text) => {
    const before = refusals();
    replace(text);
    await until("it is refused", () => refusals() > before);
    expect((await platform.ask("{ countyPerson cityPerson }")).errors).toEqual([]);
  });

  test("that is missing for a while changes nothing", async () => {
    const before = refusals();
    rmSync(platform.supergraphFile);
    await until("it is refused", () => refusals() > before);
    expect((await platform.ask("{ countyPerson }")).errors).toEqual([]);
  });

  test("that is good serves without a restart", async () => {
    expect((await platform.ask(NEWER)).status).toBe(400);
    replace(composeFakeSupergraph("extend type Query { countyNews: String }"));
    platform.tiers.county.answerWith = (response) => send(response, 200, { data: { countyNews: "new" } });
    const answer = await until("the new one serves", async () => {
      const latest = await platform.ask(NEWER);
      return latest.status === 200 && latest;
    });
    expect(answer.data).toEqual({ countyNews: "new" });
  });
});
