import type { Locator, Page } from "playwright-core";
import type { TestPlatform } from "../support/platform";
import type { UnitSide } from "../support/unitSide";
import { testWhole } from "../support/whole";
import { type Desk, PHONE } from "./desk";
import type { Order } from "./order";

/** beside the office whose findings the other tests count */
export const ANSWERED = "990102";
const DIRECTOR = `county:${ANSWERED}.director`;

interface Given {
  platform: TestPlatform;
  desk: Desk;
  side: UnitSide;
  order: Order;
}

/** What a unit answers, and what the office does with it, each in a window of its own. */
export function unitAnswers(given: () => Given): void {
  const step = async (page: Page, name: string, fields: Record<string, string> = {}) => {
    await page.getByRole("button", { name, exact: true }).first().click();
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(new RegExp(label)).first().fill(value);
    await page.getByRole("button", { name: `确认${name}`, exact: true }).click();
    await page.getByText(`已办理：${name}`).first().waitFor();
  };

  const targetPath = () => `/targets/${given().side.round.targets[0]?.id}`;
  const sitsDown = () => given().desk.seat(given().side.head.person, "/unit", { size: PHONE });
  /** What a unit can still answer to, each with its number. */
  const answerable = async (unit: Page) => {
    const rows = unit.getByRole("listitem").filter({ has: unit.getByRole("button", { name: "提出异议" }) });
    const numbers = (await rows.locator("strong").allInnerTexts()).map((title) => title.split(".")[0]);
    return { first: rows.first(), numbers };
  };
  const open = (office: Page, number: string | undefined) =>
    office
      .getByRole("listitem")
      .filter({ hasText: new RegExp(`^${number}\\.`) })
      .getByRole("link")
      .click();
  /** Somebody comes back to the window. */
  const looksAgain = (unit: Page) => unit.evaluate(() => window.dispatchEvent(new Event("focus")));

  test("a unit signs and claims; its claim comes back with a reason", async () => {
    const { desk, platform, side, order } = given();
    const unit = await sitsDown();
    await step(unit, "签收反馈");
    const { numbers } = await answerable(unit);
    await step(unit, "申请销号", { "^整改佐证": "已公示。（虚构）" });
    await unit.getByRole("button", { name: "撤回申请" }).waitFor();
    expect(await unit.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await order.expectState(unit, "unit on a telephone");

    const office = await desk.seat(DIRECTOR, targetPath());
    await order.expectState(office, "target in rectification");
    await open(office, numbers[0]);
    await step(office, "退回整改", { "^理由": "佐证不全。（虚构）" });
    const asked: string[] = [];
    unit.on("request", (request) => {
      if (request.url().endsWith("/graphql")) asked.push(JSON.parse(request.postData() ?? "{}").operationName);
    });
    await looksAgain(unit);
    await unit.getByText("佐证不全。（虚构）").waitFor();
    expect(asked).toContain("UnitFeedback");
    expect(asked).not.toContain("Viewer"); // who somebody is does not change by the half minute
    const reasons = await platform.sql<{ n: string }>(
      "county",
      "select count(*) as n from finding where target_id = $1 and status = 'RECTIFYING'",
      [side.round.targets[0]?.id],
    );
    expect(Number(reasons[0]?.n)).toBe(2);
    await desk.leave(office, unit);
  });

  testWhole?.("a unit plans and brings a proof; its plan comes back, and its objection is decided", async () => {
    const { desk, order } = given();
    const unit = await sitsDown();
    await submitsPlan(unit);
    const { first, numbers } = await answerable(unit);
    await bringsProofs(unit, first);
    await step(unit, "提出异议", { "^理由": "与事实不符。（虚构）" });
    await order.expectState(unit, "unit with a plan on a telephone");

    const office = await desk.seat(DIRECTOR, targetPath());
    await step(office, "退回方案", { "^理由": "措施不具体。（虚构）" });
    await open(office, numbers[0]);
    await office.getByRole("button", { name: "虚构佐证.pdf" }).waitFor();
    await step(office, "维持原认定", { "^理由": "事实清楚。（虚构）" });
    await desk.leave(office);
    await looksAgain(unit);
    await unit.getByText(/维持 · 事实清楚/).waitFor();
    await unit.getByText("措施不具体。（虚构）").waitFor();
    await prints(unit);
    await desk.leave(unit);
  });
}

async function submitsPlan(unit: Page): Promise<void> {
  await unit.getByRole("button", { name: "提交整改方案" }).click();
  await unit.getByRole("button", { name: "确认提交整改方案" }).click();
  await unit.getByText(/^请填写：整改方案、.*措施/).waitFor();
  await unit.getByLabel(/^整改方案/).fill("按季公示。（虚构）");
  for (const measure of await unit.getByLabel(/· 措施/).all()) await measure.fill("建立台账。（虚构）");
  for (const post of await unit.getByLabel(/· 责任人/).all()) await post.fill("党组织负责人（虚构）");
  for (const day of await unit.getByLabel(/· 完成时限/).all()) await day.fill("2099-01-15");
  await unit.getByRole("button", { name: "确认提交整改方案" }).click();
  await unit.getByText("已办理：提交整改方案").waitFor();
}

/** One, and another by mistake. */
async function bringsProofs(unit: Page, finding: Locator): Promise<void> {
  const pdf = { name: "虚构佐证.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n% 虚构\n%%EOF\n") };
  await finding.locator("input[type=file]").setInputFiles(pdf);
  await unit.getByText("已上传“虚构佐证.pdf”").waitFor();
  await finding.locator("input[type=file]").setInputFiles({ ...pdf, name: "误传.pdf" });
  await unit.getByText("已上传“误传.pdf”").waitFor();
  const mistaken = unit.getByRole("group", { name: "文件“误传.pdf”" });
  await mistaken.getByRole("button", { name: "撤回佐证" }).click();
  await unit.getByLabel(/^理由/).first().fill("误传。（虚构）");
  await unit.getByRole("button", { name: "确认撤回佐证" }).click();
  await unit.getByRole("button", { name: "误传.pdf" }).waitFor({ state: "detached" });
}

async function prints(unit: Page): Promise<void> {
  await unit.emulateMedia({ media: "print" });
  await unit.evaluate(() => {
    window.print = () => {
      document.title = document.querySelector("main")?.innerText ?? "";
    };
  });
  await unit
    .getByRole("button", { name: "打印", includeHidden: true })
    .first()
    .evaluate((button) => (button as HTMLButtonElement).click());
  const printed = await unit.title();
  expect(printed).toMatch(/打印于/);
  expect(printed).toMatch(/佐证不全/);
  expect(printed).not.toMatch(/申请销号/);
}
