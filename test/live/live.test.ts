import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aRound, type BuiltRound, moveFindings, moveTargets } from "../support/builders";
import { startWorkersOn, untilFed } from "../support/fed";
import { Follower, type Told } from "../support/follower";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_LIVE } from "../support/savedOperations";
import { until } from "../support/until";
import { WHOLE } from "../support/whole";

const FOLLOW = `subscription ($region: ID!, $after: String) { countyEvents(region: $region, after: $after) {
  cursor kind resync at findingStatus region { code name } office { code }
  finding { id title basis unit { ... on CountyUnit { id countyInspections { entered: enteredOn } cityInspections { enteredOn } } } }
  publication { id status findingCount } target { id unitName } alert { colour clock } clock orderStatus order { way title status } } }`;
const FIGURES = `subscription ($region: ID!, $after: String) { countyFiguresChanges(region: $region, after: $after) {
  cursor kind resync at region { name } numbers { name value } } }`;
const [CLERK, CITY, PROVINCE] = ["county:990101.clerk", "city:9901.director", "province:99.director"] as const;
const REGION = { region: "990101" };

let platform: TestPlatform;
let built: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  built = await aRound("990101").withTargets(2).withFindings(2).until("HEARD").on(platform);
  await startWorkersOn(platform, "county");
});

const follow = (person: string, variables: { region: string; after?: string | null }, retries?: number) =>
  Follower.over(platform, person, FOLLOW, variables, retries);

test("a submission, its acceptance or return, the status changes of what it lists and its recall are told above, in order", async () => {
  const [above, below, elsewhere] = await Promise.all([
    follow(PROVINCE, { region: "99" }),
    follow(CLERK, REGION),
    follow("county:990102.clerk", REGION),
  ]);
  await Promise.all([above, below, elsewhere].map((follower) => follower.has(1)));
  expect(above.told).toMatchObject([{ kind: "STARTED", finding: null, publication: null }]);

  const submits = async (target: number, decision: { command: string; note?: string }): Promise<string> => {
    const submitting = { targetIds: [built.targets[target]?.id] };
    const [{ id }] = (await built.director.does("submitTierPublications", submitting)) as unknown as [{ id: string }];
    await until("the city has it", async () => {
      const one = { publications: [{ id, revision: 1 }], ...decision };
      return (await platform.as(CITY).tries("decideTierPublications", one)).items;
    });
    return id;
  };
  const id = await submits(0, { command: "ACCEPT" });
  const accepted = await above.hears("PUBLICATION_ACCEPTED");
  expect(accepted[1]).toMatchObject({
    ...{ kind: "PUBLICATION_SUBMITTED", resync: null, finding: null, findingStatus: null },
    ...{ office: { code: "990101" }, publication: { id, findingCount: 2 }, target: { id: built.targets[0]?.id } },
  });
  expect(accepted[2]).toMatchObject({ kind: "PUBLICATION_ACCEPTED", publication: { id, status: "ACCEPTED" } });

  await moveTargets(built, "FEED_BACK", "2026-05-06");
  await moveTargets(built, "START_RECTIFICATION", "2026-05-12");
  const told = await above.has(7);
  expect(above.kinds.slice(3)).toEqual(["FED_BACK", "FED_BACK", "RECTIFYING", "RECTIFYING"]);
  expect(told[3]).toMatchObject({
    ...{ kind: "FINDING_STATUS_CHANGED", at: expect.stringMatching(/Z$/), region: { name: expect.any(String) } },
    // of the tier's own, of the directory, of another tier: null would be a field of a tier that was not asked
    finding: { basis: "PUBLISHED", unit: { countyInspections: [{}], cityInspections: [] } },
  });
  expect((await below.has(7)).map((event) => event.cursor)).toEqual(told.map((event) => event.cursor));
  expect(below.told[3]).toMatchObject({ finding: { basis: "BOOK" } });

  await built.director.does("recallTierPublication", { id, revision: 2, reason: "内容有误（虚构）" });
  const claim = { command: "CLAIM", note: "已公示。（虚构）" };
  await built.clerk.does("moveTierFindings", { findings: built.findings, ...claim });
  expect((await above.hears("PUBLICATION_RECALLED")).at(-1)).toMatchObject({ publication: { status: "RECALLED" } });
  await untilFed(platform);
  // neither what happened after it, nor that there was anything to tell
  const late = await follow(PROVINCE, { region: "99", after: told[0]?.cursor });
  await late.has(3);
  expect(late.kinds).toEqual(["PUBLICATION_SUBMITTED", "PUBLICATION_ACCEPTED", "PUBLICATION_RECALLED"]);
  expect(above.kinds).toHaveLength(8);
  expect(elsewhere.kinds).toEqual(["STARTED"]);

  const second = await submits(1, { command: "RETURN", note: "材料不全。（虚构）" });
  expect((await above.hears("PUBLICATION_RETURNED")).at(-1)).toMatchObject({
    publication: { id: second, status: "RETURNED" },
  });
});

