import { aRound, type BuiltRound, openReview } from "../support/builders";
import type { Versioned } from "../support/caller";
import { aClue, clueHands, clueUntil } from "../support/clueCustody";
import { dayBefore } from "../support/officeDay";
import type { TestPlatform } from "../support/platform";
import { registerUnits } from "../support/unitSide";
import type { Desk } from "./desk";
import type { Order } from "./order";

const CITY = "city:9901.director";
const DIRECTOR = "county:990101.director";
const NEIGHBOUR = "990102";
const PAPER = "990103";

interface Given {
  platform: TestPlatform;
  desk: Desk;
  order: Order;
}

/** What is chosen by its name: whom something goes to, and what is shown to others; and what a superior enters for an office on paper. */
export function choices(given: () => Given): void {
  const rowOf = async (office: string, targetId: string) => {
    const [row] = await given().platform.sql<{ unit_name: string }>(
      "county",
      "select unit_name from round_target where office = $1 and id = $2",
      [office, targetId],
    );
    return row?.unit_name ?? "";
  };

  test("a feedback goes to a further unit that was chosen; a searched word stands in no address", async () => {
    const { desk, platform } = given();
    const { units } = await registerUnits(platform, NEIGHBOUR);
    const round = await aRound(NEIGHBOUR).until("HEARD").on(platform);
    const [copied] = await platform.sql<{ code: string; name: string }>(
      "county",
      "select code, name from unit where id = $1",
      [units[1].id],
    );
    const page = await desk.seat(`county:${NEIGHBOUR}.director`, `/targets/${round.targets[0]?.id}`);
    await page.getByRole("button", { name: "反馈", exact: true }).first().click();
    await page.getByLabel(/^另抄送的单位/).fill(copied?.code ?? "");
    await page.locator(".ant-select-item-option", { hasText: `（${copied?.code}）` }).click();
    await page.keyboard.press("Escape");
    await page.getByText(`${copied?.name}（抄送）将收到`).waitFor();
    await page.getByRole("button", { name: "确认反馈" }).click();
    await page.getByText("已办理：反馈").waitFor();
    await page.getByText(`${copied?.name}（抄送）`, { exact: true }).waitFor();

    await page.locator("nav").getByRole("link", { name: "问题台账" }).click();
    const search = page.getByLabel("检索标题和内容");
    await search.fill("公示");
    await search.press("Enter");
    const hits = page.locator("ul.hits").getByRole("link", { name: "民生项目公示不及时" });
    await hits.first().click();
    await page.getByText("办理流程").first().waitFor();
    await page.goBack();
    await hits.first().waitFor();
    const kept = await page.evaluate(() => [location.href, history.state, localStorage, sessionStorage]);
    expect(decodeURIComponent(JSON.stringify(kept))).not.toContain("公示");
    await desk.leave(page);
  });

  test("a custodian refers a clue to the department that was chosen", async () => {
    const { desk, platform } = given();
    const hands = await clueHands(platform);
    const { id } = await clueUntil(hands, "APPROVED", aClue({ subject: { matter: "PERSONNEL" } }));
    const page = await desk.seat(hands.clearing.person, "/clues");
    const clue = page.locator("li", { hasText: id.slice(-8) });
    await clue.getByRole("button", { name: "移送", exact: true }).click();
    await clue.getByLabel(/^移送给/).click();
    await page.locator(".ant-select-item-option", { hasText: "组织部" }).click();
    await clue.getByRole("button", { name: "确认移送" }).click();
    await clue.getByText("移送中", { exact: true }).first().waitFor();
    await clue.getByText("示例甲市示例天区 组织部", { exact: true }).waitFor();
    await desk.leave(page);
  });

  test("a county joins what the city proposes, and shows the findings that it chose", async () => {
    const { desk, platform, order } = given();
    const city = platform.as(CITY);
    const { findings, targets } = await aRound("990101").until("HEARD").on(platform);
    const [proposed] = (await city.does("proposeTierSupervision", {
      ...{ kind: "SAME_TOPIC", title: "虚构：结算公示", checklist: ["是否公示结算？", "资料是否齐全？"] },
      ...{ startsOn: "2026-03-01", endsOn: dayBefore(-60), offices: ["990101"], synthetic: true },
    })) as [Versioned];
    await city.does("moveTierSupervision", { ...proposed, command: "OPEN" });
    const page = await desk.seat(DIRECTOR, "/exchange");
    const topic = page.locator("li", { hasText: "虚构：结算公示" });
    await topic.getByRole("button", { name: "参加", exact: true }).click();
    await topic.getByRole("button", { name: "确认参加" }).click();
    await topic.getByRole("button", { name: "挂接问题", exact: true }).click();
    await topic.getByLabel(/^对应清单的哪一题/).click();
    await page.locator(".ant-select-item-option", { hasText: "是否公示结算" }).click();
    await topic.getByLabel(/^本办台账中的问题/).fill(await rowOf("990101", targets[0]?.id ?? ""));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await topic.getByRole("button", { name: "确认挂接问题" }).click();
    await topic.getByText("已办理：挂接问题").waitFor();
    await topic.getByText("所列问题（1）").waitFor();
    await order.expectState(page, "joint supervision with a finding");
    const linked = await platform.sql(
      "county",
      "select finding_id from released_finding where release_id in (select id from release where supervision_id = $1)",
      [proposed.id],
    );
    expect(linked).toEqual([{ finding_id: findings[0]?.id }]);
    await desk.leave(page);
  });

  test("what the parties of an office on paper signed there is recorded by the director above, with its number", async () => {
    const { desk, platform, order } = given();
    const enrol = (as: string) =>
      platform.sql("county", "update office set enrolment = $1 where code = $2", [as, PAPER]);
    await enrol("ON_PAPER");
    try {
      const round: BuiltRound = await aRound(PAPER).enteredBy("9901").until("RECTIFYING").on(platform);
      await openReview(round, round.targets[0] as Versioned);
      const page = await desk.seat(CITY, `/targets/${round.targets[0]?.id}`);
      await page.getByRole("button", { name: "代录纸面签署" }).click();
      await page.getByLabel(/^代表哪一方/).click();
      await page.locator(".ant-select-item-option").last().click();
      await page.getByLabel(/^意见/).fill("同意。（虚构）");
      await page.getByRole("button", { name: "确认代录纸面签署" }).click();
      await page.getByText(/不予办理/).waitFor();
      await page.getByLabel(/^该方在纸面签署的文号/).fill("虚审〔2026〕7号");
      await page.getByRole("button", { name: "确认代录纸面签署" }).click();
      await page.getByText("已办理：代录纸面签署").waitFor();
      await page.getByText("纸面签署，文号 虚审〔2026〕7号，代录").waitFor();
      await order.expectState(page, "review of an office on paper");
      await desk.leave(page);
    } finally {
      await enrol("ENROLLED");
    }
  });
}
