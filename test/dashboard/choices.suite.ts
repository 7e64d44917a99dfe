import type { Page } from "playwright-core";
import { untilQuiet } from "../../scripts/dashboard/browser";
import { actAtOnce, aRound, type BuiltRound, openReview } from "../support/builders";
import type { Versioned } from "../support/caller";
import { aClue, clueHands, clueUntil } from "../support/clueCustody";
import { dayBefore } from "../support/officeDay";
import type { TestPlatform } from "../support/platform";
import { registerUnits } from "../support/unitSide";
import { type Desk, goTo, holdUp } from "./desk";
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

/** @returns how many rows would be printed */
async function rowsOnPaper(page: Page): Promise<number> {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => {
    window.print = () => {
      const printed = [...document.querySelectorAll("main tbody tr")].filter((row) => row.getClientRects().length > 0);
      document.title = `${printed.length}`;
    };
  });
  const button = page.getByRole("button", { name: "打印", includeHidden: true });
  await button.evaluate((each) => (each as HTMLButtonElement).click());
  await page.waitForFunction(() => /^\d+$/.test(document.title));
  // it says of what these are the rows
  await page.getByText("县级 · 新记录的在前").waitFor();
  await page.emulateMedia({ media: null });
  return Number(await page.title());
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

  test("a feedback goes to a further unit that was chosen; the ledger is turned page by page; a searched word stands in no address", async () => {
    const { desk, platform } = given();
    const { units } = await registerUnits(platform, NEIGHBOUR);
    const round = await aRound(NEIGHBOUR).withFindings(21).until("HEARD").on(platform);
    const open = await actAtOnce(round, "PROPOSED");
    const [copied] = await platform.sql<{ code: string; name: string }>(
      "county",
      "select code, name from unit where id = $1",
      [units[1].id],
    );
    const page = await desk.seat(`county:${NEIGHBOUR}.director`, `/targets/${round.targets[0]?.id}`);
    // what is withheld may be offered by now, of which nothing tells the page: it is not confirmed unseen either
    await page.getByText("暂不能办理").waitFor();
    const done = { actions: [open], command: "CANCEL", note: "已无必要。（虚构）" };
    await round.clerk.does("moveTierImmediateActions", done);
    await page.getByRole("button", { name: "反馈", exact: true }).first().click();
    const form = page.getByRole("form", { name: "办理：反馈" });
    const confirm = form.getByRole("button", { name: "确认反馈" });
    const receivers = form.getByRole("heading", { name: "将收到" });
    await receivers.waitFor();
    await confirm.click({ trial: true });
    // by what was shown for others nobody confirms: not until the answer has come, nor when it is lost
    const preview = await holdUp(page, "PreviewFeedback");
    await page.getByLabel(/^另抄送的单位/).fill(copied?.code ?? "");
    await page.locator(".ant-select-item-option", { hasText: `（${copied?.code}）` }).click();
    await page.keyboard.press("Escape");
    await form.getByText("正在读取").waitFor();
    expect([await receivers.count(), await confirm.isDisabled()]).toEqual([0, true]);
    await preview.lose();
    await form.getByRole("alert").getByText("无法连接平台").waitFor();
    expect([await receivers.count(), await confirm.isDisabled()]).toEqual([0, true]);
    desk.forgive(page);
    await form.getByRole("button", { name: "重试" }).click();
    // what it would read is shown before it is given
    const copy = form.getByRole("heading", { name: `${copied?.name}（抄送）将收到` });
    await copy.waitFor();
    await confirm.click({ trial: true });
    // what was shown of the same receivers before is there at once, and is not what anybody confirms by
    const kept = await holdUp(page, "PreviewFeedback");
    await form.locator(".ant-select-selection-item-remove").click();
    await copy.waitFor({ state: "detached" });
    expect([await receivers.count(), await confirm.isDisabled()]).toEqual([1, true]);
    await kept.lose();
    await form.getByRole("alert").getByText("无法连接平台").waitFor();
    expect([await receivers.count(), await confirm.isDisabled()]).toEqual([1, true]);
    desk.forgive(page);
    await form.getByRole("button", { name: "重试" }).click();
    await confirm.click({ trial: true });
    await page.getByLabel(/^另抄送的单位/).fill(copied?.code ?? "");
    await page.locator(".ant-select-item-option", { hasText: `（${copied?.code}）` }).click();
    await page.keyboard.press("Escape");
    await copy.waitFor();
    const step = await holdUp(page, "MoveTargets");
    await confirm.click();
    await form.getByRole("button", { name: "取消", disabled: true }).waitFor();
    expect(await receivers.count()).toBe(0);
    // without an answer the same is sent once more, whether its preview comes or not
    const next = await holdUp(page, "PreviewFeedback");
    await step.lose();
    await form.getByRole("button", { name: "取消", disabled: false }).waitFor();
    desk.forgive(page);
    await confirm.click({ trial: true });
    await next.letOn();
    await confirm.click();
    await page.getByText("已办理：反馈").waitFor();
    await page.getByText(`${copied?.name}（抄送）`, { exact: true }).waitFor();
    const feedback = page.getByRole("region", { name: "反馈", exact: true });
    await feedback.getByRole("button", { name: `查看反馈内容：${copied?.name}（抄送）` }).click();
    await feedback.getByText("民生项目公示不及时").first().waitFor();
    await feedback.getByRole("button", { name: "打印" }).waitFor();

    await page.locator("nav").getByRole("link", { name: "问题台账" }).click();
    await untilQuiet(page);
    const rows = page.locator("main tbody tr");
    expect(await rows.count()).toBe(20);
    await page.getByRole("button", { name: "下一页" }).click();
    await page.getByRole("button", { name: "上一页", disabled: false }).waitFor();
    await untilQuiet(page);
    const onTheLast = await rows.count();
    expect(onTheLast).toBeLessThan(20);
    await page.getByRole("button", { name: "上一页" }).click();
    await untilQuiet(page);
    expect(await rows.count()).toBe(20);
    expect(await rowsOnPaper(page)).toBe(20 + onTheLast);
    // a browser's own print has no more than the page, which it says
    await page.emulateMedia({ media: "print" });
    await page.getByText("仅本页；全部请用页面上的“打印”。").waitFor();
    await page.emulateMedia({ media: null });
    expect(await rows.count()).toBe(20);
    const search = page.getByLabel("检索标题和内容");
    await search.fill("公示");
    await search.press("Enter");
    const hits = page.locator("ul.hits").getByRole("link", { name: "民生项目公示不及时" });
    await hits.first().click();
    await page.getByText("办理流程").first().waitFor();
    await page.goBack();
    await hits.first().waitFor();
    const stored = await page.evaluate(() => [location.href, history.state, localStorage, sessionStorage]);
    expect(decodeURIComponent(JSON.stringify(stored))).not.toContain("公示");
    await desk.leave(page);
  });

  test("what is printed is of the page that it was asked for; what was lost is asked for once more, or forgotten with the page", async () => {
    const { desk } = given();
    const page = await desk.seat(`county:${NEIGHBOUR}.director`, "/ledger");
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset.prints = `${Number(document.body.dataset.prints ?? 0) + 1}`;
      };
    });
    const prints = () => page.evaluate(() => Number(document.body.dataset.prints ?? 0));
    const beginToPrint = async () => {
      const rows = await holdUp(page, "Findings");
      await page.getByRole("button", { name: "打印" }).click();
      await page.locator(".ant-btn-loading").waitFor();
      return rows;
    };
    const sortBy = async (option: string) => {
      await page.getByRole("combobox", { name: "排序" }).click();
      await page.locator(".ant-select-item-option", { hasText: option }).click();
    };
    const ofAnotherOrder = await beginToPrint();
    await sortBy("按编号");
    await ofAnotherOrder.letOn();
    await untilQuiet(page);
    const ofAPageThatIsLeft = await beginToPrint();
    await page.locator("nav").getByRole("link", { name: "待办" }).click();
    await page.getByRole("heading", { name: "待办", exact: true }).waitFor();
    await ofAPageThatIsLeft.letOn();
    await untilQuiet(page);
    expect(await prints()).toBe(0);

    await goTo(page, "/ledger");
    const lost = page.getByRole("alert").getByText("无法连接平台");
    await (await beginToPrint()).lose();
    await lost.waitFor();
    await page.getByRole("alert").getByRole("button", { name: "重试" }).click();
    await page.waitForFunction(() => document.body.dataset.prints === "1");
    expect(await lost.count()).toBe(0);
    await (await beginToPrint()).lose();
    await lost.waitFor();
    await sortBy("按编号");
    await lost.waitFor({ state: "detached" });
    desk.forgive(page);
    await desk.leave(page);
  });

  test("a region is chosen down to the village, though its villages were lost once, and one from elsewhere by its code", async () => {
    const { desk } = given();
    const page = await desk.seat(CITY, "/ledger?tier=COUNTY&region=990201");
    const filters = page.getByRole("region", { name: "筛选" });
    const region = filters.getByLabel("所在地及以下");
    await filters.getByText("示例乙市").waitFor();
    await region.fill("9999");
    await page.locator(".ant-empty-description", { hasText: "暂无数据" }).waitFor();
    await region.fill("");
    const open = (name: string) =>
      page.locator(".ant-select-tree-treenode", { hasText: name }).locator(".ant-select-tree-switcher").click();
    await open("示例天区");
    const villages = await holdUp(page, "RegionsBelow");
    await open("天字松街道");
    await page.locator(".ant-select-tree-switcher-loading-icon").waitFor();
    await villages.lose();
    await page.getByRole("alert").getByText("无法连接平台").waitFor();
    desk.forgive(page);
    await page.getByRole("button", { name: "重试" }).click();
    const village = page.locator(".ant-select-tree-title", { hasText: "天字松一社区" });
    await village.waitFor();
    await village.click();
    await untilQuiet(page);
    expect(page.url()).toContain("region=990101001001");
    await filters.getByTitle("天字松一社区").waitFor();
    await desk.leave(page);
  });

  test("a custodian refers a clue to the department that was chosen", async () => {
    const { desk, platform } = given();
    const hands = await clueHands(platform);
    const page = await desk.seat(hands.clearing.person, "/clues");
    const { id } = await clueUntil(hands, "APPROVED", aClue({ subject: { matter: "PERSONNEL" } }));
    const clue = page.locator("li", { hasText: id.slice(-8) });
    // nobody tells a custodian: the page asks when somebody comes back to it
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
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
    await topic.getByRole("button", { name: "确认挂接问题" }).click();
    await topic.locator("[data-missing]", { hasText: "本办台账中的问题" }).waitFor();
    await topic.getByLabel(/^对应清单的哪一题/).click();
    await page.locator(".ant-select-item-option", { hasText: "是否公示结算" }).click();
    const unit = await rowOf("990101", targets[0]?.id ?? "");
    await topic.getByLabel(/^本办台账中的问题/).fill(unit);
    await page.locator(".ant-select-item-option", { hasText: unit }).click();
    await page.keyboard.press("Escape");
    await topic.getByRole("button", { name: "确认挂接问题" }).click();
    await topic.getByText("已办理：挂接问题").waitFor();
    await topic.getByText("所列问题（1）").waitFor();
    // whoever opens the form again chooses anew
    await topic.getByRole("button", { name: "挂接问题", exact: true }).click();
    expect(await topic.locator(".ant-select-selection-item").count()).toBe(0);
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
      await page.getByText(/^请填写：该方在纸面签署的文号/).waitFor();
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