test("what is not submitted is told to nobody, and a cursor goes on exactly where it stopped, and as a whole also after kill -9", async () => {
  const whole = await follow(PROVINCE, { region: "99" });
  const stopped = await follow(PROVINCE, { region: "99" });
  await Promise.all([whole.has(1), stopped.has(1)]);
  const other = await aRound("990102").withFindings(1).until("HEARD").on(platform);
  await other.director.does("submitTierPublications", { targetIds: [other.targets[0]?.id] });
  await stopped.has(2);
  stopped.stop();
  const { cursor } = stopped.last as Told;
  await moveTargets(other, "FEED_BACK", "2026-05-06");
  if (WHOLE) await platform.kill("county");
  const again = await follow(PROVINCE, { region: "99", after: cursor });
  if (WHOLE) await platform.startAgain("county");
  await moveTargets(other, "START_RECTIFICATION", "2026-05-12");
  await again.has(2);
  await whole.has(4);
  await untilFed(platform);
  const gone = [...stopped.told, ...again.told].map((event) => event.cursor);
  expect(gone).toEqual(whole.told.map((event) => event.cursor));
  expect(new Set(gone).size).toBe(gone.length);
});

test("a recusal and a role that is withdrawn take effect before the next event", async () => {
  const third = await aRound("990103").withFindings(1).submitted().on(platform);
  await untilFed(platform); // who follows from now on is not told of it
  const [recused, demoted, stays] = ["a", "b", "c"].map((name) => `city:9901.live-${name}`) as [string, string, string];
  for (const person of [recused, demoted, stays]) await platform.openAccount(person, "9901", ["CLERK"]);
  const followers = await Promise.all([recused, demoted, stays].map((person) => follow(person, { region: "990103" })));
  await Promise.all(followers.map((follower) => follower.has(1)));
  const recusal = { accountId: recused, kind: "KIN", scope: "UNIT", subject: third.units[0]?.id, since: "2026-01-01" };
  await platform.as(CITY).does("declareTierRecusal", recusal);
  await platform.sql("city", "delete from account_role where account_id = $1", [demoted]);
  await moveTargets(third, "FEED_BACK", "2026-05-06");
  const [a, b, c] = followers as [Follower, Follower, Follower];
  await c.has(2);
  expect(c.kinds).toEqual(["STARTED", "FED_BACK"]);
  await Promise.all([a.hears("RESYNC"), b.hears("RESYNC")]);
  await moveTargets(third, "START_RECTIFICATION", "2026-05-12");
  await c.has(3);
  await untilFed(platform);
  expect([a.kinds, b.kinds]).toEqual([
    ["STARTED", "RESYNC"],
    ["STARTED", "RESYNC"],
  ]);
  expect(a.last).toMatchObject({ resync: "RIGHTS_CHANGED" });
});

/** As the worker writes it. */
const turn = (target: string, clock: string, finding: string | null = null) =>
  platform.sql(
    "county",
    `with a as (insert into alert (id, office, round_id, target_id, finding_id, unit_id, region, clock, started_on, due_on, colour,
         turned_on, at)
       select 'county:' || substr(md5(id || $2) || 'xxxxxx', 1, 22), office, round_id, id, $3, unit_id, region, $2, '2026-03-09',
         '2026-04-01', 'RED', '2026-04-02', now() from round_target where id = $1 returning id, office)
     insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     select office, 'AlertTurnedRed', 'Alert', id, 1, 'platform', now(), json_build_object('office', office, 'event',
       'AlertTurnedRed', 'objectKind', 'Alert', 'objectId', id, 'objectVersion', 1, 'actor', 'platform', 'at', now(),
       'details', json_build_object())::text from a`,
    [target, clock, finding],
  );

