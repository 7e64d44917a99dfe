import { untilQuiet } from "../../scripts/dashboard/browser";
import { openReview } from "../support/builders";
import type { Versioned } from "../support/caller";
import type { TestPlatform } from "../support/platform";
import type { UnitSide } from "../support/unitSide";
import { type Desk, goTo, holdUp } from "./desk";
import type { Order } from "./order";

const CUSTODIAN = "county:990101.custodian";
const ORGANISATION = "county:990101.organisation";
const DIRECTOR = "county:990101.director";
const NEIGHBOUR = "county:990102.director";

interface Given {
  platform: TestPlatform;
  desk: Desk;
  side: UnitSide;
  order: Order;
}

/** What goes sideways between offices, and what only custodians have. */
export function traysAndClues(given: () => Given): void {
  test("a county releases the results of a round to its neighbour, who reads as much as was chosen and signs", async () => {
    const { desk, side, order } = given();
    const page = await desk.seat(DIRECTOR, `/rounds/${side.round.id}`);
    await page.getByRole("button", { name: "填写成果通报" }).click();
    await page.getByLabel(/^巡察办/).click();
    await page.locator(".ant-select-item-option", { hasText: "示例地县" }).click();
    await page.keyboard.press("Escape");
    await page.getByLabel("事由").fill("民生项目公示（虚构）");
    await page.getByLabel("可查阅至").fill("2099-01-31");
    await page.getByRole("button", { name: "确认成果通报" }).click();
    await page.getByText("已办理：成果通报").waitFor();

    const neighbour = await desk.seat(NEIGHBOUR, "/todo");
    await neighbour.getByRole("link", { name: "签收：民生项目公示（虚构）" }).click();
    const release = neighbour.locator("li", { hasText: "民生项目公示（虚构）" });
    await release.getByText("所列问题").click();
    expect(await release.innerText()).toMatch(/民生项目公示不及时[\s\S]*整改中/);
    await release.getByRole("button", { name: "签收" }).click();
    await release.getByRole("button", { name: "确认签收" }).click();
    await release.getByText("已签收", { exact: true }).waitFor();
    await order.expectState(neighbour, "in-tray with a release");
    await neighbour.locator("nav").getByRole("link", { name: "联合审核" }).click();
    await neighbour.getByRole("button", { name: "另行配置" }).click();
    await neighbour.getByLabel(/^自何日起/).fill("2099-01-01");
    await neighbour.getByRole("button", { name: "确认另行配置" }).click();
    await neighbour.getByText("已办理：另行配置").waitFor();

    await goTo(page, "/exchange?out");
    await page.getByText(/示例甲市示例地县 签收/).waitFor();
    expect(await page.getByRole("link", { name: "线索" }).count()).toBe(0);
    await desk.leave(page, neighbour);
  });

  test("a party of a joint review reads the plan and the report, and signs the grade that is proposed", async () => {
    const { desk, platform, side, order } = given();
    await openReview(side.round, side.round.targets[1] as Versioned);
    await platform.openAccount(ORGANISATION, "990101", ["ORGANISATION"]);
    const page = await desk.seat(ORGANISATION);
    await page.getByText("整改报告。（虚构）").waitFor();
    await page.getByRole("button", { name: "签署", exact: true }).click();
    await page.getByLabel(/^意见/).fill("同意。（虚构）");
    await page.getByRole("button", { name: "确认签署" }).click();
    await page.getByText("已办理：签署").waitFor();
    await page.getByRole("cell", { name: ORGANISATION }).waitFor();
    await order.expectPage(page, "joint reviews");
    await desk.leave(page);
  });

  test("a custodian registers a clue, and opens what is sealed by a step of its own", async () => {
    const { desk, platform, order } = given();
    await platform.openAccount(CUSTODIAN, "990101", ["CUSTODIAN"]);
    const page = await desk.seat(CUSTODIAN);
    await page.getByRole("button", { name: "填写线索" }).click();
    await page.getByLabel(/^内容/).fill("反映某村资金支出凭证与用途不符。（虚构）");
    await page.getByLabel(/^反映对象/).fill("某村干部（虚构）");
    const region = page.getByLabel(/^其所在地区/);
    await region.fill("990201");
    await page.locator(".ant-select-tree-title", { hasText: "示例乙市" }).waitFor();
    await region.fill("");
    await page.locator(".ant-select-tree-title", { hasText: "示例天区" }).click();
    for (const [name, option] of [
      ["干部管理权限", "县管"],
      ["事项", "违纪违法"],
    ] as const) {
      await page.getByRole("combobox", { name }).click();
      await page.locator(".ant-select-item-option", { hasText: option }).click();
    }
    await page.getByRole("button", { name: "确认登记线索" }).click();
    await page.getByText("已办理：登记线索").waitFor();
    const sealed = page.getByText("反映某村资金支出凭证与用途不符。（虚构）");
    await page.getByRole("button", { name: "启封查阅" }).first().waitFor();
    expect(await sealed.count()).toBe(0);
    await page.getByRole("button", { name: "启封查阅" }).first().click();
    await sealed.waitFor();
    await page.getByRole("definition").getByText("示例天区（990101）", { exact: true }).waitFor();
    await untilQuiet(page);
    await order.expectPage(page, "clues");
    await page.getByRole("button", { name: "收起" }).click();
    expect(await sealed.count()).toBe(0);
    // nothing that was opened is shown again without being asked for, which is what stands on record
    const held = await holdUp(page, "ClueText");
    await page.getByRole("button", { name: "启封查阅" }).first().click();
    await page.locator("[aria-busy=true]").waitFor();
    expect([await held.asked(), await sealed.count()]).toEqual([1, 0]);
    await held.letOn();
    await sealed.waitFor();
    await desk.leave(page);
  });
}
