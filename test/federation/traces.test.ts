import { randomBytes } from "node:crypto";
import { startWorld, type World } from "../../scripts/bench/shield/world";
import { statementName } from "../../subgraphs/storage/session";
import { startCollector } from "../support/collector";
import { until } from "../support/until";
import { describeWhole } from "../support/whole";

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  service: string;
  attributes: { key: string; value: object }[];
}

const spansOf = ({ bodies }: { bodies: string[] }): Span[] => bodies.flatMap((body) => spansIn(JSON.parse(body)));

// biome-ignore lint/suspicious/noExplicitAny: the wire format of OTLP
function spansIn({ resourceSpans }: any): Span[] {
  // biome-ignore lint/suspicious/noExplicitAny: the same
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) => {
    // biome-ignore lint/suspicious/noExplicitAny: the same
    const service = resource.attributes.find(({ key }: any) => key === "service.name").value.stringValue;
    // biome-ignore lint/suspicious/noExplicitAny: the same
    return scopeSpans.flatMap(({ spans }: any) => spans.map((span: Span) => ({ ...span, service })));
  });
}

// it needs a cluster and processes of its own, which trace
describeWhole?.("the traces of a platform", () => {
  const canary = `canary${randomBytes(8).toString("hex")}`;
  const word = `value${randomBytes(8).toString("hex")}`;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let world: World;
  beforeAll(async () => {
    collector = await startCollector();
    world = await startWorld(canary, { traces: collector.url });
  });
  afterAll(async () => {
    await world.stop();
    collector.close();
  });

  test("lead from the gateway through the tier to its statements, and say nothing of who asked, for what, or of what is kept", async () => {
    const query = `query Own($text: String!) { countyFindings { nodes { title } } viewer { person } searchCountyFindings(text: $text) { nodes { basis } } again: searchCountyFindings(text: "${word}") { nodes { basis } } }`;
    const headers = { "content-type": "application/json", authorization: world.worker };
    const body = JSON.stringify({ query, variables: { text: word } });
    const answer = await fetch(`${world.gateway.url}/graphql`, { method: "POST", headers, body });
    expect(((await answer.json()) as { errors?: unknown }).errors).toBeUndefined();
    const requestId = answer.headers.get("x-request-id");
    const root = await until("the request is told", () =>
      spansOf(collector).find(({ attributes }) => JSON.stringify(attributes).includes(String(requestId))),
    );
    const below = (parent: Span) => spansOf(collector).filter(({ parentSpanId }) => parentSpanId === parent.spanId);
    const called = await until("the call is told", () => below(root).find(({ name }) => name === "county"));
    const carriedOut = await until("the tier tells it", () => below(called)[0]);
    expect([root.service, carriedOut.service, carriedOut.name]).toEqual(["gateway", "county", "county operation"]);
    const statements = await until("its statements are told", () => {
      const names = below(carriedOut).map(({ name }) => name);
      return names.includes("select finding") && names;
    });
    expect(statements).toContain("commit");
    const all = spansOf(collector).filter(({ traceId }) => traceId === root.traceId);
    expect(new Set(all.map(({ service }) => service))).toEqual(new Set(["gateway", "county"]));
    for (const secret of [canary, word, "990101", "sender", "Own", "filter"])
      expect(collector.text()).not.toContain(secret);
  });
});

test.each([
  ["select id from finding where x = $1", "select finding"],
  ['  SELECT "a"."b" FROM "round_target" "a" WHERE 1 = $1', "select round_target"],
  ["insert into journal (a) values ($1)", "insert journal"],
  ['UPDATE "finding" SET a = $1', "update finding"],
  ["with x as (select 1) select * from x", "with x"],
  ["START TRANSACTION ISOLATION LEVEL REPEATABLE READ", "start"],
  ["select set_config('app.person', $1, true)", "select"],
  ["select * from unnest($1::text[]) id join finding using (id)", "select"],
])("the statement %j is told as %j", (text, name) => expect(statementName(text)).toBe(name));
