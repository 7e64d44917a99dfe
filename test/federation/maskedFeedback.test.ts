import { aFinding, aRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { aUnitSide, type FedBack, type FedBackFinding, fedBackTo, type UnitSide } from "../support/unitSide";
import { until } from "../support/until";

/** 遮盖 A text that named somebody is masked after the feedback: docs/adr/0018. */
const NAMED = "驻村干部张某某优亲厚友。（虚构）";

let platform: TestPlatform;
let side: UnitSide;
let finding: Versioned;
let auditor: Caller;
beforeAll(async () => {
  platform = await borrowPlatform();
  side = await aUnitSide(platform, { findings: 1 });
  finding = side.round.findings[0] as Versioned;
  auditor = await platform.openAccount("county:990101.auditor", "990101", ["AUDIT_ADMIN"]);
  // as if it had been fed back with these words
  for (const table of ["finding", "finding_text", "disclosed_finding"]) {
    const id = table === "finding" ? "id" : "finding_id";
    if (table === "disclosed_finding")
      await platform.sql("county", "alter table disclosed_finding disable trigger kept");
    await platform.sql("county", `update ${table} set description = $2 where ${id} = $1`, [finding.id, NAMED]);
    if (table === "disclosed_finding")
      await platform.sql("county", "alter table disclosed_finding enable trigger kept");
  }
  for (const by of [side.head, side.above]) {
    const [told] = await fedBackTo(by);
    const { id, version } = told as Versioned;
    await by.does("moveTierDisclosure", { id, version, command: "ACKNOWLEDGE" });
  }
});

const TOLD = `{ countyDisclosures(first: 5) { nodes { id version status acknowledgedAt commands findings { nodes {
  description textVersion objectionUntil earlierTexts { textVersion title description sealedAt } } } } } }`;
const toldTo = async (by: Caller) => {
  const { data, text } = await by.ask(TOLD);
  const [disclosure] = data.countyDisclosures.nodes;
  return { ...disclosure, finding: disclosure.findings.nodes[0], text };
};
const SEALED = "query ($id: ID!) { countySealedTexts(findingId: $id) { textVersion title description sealedBy } }";

test("unit and copies get the masked text, keep a tombstone of the old one, and acknowledge anew", async () => {
  const until = (await toldTo(side.head)).finding.objectionUntil;
  await side.round.clerk.does("clearTierFindingText", { ...finding, confirmedNoPerson: false });
  for (const by of [side.head, side.liaison, side.above]) {
    const told = await toldTo(by);
    expect(told).toMatchObject({ status: "ISSUED", acknowledgedAt: null, commands: ["ACKNOWLEDGE"] });
    expect(told.finding).toMatchObject({ description: "驻村干部×××优亲厚友。（虚构）", textVersion: 2 });
    expect(told.finding.earlierTexts).toEqual([
      { textVersion: 1, title: "", description: "", sealedAt: expect.any(String) },
    ]);
    expect(told.text).not.toContain("张某某");
  }
  // no fact is another: the days to object do not begin anew
  expect((await toldTo(side.head)).finding.objectionUntil).toBe(until);
  const search = `{ searchCountyFindings(text: "张某某") { nodes { findingId } } }`;
  expect((await side.head.ask(search)).text).not.toContain(finding.id);
  const { id, version } = await toldTo(side.head);
  await side.head.does("moveTierDisclosure", { id, version, command: "ACKNOWLEDGE" });
  expect((await toldTo(side.head)).status).toBe("ACKNOWLEDGED");
  const entries = await platform.sql<{ event: string }>(
    "county",
    "select event from journal where event in ('DisclosureMasked', 'DisclosureReceiptAskedAgain') order by event",
  );
  expect(entries.map(({ event }) => event)).toEqual([
    ...["DisclosureMasked", "DisclosureMasked"],
    ...["DisclosureReceiptAskedAgain", "DisclosureReceiptAskedAgain"],
  ]);
});

test("what it said is read by the office's audit administrator alone, and that it was read is recorded", async () => {
  const read = async (by: Caller) => {
    const { data, errors } = await by.ask(SEALED, { id: finding.id });
    return errors[0]?.extensions.code ?? data.countySealedTexts;
  };
  const sealed = await read(auditor);
  expect(sealed).toHaveLength(2);
  expect(sealed[0]).toMatchObject({ textVersion: 1, description: NAMED, sealedBy: side.round.clerk.person });
  expect(await platform.sql("county", "select actor from journal where event = 'SealedTextsRead'")).toEqual([
    { actor: auditor.person },
  ]);
  for (const by of [side.round.director, side.head, side.above]) expect(await read(by)).toBe("FORBIDDEN");
  const other = await platform.openAccount("county:990102.auditor", "990102", ["AUDIT_ADMIN"]);
  expect(await read(other)).toBe("NOT_FOUND");
});

test("no writer takes words from what was disclosed but by sealing them", async () => {
  const write = (change: string) =>
    platform.sql("county", `update disclosed_finding set ${change} where finding_id = $1 and is_current`, [finding.id]);
  await expect(write("description = 'x'")).rejects.toMatchObject({ code: "23000" });
  await expect(write("description = '', title = '', sealed_at = now()")).rejects.toMatchObject({ code: "23000" });
});

test.each(["CORRECT", "WITHDRAW"] as const)(
  "a name is taken from who was told of it after %s, too",
  async (command) => {
    const { head, round } = await aUnitSide(platform, { findings: 1 });
    const objectTo = async () => {
      const [told] = await fedBackTo(head);
      const [{ findingId: id, findingVersion: version }] = (told as FedBack).findings.nodes as [FedBackFinding];
      const input = { disclosureId: told?.id, answer: "OBJECT", findings: [{ id, version }], note: "不实。（虚构）" };
      await head.does("answerTierFeedback", input);
      return { id, version: version + 1 };
    };
    const decide = async (how: string, more: object = {}) => {
      const findings = [await objectTo()];
      const decision = { findings, command: how, note: "经复核。（虚构）", ...more };
      return (await round.director.does("moveTierFindings", decision)) as [Versioned];
    };
    const { synthetic: _, ...text } = aFinding({ description: NAMED });
    let [last] = await decide("CORRECT", { text });
    [last] = await decide(
      command,
      command === "CORRECT" ? { text: { ...text, description: "公示不及时。（虚构）" } } : {},
    );
    const before = await head.ask(TOLD);
    expect(before.text).toContain("张某某");
    await round.clerk.does("clearTierFindingText", { ...last, confirmedNoPerson: false });
    const after = await head.ask(TOLD);
    expect(after.text).not.toContain("张某某");
    expect(after.data.countyDisclosures.nodes[0].findings.nodes[0].earlierTexts).toHaveLength(
      command === "CORRECT" ? 3 : 2,
    );
  },
);

test("a name that was submitted is sealed in what the offices above received, and in what they read below", async () => {
  const named = aRound("990102").withFindings(1).saying({ description: NAMED }).until("HEARD");
  const [round] = await Promise.all([named.on(platform), platform.startWorkers()]);
  const above = await platform.openAccount("city:9901.auditor", "9901", ["AUDIT_ADMIN"]);
  const confirming = { ...(round.findings[0] as Versioned), confirmedNoPerson: true };
  const [written] = (await round.clerk.does("clearTierFindingText", confirming)) as [Versioned];
  const submit = () => round.director.does("submitTierPublications", { targetIds: [round.targets[0]?.id] });
  const readers = { city: "city:9901.clerk", province: "province:99.director" };
  const RECEIVED = (tier: string) => `{ ${tier}ReceivedPublications(region: "990102", first: 9) { nodes { version
    findings { nodes { findingId description sealedAt } }
    difference { changed { fields finding { description } before { description } } } } } }`;
  const receivedBy = async (tier: "city" | "province", by: Caller = platform.as(readers[tier])) => {
    const { data, text } = await by.ask(RECEIVED(tier));
    return { versions: data[`${tier}ReceivedPublications`].nodes, text };
  };
  const untilEach = (what: string, holds: (versions: { findings: object; difference: object }[]) => boolean) =>
    Promise.all(
      (["city", "province"] as const).map((tier) =>
        until(`${tier}: ${what}`, async () => holds((await receivedBy(tier)).versions)),
      ),
    );
  const below = `{ countyFindings(filter: { region: "990102" }, first: 9) { nodes { id description } }
    searchCountyFindings(text: "张某某", region: "990102", first: 9) { nodes { findingId } } }`;
  await submit();
  await untilEach("it has arrived", (versions) => versions.length === 1);
  for (const reader of Object.values(readers)) {
    const { text, data } = await platform.as(reader).ask(below);
    expect(text).toContain("张某某");
    expect(data.searchCountyFindings.nodes).toEqual([{ findingId: written.id }]);
  }
  await round.clerk.does("clearTierFindingText", { ...written, confirmedNoPerson: false });
  for (const reader of Object.values(readers)) {
    const { text, data } = await platform.as(reader).ask(below);
    expect(text).not.toContain("张某某");
    expect(data).toMatchObject({
      countyFindings: { nodes: [{ id: written.id, description: "" }] },
      searchCountyFindings: { nodes: [] },
    });
  }
  await untilEach("it is sealed", ([first]) => JSON.stringify(first?.findings).includes('"description":""'));
  await submit();
  await untilEach("the masked one has arrived", (versions) => versions.length === 2);
  for (const tier of ["city", "province"] as const) {
    const { versions, text } = await receivedBy(tier);
    expect(text).not.toContain("张某某");
    const description = "驻村干部×××优亲厚友。（虚构）";
    expect(versions).toMatchObject([
      { version: 2, findings: { nodes: [{ description, sealedAt: null }] } },
      { version: 1, findings: { nodes: [{ description: "", sealedAt: expect.any(String) }] } },
    ]);
    expect(versions[0].difference.changed).toMatchObject([{ finding: { description }, before: null }]);
  }
  expect((await receivedBy("city", above)).versions).toMatchObject([
    { version: 1, findings: { nodes: [{ findingId: written.id, description: NAMED }] } },
  ]);
  const told = await until("the office knows that both have sealed it", async () => {
    const { data } = await round.clerk.ask(
      "{ countyFindings(first: 9) { nodes { sealReceipts { officeCode receivedAt } } } }",
    );
    const [{ sealReceipts }] = data.countyFindings.nodes;
    const arrived = sealReceipts.filter(({ receivedAt }: { receivedAt: string | null }) => receivedAt);
    return arrived.length === 2 && arrived;
  });
  expect(told.map(({ officeCode }: { officeCode: string }) => officeCode)).toEqual(["99", "9901"]);
});