test("an alert is told to the office whose clock it is, and above as far as it is about what was submitted", async () => {
  const late = await aRound("990101").withFindings(1).until("ENTERED").on(platform);
  const shown = await aRound("990101").withFindings(1).submitted().on(platform);
  const [target, finding] = [shown.targets[0]?.id as string, shown.findings[0]?.id as string];
  await untilFed(platform);
  const recused = "city:9901.live-recused";
  await platform.openAccount(recused, "9901", ["CLERK"]);
  const unit = { kind: "KIN", scope: "UNIT", subject: shown.units[0]?.id, since: "2026-01-01" };
  await platform.as(CITY).does("declareTierRecusal", { accountId: recused, ...unit });
  const followers = await Promise.all([CLERK, PROVINCE, recused].map((person) => follow(person, { region: "990101" })));
  const [own, above, without] = followers as [Follower, Follower, Follower];
  await Promise.all(followers.map((follower) => follower.has(1)));
  await turn(late.targets[0]?.id as string, "INSPECTION");
  await turn(target, "CONCENTRATED_RECTIFICATION");
  await turn(target, "REVIEW_OF_CLAIM", finding);
  expect((await own.has(4)).slice(1)).toMatchObject([
    { alert: { colour: "RED", clock: "INSPECTION" }, target: { id: late.targets[0]?.id }, finding: null },
    { alert: { clock: "CONCENTRATED_RECTIFICATION" }, finding: null },
    { alert: { clock: "REVIEW_OF_CLAIM" }, clock: "REVIEW_OF_CLAIM", finding: { id: finding } },
  ]);
  const about = { kind: "ALERT_RED", alert: null, target: { id: target }, publication: { status: "SUBMITTED" } };
  expect((await above.has(3)).slice(1)).toMatchObject([
    { ...about, clock: "CONCENTRATED_RECTIFICATION", finding: null },
    { ...about, clock: "REVIEW_OF_CLAIM", finding: { id: finding, basis: "PUBLISHED" } },
  ]);
  await untilFed(platform);
  expect([above.kinds.length, without.kinds]).toEqual([3, ["STARTED"]]);
  const publication = above.told[1].publication.id as string;
  await shown.director.does("recallTierPublication", { id: publication, revision: 1, reason: "内容有误（虚构）" });
  await untilFed(platform);
  const again = await follow(PROVINCE, { region: "990101", after: above.told[0].cursor });
  await again.has(1);
  expect(again.kinds).toEqual(["PUBLICATION_RECALLED"]);
});

test("an order is told on each side of it, in the region of the office that is to do something", async () => {
  const ofCity = FOLLOW.replace(/county(Events|Inspections)/g, "city$1").replace(/CountyUnit/g, "CityUnit");
  const [issuer, addressee, neighbour] = await Promise.all([
    Follower.over(platform, CITY, ofCity, REGION),
    follow(CLERK, REGION),
    follow("county:990102.clerk", REGION),
  ]);
  await Promise.all([issuer, addressee, neighbour].map((follower) => follower.has(1)));
  const order = { kind: "TASK", officeCodes: ["990101"], title: "专项核查（虚构）", request: "请报告。（虚构）" };
  const [issued] = await platform.as(CITY).does("issueTierOrders", { ...order, synthetic: true });
  await addressee.has(2);
  await built.clerk.does("moveTierOrders", { orders: [{ id: issued?.id, version: 1 }], command: "ACCEPT" });
  await Promise.all([issuer.has(3), addressee.has(3)]);
  const statuses = (follower: Follower) => follower.told.slice(1).map((event) => [event.kind, event.orderStatus]);
  const both = ["ISSUED", "ACCEPTED"].map((status) => ["ORDER_STATUS_CHANGED", status]);
  expect([statuses(issuer), statuses(addressee)]).toEqual([both, both]);
  expect(issuer.told[1]).toMatchObject({
    order: { way: "OUT", title: order.title },
    region: { code: "990101" },
    target: null,
  });
  expect(addressee.told[1]).toMatchObject({ order: { way: "IN" }, office: { code: "990101" } });
  await untilFed(platform);
  expect(neighbour.kinds).toEqual(["STARTED"]);
});

