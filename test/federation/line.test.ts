import { aFinding, aUnit, peopleOf } from "../support/builders";
import type { Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";

/** One round of a county, from the term to the recall of what was submitted, and what the province sees of it meanwhile. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const PROVINCE = "province:99.clerk";
/** 问题 3: from a city office down to the findings of its counties. */
const DRILL_DOWN = `query ($city: ID!) {
  cityOffice(code: $city) { name counties { code name rounds(first: 5) { nodes { id status documentNumber note
    targets { nodes { id status enteredOn note hearing { body } team { person }
      publications { version status revision isCurrent recallReason }
      findings { nodes { id title status liveStatus basis proof note region { pathName } } } } } } } } } }`;

async function provinceSees() {
  const answer = await platform.as(PROVINCE).ask(DRILL_DOWN, { city: "9901" });
  expect(answer.errors).toEqual([]);
  const county = answer.data.cityOffice.counties.find(({ code }: { code: string }) => code === "990101");
  const [round] = county.rounds.nodes;
  return { round, targets: round?.targets.nodes, text: answer.text };
}

describe("a county brings a round through", () => {
  const { clerk, director, approver } = {
    clerk: () => peopleOf(platform, "990101").clerk,
    director: () => peopleOf(platform, "990101").director,
    approver: () => peopleOf(platform, "990101").approver,
  };
  let round: Versioned;
  let targets: [Versioned, Versioned];
  let findings: Versioned[];

  const move = async (which: number[], command: string, on: string, more: object = {}) => {
    const some = which.map((i) => targets[i]);
    const moved = await director().does("moveTierRoundTargets", { targets: some, command, on, ...more });
    for (const target of moved) targets[targets.findIndex(({ id }) => id === target.id)] = target;
  };
  const step = async (caller: typeof clerk, command: string, some: Versioned[], note?: string) => {
    const moved = await caller().does("moveTierFindings", { findings: some, command, note });
    findings = findings.map((each) => moved.find(({ id }) => id === each.id) ?? each);
    return moved;
  };

  test("the clerk prepares what the director's term allows, and nobody above sees it", async () => {
    const term = { committee: "虚构一届区委", ordinal: 1, startsOn: "2021-07-01" };
    const [{ id: termId }] = (await director().does("openTierTerm", term)) as [Versioned];
    const units = await clerk().does("registerTierUnits", { units: [aUnit("990101"), aUnit("990101")] });
    const opening = { termId, ordinal: 1, kind: "REGULAR", title: "虚构第一轮巡察", synthetic: true };
    [round] = (await clerk().does("openTierRound", opening)) as [Versioned];
    const added = units.map(({ id }) => ({ unitId: id, method: "DIRECT_VILLAGE" }));
    targets = (await clerk().does("addTierRoundTargets", { roundId: round.id, targets: added })) as typeof targets;
    expect((await provinceSees()).round).toBeUndefined();
  });

  test("the leading group authorises it, and from then on the header is filed upward", async () => {
    const command = { ...round, command: "AUTHORISE", on: "2026-03-02", documentNumber: "虚巡〔2026〕1号" };
    [round] = (await approver().does("moveTierRound", command)) as [Versioned];
    const seen = await provinceSees();
    expect(seen.round).toMatchObject({
      id: round.id,
      status: "AUTHORISED",
      documentNumber: "虚巡〔2026〕1号",
      note: null,
    });
    expect(seen.targets).toHaveLength(2);
    expect(seen.targets[0]).toMatchObject({ status: "PLANNED", hearing: null, team: [], findings: { nodes: [] } });
  });

  test("the director appoints a team and enters; what is recorded stays in the county's book", async () => {
    const leader = { person: "county:990101.clerk", role: "LEADER", validFrom: "2026-03-02" };
    const member = { person: "county:990101.director", role: "MEMBER", validFrom: "2026-03-02" };
    await director().does("appointTierTeam", { targetIds: targets.map(({ id }) => id), members: [leader, member] });
    await move([0, 1], "ENTER", "2026-03-09");
    const input = { targetId: targets[0].id, findings: [aFinding(), aFinding(), aFinding({ title: "未列入报告" })] };
    findings = await clerk().does("recordTierFindings", input);
    await clerk().does("recordTierFindings", {
      targetId: targets[1].id,
      findings: [aFinding({ title: "另一对象的草稿" })],
    });
    const draft = findings[0] as Versioned;
    const [revised] = await clerk().does("reviseTierFinding", {
      ...draft,
      ...aFinding({ title: "改过的标题" }),
      synthetic: undefined,
    });
    findings[0] = revised as Versioned;
    const seen = await provinceSees();
    expect(seen.round.status).toBe("RUNNING");
    expect(seen.targets.map((target: { findings: { nodes: unknown[] } }) => target.findings.nodes)).toEqual([[], []]);
    expect(seen.text).not.toContain("改过的标题");
  });

  test("agreed, exchanged with the unit, reported and heard, but not submitted: still only the header is seen", async () => {
    const [first, second, third] = findings as [Versioned, Versioned, Versioned];
    await step(clerk, "AGREE", [first, second, third]);
    await step(clerk, "EXCHANGE_FACTS", findings.slice(0, 2), "单位无异议。（虚构）");
    await step(director, "DISMISS", findings.slice(2), "事实不成立。（虚构）");
    await step(clerk, "REPORT", findings.slice(0, 2));
    await move([0], "REPORT", "2026-04-17");
    await move([0], "HEAR", "2026-04-28", {
      hearing: { body: "领导小组", documentNumber: "虚听〔2026〕1号" },
      note: "同意",
    });
    await move([0], "FEED_BACK", "2026-05-06");
    await move([0], "START_RECTIFICATION", "2026-05-12");
    findings = findings.map(({ id, version }, i) => ({ id, version: i < 2 ? version + 2 : version }));
    const seen = await provinceSees();
    const heard = seen.targets.find(({ id }: Versioned) => id === targets[0].id);
    expect(heard).toMatchObject({ status: "RECTIFYING", note: null, hearing: null, findings: { nodes: [] } });
  });

  test("the preview says exactly who will see what", async () => {
    const preview = `query ($id: ID!) { countyPublicationPreview(targetId: $id) { version readers { officeCode rule }
      listed withheld { findingId status } refusal { code } } }`;
    const { data } = await director().ask(preview, { id: targets[0].id });
    expect(data.countyPublicationPreview).toEqual({
      version: 1,
      readers: [
        { officeCode: "9901", rule: "SUBMITTED" },
        { officeCode: "99", rule: "SUBMITTED" },
      ],
      listed: findings.slice(0, 2).map(({ id }) => id),
      withheld: [{ findingId: findings[2]?.id, status: "DISMISSED" }],
      refusal: null,
    });
  });

  test("once submitted, the province and the city read it as submitted, and no draft with it", async () => {
    await director().does("submitTierPublications", { targetIds: [targets[0].id], note: "首次报送" });
    const seen = await provinceSees();
    const submitted = seen.targets.find(({ id }: Versioned) => id === targets[0].id);
    expect(submitted.publications).toMatchObject([{ version: 1, status: "SUBMITTED", isCurrent: true }]);
    expect(submitted.findings.nodes.map(({ id }: Versioned) => id).sort()).toEqual(
      findings
        .slice(0, 2)
        .map(({ id }) => id)
        .sort(),
    );
    expect(submitted.findings.nodes).toContainEqual({
      id: findings[0]?.id,
      title: "改过的标题",
      status: "RECTIFYING",
      liveStatus: "RECTIFYING",
      basis: "PUBLISHED",
      proof: null,
      note: null,
      region: { pathName: "虚构省 示例甲市 示例天区 天字松街道 天字松一社区" },
    });
    expect(seen.text).not.toContain("另一对象的草稿");
    expect(seen.text).not.toContain("未列入报告");
    const city = await platform.as("city:9901.clerk").ask(DRILL_DOWN, { city: "9901" });
    expect(city.data).toEqual((await platform.as(PROVINCE).ask(DRILL_DOWN, { city: "9901" })).data);
  });

  test("the live status moves on for the province, the submitted one stays", async () => {
    await step(clerk, "CLAIM", findings.slice(0, 1), "整改佐证（虚构）");
    await step(director, "VERIFY", findings.slice(0, 1));
    const { data } = await platform
      .as(PROVINCE)
      .ask(
        `query ($id: ID!) { finding(id: $id) { id __typename ... on CountyFinding { status liveStatus proof publication { version } } } }`,
        { id: findings[0]?.id },
      );
    expect(data.finding).toEqual({
      id: findings[0]?.id,
      __typename: "CountyFinding",
      status: "RECTIFYING",
      liveStatus: "VERIFIED",
      proof: null,
      publication: { version: 1 },
    });
  });

  test("a second version supersedes the first, and is refused where nothing changed", async () => {
    await director().does("submitTierPublications", { targetIds: [targets[0].id] });
    const seen = (await provinceSees()).targets.find(({ id }: Versioned) => id === targets[0].id);
    expect(seen.publications).toMatchObject([
      { version: 2, isCurrent: true },
      { version: 1, isCurrent: false },
    ]);
    expect(seen.findings.nodes.map(({ status }: { status: string }) => status).sort()).toEqual([
      "RECTIFYING",
      "VERIFIED",
    ]);
    const again = await director().tries("submitTierPublications", { targetIds: [targets[0].id] });
    expect(again.refusal).toMatchObject({ code: "NOTHING_CHANGED" });
  });

  const versions = async () => {
    const query = `query ($id: ID!) { countyRoundTarget(id: $id) { publications { id version revision status commands } } }`;
    const { data } = await director().ask(query, { id: targets[0].id });
    return data.countyRoundTarget.publications;
  };
  const recalls = ({ id, revision }: { id: string; revision: number }) =>
    director().tries("recallTierPublication", { id, revision, reason: "内容有误（虚构）" });

  test("what a later version has taken the place of is not recalled from under it, and that is not offered", async () => {
    const [second, first] = await versions();
    expect([second.commands, first.commands]).toEqual([["RECALL"], []]);
    const before = await platform.fingerprint();
    const { refusal } = await recalls(first);
    expect(refusal).toMatchObject({
      ...{ code: "LAST_STANDING_VERSION_REQUIRED", subject: first.id },
      ...{ message: expect.stringMatching(/不能单独撤回/), remedy: expect.stringMatching(/请先撤回其后各版/) },
      ...{ remedyEn: expect.stringMatching(/recall the later ones first/) },
    });
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("a recall ends what the province sees and leaves a tombstone with the reason", async () => {
    const query = `query ($id: ID!) { countyRoundTarget(id: $id) { publications { id version revision } } }`;
    const { data } = await director().ask(query, { id: targets[0].id });
    const [{ id, revision }] = data.countyRoundTarget.publications;
    await director().does("recallTierPublication", { id, revision, reason: "内容有误（虚构）" });
    const seen = (await provinceSees()).targets.find((target: Versioned) => target.id === targets[0].id);
    expect(seen.findings.nodes).toEqual([]);
    expect(seen.publications[0]).toMatchObject({ version: 2, status: "RECALLED", recallReason: "内容有误（虚构）" });
    const one = await platform
      .as(PROVINCE)
      .ask(`query ($id: ID!) { finding(id: $id) { id ... on CountyFinding { title } } }`, {
        id: findings[0]?.id,
      });
    expect(one.text).not.toContain("改过的标题");
    // an earlier one does not come back, and can be taken back now: nothing that was told stays above for good
    const [recalled, first] = await versions();
    expect([recalled.commands, first.commands, first.status]).toEqual([[], ["RECALL"], "SUBMITTED"]);
    expect((await recalls(first)).items).toHaveLength(1);
    const none = (await provinceSees()).targets.find((target: Versioned) => target.id === targets[0].id);
    expect(none.publications).toMatchObject([
      { version: 2, status: "RECALLED" },
      { version: 1, status: "RECALLED", recallReason: "内容有误（虚构）" },
    ]);
    await director().does("submitTierPublications", { targetIds: [targets[0].id] });
    const after = (await provinceSees()).targets.find((target: Versioned) => target.id === targets[0].id);
    expect(after.publications[0]).toMatchObject({ version: 3, status: "SUBMITTED", isCurrent: true });
    expect(after.findings.nodes).toHaveLength(2);
  });
});
