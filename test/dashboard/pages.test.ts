import { join } from "node:path";
import type { Page } from "playwright-core";
import { untilQuiet } from "../../scripts/dashboard/browser";
import { firstLoad } from "../../scripts/dashboard/build";
import { noticedOn } from "../../scripts/dashboard/noticed";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { aUnitSide, type UnitSide } from "../support/unitSide";
import { describeWhole, testWhole, WHOLE } from "../support/whole";
import { choices } from "./choices.suite";
import { Desk, goTo, loseFirst, PHONE } from "./desk";
import { followed } from "./followed.suite";
import { ledgerAndTodo } from "./ledger.suite";
import { Order } from "./order";
import { traysAndClues } from "./trays.suite";
import { ANSWERED, unitAnswers } from "./unit.suite";
import { officeAtWork } from "./work.suite";

const ROOT = join(__dirname, "../../..");
const FIRST_LOAD_BYTES = 700 * 1024;
const DIRECTOR = "county:990101.director";
const NEIGHBOUR = "county:990102.director";
const PROVINCE = "province:99.director";
const SCREEN = "county:990101.display";
const ADMIN = "county:990101.system";
const LATE_DAYS = 200;

let platform: TestPlatform;
let desk: Desk;
let order: Order;
let side: UnitSide;
/** whose people answer */
let answering: UnitSide;
beforeAll(async () => {
  platform = await borrowPlatform();
  desk = new Desk(platform);
  order = new Order(desk);
  // the workers number the county's journal, which is what is followed
  await Promise.all([desk.open(), buildSides(), platform.startWorkers()]);
});
afterAll(() => desk?.close());

async function buildSides(): Promise<void> {
  // units that were told so long ago are late by now
  side = await aUnitSide(platform, { findings: 2, fedBack: LATE_DAYS });
  answering = await aUnitSide(platform, { office: ANSWERED, findings: 2 });
  const targetIds = side.round.targets.map(({ id }) => id);
  await side.round.director.does("submitTierPublications", { targetIds });
}

async function follow(page: Page, name: string | RegExp): Promise<void> {
  await page.locator("main").getByRole("link", { name }).first().click();
  await untilQuiet(page);
}

const newerOperation = { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } };

const textOf = (page: Page, selector = "main") => page.locator(selector).innerText();

test("what a browser loads before the first page stays within its budget", () => {
  expect(firstLoad(join(ROOT, "dist/browser"))).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
});

test("a director signs in and comes to the address that was asked for; the token is written nowhere", async () => {
  // the issuer does not answer the first time
  const setUp = async (window: Page) => {
    await window.route("**/token", (route) => route.abort(), { times: 1 });
    window.once("requestfailed", () => void window.getByRole("button", { name: "登录" }).click());
  };
  const page = await desk.seat(DIRECTOR, "/ledger?tier=COUNTY&status=RECTIFYING", { setUp });
  desk.forgive(page);
  expect(page.url()).toBe(`${desk.url}/dashboard/ledger?tier=COUNTY&status=RECTIFYING`);
  expect(await textOf(page, ".who")).toMatch(/示例天区[\s\S]*办主任/);
  expect(await page.locator("main tbody a").count()).toBe(4);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toMatch(/eyJ|verifier/);
  await order.expectPage(page, "ledger");
  // whoever has no mouse goes past the navigation at once
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  await page.locator("main tbody a").first().click();
  await untilQuiet(page);
  expect(await textOf(page)).toContain("办理流程");
  expect(await textOf(page)).toContain("开始整改");
  // what its offices are called was lost: nobody has to load the page anew for it
  const names = await loseFirst(page, "RegionNames");
  await page.getByRole("button", { name: "查看谁能看到" }).click();
  await page.getByRole("cell", { name: "本办台账" }).first().waitFor();
  await page.getByRole("cell", { name: "示例甲市示例天区" }).first().waitFor();
  expect(names()).toBe(true);
  desk.forgive(page);
  await order.expectPage(page, "finding");
  const link = page.url();
  await desk.leave(page);

  const neighbour = await desk.seat(NEIGHBOUR, link.slice(`${desk.url}/dashboard`.length));
  const nothing = await textOf(neighbour);
  expect(nothing).toContain("没有这个页面，或您不能查看");
  // a link that was cut leads to the same
  await goTo(neighbour, "/findings/county:0");
  expect(await textOf(neighbour)).toBe(nothing);
  desk.forgive(neighbour);
  await desk.leave(neighbour);
});