test("figures come whole, then what changed; a cursor brings what differs from what one has", async () => {
  const figures = (person: string, region: string, after?: string) =>
    Follower.over(platform, person, FIGURES, { region, after });
  const [own, above, outside] = await Promise.all([
    figures(CLERK, "990101"),
    figures(PROVINCE, "990101"),
    figures("county:990102.clerk", "990101"),
  ]);
  const numbers = (event: Told) =>
    Object.fromEntries(event.numbers.map(({ name, value }: { name: string; value: number }) => [name, value]));
  await Promise.all([own, above, outside].map((follower) => follower.has(1)));
  expect(own.told[0]).toMatchObject({ kind: "SNAPSHOT", resync: null });
  expect(outside.told[0]).toMatchObject({ kind: "SNAPSHOT", numbers: null });
  const before = numbers(own.told[0]);
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(["total", "open", "overdue", "dueSoon", "closureRate", "notSubmitted"]),
  );
  const seen = above.told[0].cursor as string;
  const more = await aRound("990101").withFindings(3).until("RECORDED").on(platform);
  await moveFindings(more, "AGREE");
  await until("the own office counts them", () => own.told.some((event) => numbers(event).total === before.total + 3));
  expect(own.told.slice(1).every(({ kind }) => kind === "CHANGED")).toBe(true);
  expect(own.told.slice(1).some((event) => "rectified" in numbers(event))).toBe(false);
  expect(above.told.slice(1).filter((event) => "total" in numbers(event))).toEqual([]);
  const again = await figures(PROVINCE, "990101", seen);
  const afresh = await figures(CLERK, "990101", own.told[0].cursor);
  await afresh.has(1);
  expect(afresh.told[0].kind).toBe("CHANGED");
  expect(numbers(afresh.told[0])).toMatchObject({ total: before.total + 3 });
  expect(again.told.every(({ kind }) => kind === "CHANGED")).toBe(true);
});

test("what a cursor cannot bring is told: too old, another history; and a forged one is an error", async () => {
  await untilFed(platform); // the place that is changed is the cursor's
  const start = await follow(CITY, { region: "9901" });
  await start.has(1);
  const { cursor } = start.last as Told;
  const place = await platform.sql<{ number: string }>("county", "select number from live_progress");
  await platform.sql("county", "update live_place set mark = '\\x0102030405060708' where number = $1", [
    place[0]?.number,
  ]);
  const restored = await follow(CITY, { region: "9901", after: cursor });
  await restored.has(1);
  expect(restored.last).toMatchObject({ kind: "RESYNC", resync: "OTHER_HISTORY" });
  await platform.sql("county", "update live_progress set forgotten = number + 1");
  const old = await follow(PROVINCE, { region: "9901", after: cursor });
  await old.has(1);
  expect(old.last).toMatchObject({ kind: "RESYNC", resync: "TOO_OLD" });
  await platform.sql("county", "update live_progress set forgotten = 0");
  for (const after of [`${cursor.slice(0, -2)}AA`, "x", "AAAA".repeat(20)]) {
    const forged = await follow(CITY, { region: "9901", after });
    await until("it is refused", () => forged.errors);
    expect(forged.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", fields: [{ path: "after" }] } }]);
  }
  const nowhere = await follow(CITY, { region: "99x" });
  await until("it is refused", () => nowhere.errors);
  expect(nowhere.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", fields: [{ path: "region" }] } }]);
});

test("the saved operations follow each tier, over WebSocket and over server-sent events", async () => {
  const folder = join(__dirname, "../../../schema/operations");
  const files = { "": "county", ".city": "city", ".province": "province" };
  const people = { county: CLERK, city: CITY, province: PROVINCE } as Record<string, string>;
  const regions = { county: "990101", city: "9901", province: "99" } as Record<string, string>;
  const run: string[] = [];
  for (const [ending, tier] of Object.entries(files)) {
    for (const name of ["Q26-follow", "Q27-figures-live"]) {
      const text = readFileSync(join(folder, `${name}${ending}.graphql`), "utf8");
      run.push(/subscription (\w+)/.exec(text)?.[1] as string);
      const variables = { region: regions[tier] as string, after: null };
      const socket = await Follower.over(platform, people[tier] as string, text, variables);
      const stream = await Follower.stream(platform, people[tier] as string, text, variables);
      await Promise.all([socket.has(1), stream.has(1)]);
      expect(["STARTED", "SNAPSHOT"]).toContain(socket.last.kind);
      expect(stream.last.kind).toBe(socket.last.kind);
    }
  }
  expect(run.sort()).toEqual([...RUN_LIVE].sort());
});
