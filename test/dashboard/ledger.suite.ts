import type { Page, Route } from "playwright-core";
import { untilQuiet } from "../../scripts/dashboard/browser";
import type { TestPlatform } from "../support/platform";
import { type Desk, goTo, holdUp, loseFirst } from "./desk";
import type { Order } from "./order";

const DIRECTOR = "county:990101.director";
/** the clock of this window is set forward */
const CLERK_BESIDE = "county:990102.clerk";

interface Given {
  platform: TestPlatform;
  desk: Desk;
  order: Order;
}

/** What an office looks up in its ledger, and what its to-do list asks of it. */
export function ledgerAndTodo(given: () => Given): void {
  test("a ledger is sorted, given columns, kept as a view and exported", async () => {
    const { desk } = given();
    const page = await desk.seat(DIRECTOR, "/ledger?tier=COUNTY&status=RECTIFYING");
    await page.getByRole("combobox", { name: "排序" }).click();
    await page.locator(".ant-select-item-option", { hasText: "按编号" }).click();
    await page.getByRole("button", { name: "选择列" }).click();
    await page.getByRole("checkbox", { name: "序号" }).check();
    await page.getByRole("columnheader", { name: "序号" }).waitFor();
    await untilQuiet(page);
    expect(page.url()).toContain("status=RECTIFYING&sort=NUMBER&columns=ordinal%2Ctitle");
    // each target numbers its own
    expect(await page.locator("main tbody td:first-child").allInnerTexts()).toEqual(["1", "2", "1", "2"]);
    const filtered = page.url();
    await page.getByRole("button", { name: "常用视图" }).click();
    await page.getByLabel("视图名称").fill("整改中的");
    await page.getByRole("button", { name: "存为视图" }).click();
    await page.getByRole("button", { name: "常用视图" }).click();
    await page.getByRole("button", { name: "清除筛选" }).click();
    await untilQuiet(page);
    expect(page.url()).not.toContain("status=");
    await page.getByRole("button", { name: "常用视图" }).click();
    await page.getByRole("button", { name: "整改中的", exact: true }).click();
    await untilQuiet(page);
    expect(page.url()).toBe(filtered);
    const [sheet] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出 Excel" }).click(),
    ]);
    expect(sheet.suggestedFilename()).toMatch(/\.xlsx$/);
    // a table without a column has no row to click
    await goTo(page, "/ledger?tier=COUNTY&columns=title");
    await page.getByRole("button", { name: "选择列" }).click();
    await page.getByRole("checkbox", { name: "标题", disabled: true }).waitFor();
    await page.keyboard.press("Escape");
    await desk.leave(page);
  });

  test("a file that cannot be had leaves the page where it is", async () => {
    const { desk } = given();
    const page = await desk.seat(DIRECTOR, "/ledger?tier=COUNTY");
    const elsewhere = async (route: Route) => {
      if (!route.request().postData()?.includes("ExportLedger")) return route.fallback();
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/"path":"[^"]*"/, '"path":"/files/over"');
      return route.fulfill({ response: answer, body });
    };
    await page.route("**/graphql", elsewhere);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出 Excel" }).click(),
    ]);
    expect(await file.failure()).not.toBeNull();
    await page.unroute("**/graphql", elsewhere);
    await page.getByRole("heading", { name: "问题台账" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/dashboard/ledger");
    desk.forgive(page);
    await desk.leave(page);
  });

  test("what there is to choose from comes by itself, also when it was lost more often than there are parts of a page that ask for it", async () => {
    const { desk } = given();
    const timesLost = 5;
    let terms = () => false;
    const setUp = async (window: Page) => {
      await window.clock.install();
      terms = await loseFirst(window, "TaxonomyTerms", timesLost);
    };
    const page = await desk.seat(CLERK_BESIDE, "/ledger", { setUp });
    // nobody waits longer than that between two tries
    const aPauseLater = async () => {
      await page.clock.fastForward("01:30");
      await untilQuiet(page);
    };
    for (let tried = 0; tried < timesLost && !terms(); tried++) await aPauseLater();
    expect(terms()).toBe(true);
    await aPauseLater();
    await page.getByRole("combobox", { name: "监督重点" }).click();
    await page.locator(".ant-select-item-option").first().waitFor();
    desk.forgive(page);
    await desk.leave(page);
  });

  test("what was lost of the to-do page is asked for by whoever wants it", async () => {
    const { desk, order } = given();
    const page = await desk.seat(DIRECTOR, "/ledger");
    const invitations = await loseFirst(page, "InvitedTo");
    await page.locator("nav").getByRole("link", { name: "待办" }).click();
    const arrived = page.getByRole("region", { name: "待签收、待答复的来件" });
    await arrived.getByRole("alert").getByRole("button", { name: "重试" }).click();
    await arrived.getByRole("alert").waitFor({ state: "detached" });
    expect(invitations()).toBe(true);
    desk.forgive(page);
    await order.expectPage(page, "todo");
    await desk.leave(page);
  });

  test("what is owed is recorded as done once, though its answer was lost, and taken back with a reason where it was a mistake", async () => {
    const { desk, platform, order } = given();
    const page = await desk.seat(DIRECTOR, "/todo");
    const owed = page.getByRole("region", { name: "督促、研判、汇报" });
    const boxes = owed.getByRole("checkbox");
    const labels = () => boxes.evaluateAll((all) => all.map((box) => box.getAttribute("aria-label")));
    const before = await labels();
    await boxes.first().check();
    await boxes.nth(1).check();
    await owed.getByRole("button", { name: "记为已办", exact: true }).click();
    await owed.getByLabel(/^办理情况/).fill("已实地督促。（虚构）");
    const confirm = owed.getByRole("button", { name: "确认记为已办" });
    const step = await holdUp(page, "FulfilObligations");
    await confirm.click();
    await owed.getByRole("button", { name: "取消", disabled: true }).waitFor();
    await step.lose();
    await owed.getByText("没有收到结果").waitFor();
    desk.forgive(page);
    // what was sent without an answer is not sent once more for others that are chosen now, and nothing is sent for none
    await boxes.first().uncheck();
    await boxes.nth(1).uncheck();
    expect([await confirm.isDisabled(), await owed.getByText("没有收到结果").count()]).toEqual([true, 0]);
    await boxes.nth(1).check();
    // of what nobody was told: it is refused, and seen as it is now
    await platform.sql("county", "update obligation set version = version + 1 where status = 'SCHEDULED'");
    await confirm.click();
    await owed.getByText(/不予办理/).waitFor();
    await untilQuiet(page);
    await confirm.click();
    await owed.getByText("已办理：记为已办").waitFor();
    expect(await labels()).toEqual(before.filter((_, place) => place !== 1));

    await owed.getByRole("region", { name: "刚记为已办的" }).getByRole("link").click();
    const done = owed.getByRole("listitem").filter({ hasText: "已实地督促。（虚构）" });
    await done.getByRole("checkbox").check();
    await owed.getByRole("checkbox", { checked: false }).first().check();
    await owed.getByText("所选各项没有可一并办理的操作").waitFor();
    await owed.getByRole("checkbox", { checked: true }).last().uncheck();
    await owed.getByRole("button", { name: "撤回误记", exact: true }).click();
    await owed.getByRole("button", { name: "确认撤回误记" }).click();
    await owed.getByText(/^请填写：理由/).waitFor();
    await order.expectState(page, "what was done, about to be taken back");
    await owed.getByLabel(/^理由/).fill("误记他项。（虚构）");
    await owed.getByRole("button", { name: "确认撤回误记" }).click();
    await owed.getByText("已办理：撤回误记").waitFor();
    expect(await done.count()).toBe(0);
    await goTo(page, "/todo");
    expect(await labels()).toEqual(before);
    await desk.leave(page);
  });

  test("what is late is counted, and the count leads to it", async () => {
    const { desk } = given();
    const page = await desk.seat(DIRECTOR, "/overview");
    const red = page
      .getByRole("region", { name: "三色预警" })
      .getByRole("row")
      .getByRole("link", { name: /^逾期 \d+$/ });
    const [counted] = /\d+$/.exec(await red.innerText()) ?? [];
    await red.click();
    await untilQuiet(page);
    expect(page.url()).toMatch(/colour=RED.*sort=DUE/);
    expect(await page.locator("main tbody a").count()).toBe(Number(counted));
    await desk.leave(page);
  });
}