describeWhole?.("what an office is asked for", () => ledgerAndTodo(() => ({ platform, desk, order })));

test("a province goes from its figures down to a finding, and back by the path", async () => {
  const page = await desk.seat(PROVINCE, "/overview");
  expect(await page.title()).toContain("总览");
  expect(await textOf(page)).toContain("未报");
  expect(await page.locator(".site-map path title").allTextContents()).toEqual(["示例甲市 整改率 0%"]);
  await order.expectPage(page, "overview of the province");
  await follow(page, /示例甲市/);
  await follow(page, /示例天区/);
  expect(await textOf(page)).toMatch(/问题总数/);
  await follow(page, /虚构第\d+轮/);
  await order.expectState(page, "round from above");
  await follow(page, /查看.*的问题/);
  // on paper it says by name of what these are the rows
  const heading = page.locator("main p.print-only").first();
  expect(await heading.textContent()).toMatch(/^县级 · 巡察对象：.+（虚构第\d+轮.*） · 新记录的在前$/);
  await follow(page, /民生项目公示不及时/);
  expect(await textOf(page)).toMatch(/报送版本/);
  await follow(page, "示例甲市");
  expect(new URL(page.url()).pathname).toBe("/dashboard/overview/9901");

  await page.getByRole("button", { name: "English" }).click();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await textOf(page, "nav.side")).toMatch(/Overview\s+To do\s+Ledger/);
  expect(await textOf(page, "main h2 >> nth=0")).toBe("Province");
  await page.getByRole("button", { name: "中文" }).click();
  await desk.leave(page);
});

testWhole?.(
  "a province reads the rows behind an alert of another tier, what is covered, and which offices are at work",
  async () => {
    const page = await desk.seat(PROVINCE, "/overview");
    // as many as were counted
    await page.getByRole("row", { name: /^县级/ }).getByRole("link", { name: "逾期 4" }).click();
    await untilQuiet(page);
    expect(page.url()).toMatch(/tier=COUNTY.*colour=RED/);
    expect(await page.locator("main tbody a").count()).toBe(4);
    await page.goBack();
    await untilQuiet(page);
    await goTo(page, "/coverage/99?tier=COUNTY");
    await order.expectPage(page, "coverage");
    await page.goBack();
    await untilQuiet(page);
    await follow(page, /查看有轮次进行的巡察办/);
    await page.getByRole("rowheader", { name: "示例天区委巡察办" }).waitFor();
    await order.expectPage(page, "offices");
    await page.goBack();
    await untilQuiet(page);
    await desk.leave(page);
  },
);

test("a unit reads what was fed back to it, in the dark too, and no office's pages", async () => {
  // a window less: that of the unit whose answers follow
  const { head } = WHOLE ? side : answering;
  const page = await desk.seat(head.person);
  expect(new URL(page.url()).pathname).toBe("/dashboard/unit");
  expect(await textOf(page)).toContain("民生项目公示不及时");
  expect(await textOf(page, "nav.side")).not.toContain("问题台账");
  await page.getByRole("button", { name: "账号" }).click();
  await page.getByRole("menuitem", { name: "深色" }).click();
  await page.getByRole("menu").waitFor({ state: "hidden" });
  await order.expectPage(page, "unit in the dark");
  await page.getByRole("button", { name: "账号" }).click();
  await page.getByRole("menuitem", { name: "退出登录" }).waitFor();
  await order.expectContrast(page, ".ant-dropdown");
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "hidden" });
  await goTo(page, "/ledger");
  expect(await textOf(page)).toContain("没有这个页面");
  await desk.leave(page);
});

test("on a telephone nothing is wider than the screen, and the menu opens by a button", async () => {
  const page = await desk.seat(DIRECTOR, "/overview", { size: PHONE });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(PHONE.width);
  await order.expectPage(page, "overview on a telephone");
  for (const name of ["待办", "问题台账"]) {
    await page.getByRole("button", { name: "菜单" }).click();
    await page.getByRole("dialog").getByRole("link", { name }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await untilQuiet(page);
    expect(await width()).toBeLessThanOrEqual(PHONE.width);
  }
  await desk.leave(page);
});

test("after an upgrade whoever comes to what is not there any more is told to refresh the page, and keeps everything else", async () => {
  const page = await desk.seat(DIRECTOR, "/ledger");
  const open = (name: string) => page.locator("nav.side").getByRole("link", { name }).click();
  const told = page.getByRole("alert").filter({ has: page.getByRole("button", { name: "刷新" }) });
  await page.route("**/dashboard/assets/**", (route) => route.fulfill({ status: 404 }));
  await open("交换");
  await told.getByText("可能是平台刚更新过").waitFor();
  // what the old page asks has changed, and its texts went with its files
  await page.route("**/graphql", (route) => {
    const isOld = route.request().postData()?.includes("DueBefore");
    return isOld ? route.fulfill({ json: { errors: [newerOperation] } }) : route.fallback();
  });
  await open("待办");
  await told.getByText("平台已更新，请刷新页面。", { exact: true }).waitFor();
  await open("问题台账");
  await page.locator("main tbody a").first().waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.unrouteAll();
  await open("交换");
  await page.getByRole("alert").getByRole("button", { name: "刷新" }).click();
  await page.getByRole("heading", { name: "交换", level: 1 }).waitFor();
  await untilQuiet(page);
  desk.forgive(page);
  await desk.leave(page);
});

testWhole?.("no English word is torn on a telephone, nor said or joined as in Chinese", async () => {
  const page = await desk.seat(DIRECTOR, "/overview", { size: PHONE });
  await page.getByRole("button", { name: "English" }).click();
  const offices = "/offices/990101?tier=COUNTY";
  for (const address of ["/todo", "/exchange", `/rounds/${side.round.id}`, offices, "/overview"]) {
    await goTo(page, address);
    expect({ address, noticed: await noticedOn(page, "en") }).toEqual({ address, noticed: [] });
  }
  await page.getByRole("button", { name: "中文" }).click();
  await desk.leave(page);
});

testWhole?.("while a tier is down the page says so, and shows the rest", async () => {
  const page = await desk.seat(PROVINCE, "/overview");
  await platform.kill("county");
  await goTo(page, "/overview/9902"); // of which nothing is in memory
  expect(await textOf(page)).toMatch(/县级系统暂时没有应答[\s\S]*市级/);
  // what one tier says of a city is not what there is of it
  await goTo(page, "/overview/99");
  await page.getByRole("link", { name: /^示例甲市.*未答全/ }).waitFor();
  await platform.startAgain("county");
  await page.getByText("县级系统暂时没有应答").first().waitFor({ state: "detached" });
  await desk.leave(page);
});

testWhole?.(
  "a wall screen reads figures and nothing else, and is still signed in when nobody has touched it for long",
  async () => {
    let rounds = () => false;
    const setUp = async (window: Page) => {
      await window.clock.install();
      rounds = await loseFirst(window, "RoundFigures");
      // its issuer starts later than the wall does, which nobody touches
      await window.route("**/.well-known/*", (route) => route.abort(), { times: 1 });
      window.once("requestfailed", () => void tryAgain(window));
    };
    const tryAgain = async (window: Page) => {
      await window.getByText("登录服务暂时没有应答").waitFor();
      await window.clock.fastForward("01:00");
    };
    const page = await desk.seat(SCREEN, "/", { setUp });
    expect(new URL(page.url()).pathname).toBe("/dashboard/wall");
    expect(await textOf(page)).toMatch(/问题总数[\s\S]*完成整改/);
    expect(await textOf(page)).not.toContain("民生项目公示不及时");
    await page.getByRole("alert").getByRole("button", { name: "重试" }).click();
    await page.getByRole("alert").waitFor({ state: "detached" });
    expect(rounds()).toBe(true);
    desk.forgive(page);
    await order.expectPage(page, "wall");
    const answerOfIssuer = (status: number) =>
      page.waitForResponse((answer) => answer.url().endsWith("/token") && answer.status() === status);
    const silent = { status: 503, headers: { "access-control-allow-origin": "*" } };
    await page.route("**/token", (route) => route.fulfill(silent), { times: 1 });
    const [passing, renewed] = [answerOfIssuer(503), answerOfIssuer(200)];
    await page.clock.fastForward("16:00");
    await passing;
    await page.clock.fastForward("01:00");
    await renewed;
    await page.getByRole("alert").waitFor({ state: "detached" });
    expect(await textOf(page)).toContain("问题总数");
    expect(await page.getByText("登录已过期").count()).toBe(0);
    desk.forgive(page);
    await goTo(page, "/ledger");
    expect(await textOf(page)).toContain("没有这个页面");
    await page.goBack();
    await page.route("**/graphql", (route) => {
      const isOld = route.request().postData()?.includes("RoundFigures");
      return isOld ? route.fulfill({ json: { errors: [newerOperation] } }) : route.fallback();
    });
    await page.route("**/assets/texts*", (route) => route.fulfill({ status: 404 }));
    await page.clock.fastForward("01:00");
    await page.getByRole("alert").getByText("平台已更新").waitFor();
    await page.unrouteAll();
    const anew = page.waitForEvent("load");
    await page.clock.fastForward("01:00");
    await anew;
    await page.getByText("问题总数").first().waitFor();
    desk.forgive(page);
    await desk.leave(page);
  },
);

testWhole?.("an administrator sees how the streams lag, and nothing of what is in them, and signs out", async () => {
  const page = await desk.seat(ADMIN);
  expect([await textOf(page, "nav.side"), await textOf(page, "h1")]).toEqual(["交换通道", "交换通道"]);
  await page.getByRole("rowheader", { name: "示例甲市示例天区 → 示例甲市" }).first().waitFor();
  await order.expectPage(page, "streams");
  await page.getByRole("button", { name: "账号" }).click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  await page.getByRole("button", { name: "退出登录 Sign out" }).click();
  await page.getByText("您已退出登录").waitFor();
});

describe("an inspected unit", () => unitAnswers(() => ({ platform, desk, side: answering, order })));
describeWhole?.("what goes sideways", () => traysAndClues(() => ({ platform, desk, side, order })));
describeWhole?.("what is chosen", () => choices(() => ({ platform, desk, order })));
describeWhole?.("what is followed", () => followed(() => ({ platform, desk, side: answering })));
describe("an office at work", () => officeAtWork(() => ({ platform, desk, order })));

// the last one: after it the desk has another gateway
test("what a county does appears on the province's screen by itself, also after the connection was lost", async () => {
  await desk.sendHome({ but: [PROVINCE, SCREEN, NEIGHBOUR] });
  const page = await desk.seat(PROVINCE, "/overview/990101");
  const wall = WHOLE ? await aWall() : undefined;
  const happened = page.getByRole("region", { name: "刚刚发生" });
  const keepLongTerm = async (place: number) => {
    const findings = side.round.findings.slice(place, place + 1);
    await side.round.director.does("moveTierFindings", {
      findings,
      command: "KEEP_LONG_TERM",
      note: "长期坚持。（虚构）",
    });
  };
  await keepLongTerm(0);
  await happened.getByText("长期坚持").first().waitFor();
  await page.getByRole("link", { name: /“长期坚持”背后的问题：1$/ }).waitFor();
  await wall?.standsStill("0");
  await wall?.goesOn("1");

  await desk.cutOff();
  await page.getByText("与平台的连接已断开").waitFor();
  // whoever goes on to another page meanwhile has it once the platform is there again
  const neighbour = WHOLE ? await desk.seat(NEIGHBOUR, "/reviews") : undefined;
  await neighbour?.getByRole("alert").getByText("无法连接平台").first().waitFor();
  await keepLongTerm(1);
  await desk.connectToAnother();
  await page.getByRole("link", { name: /“长期坚持”背后的问题：2$/ }).waitFor();
  await page.getByText("与平台的连接已断开").waitFor({ state: "detached" });
  await neighbour?.getByRole("alert").first().waitFor({ state: "detached" });
  await wall?.shows("2");
});

/** The wall screen, which stands still until it is told to go on. */
async function aWall() {
  const wall = await desk.seat(SCREEN);
  const longTerm = wall.locator("dl.wall-figures div", { hasText: "长期坚持" }).locator("dd");
  const aMinuteLater = () => wall.clock.fastForward("01:00");
  await wall.getByRole("button", { name: "定格", exact: true }).click();
  return {
    async standsStill(at: string) {
      await aMinuteLater();
      const shown = [await longTerm.innerText(), await textOf(wall, "header")];
      expect(shown).toEqual([at, expect.stringContaining("定格于")]);
    },
    async goesOn(at: string) {
      await wall.getByRole("button", { name: "恢复实时" }).click();
      await longTerm.getByText(at, { exact: true }).waitFor();
    },
    async shows(count: string) {
      await aMinuteLater();
      await longTerm.getByText(count, { exact: true }).waitFor();
    },
  };
}
