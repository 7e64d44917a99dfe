import type { Dialog, Page, Route } from "playwright-core";
import { untilQuiet } from "../../scripts/dashboard/browser";
import { aFinding, aRound, aUnit, type BuiltRound } from "../support/builders";
import type { Versioned } from "../support/caller";
import { aGate } from "../support/gate";
import type { TestPlatform } from "../support/platform";
import { registerUnits } from "../support/unitSide";
import { until } from "../support/until";
import { testWhole, WHOLE } from "../support/whole";
import { type Desk, goTo, holdUp, PHONE } from "./desk";
import type { Order } from "./order";

const CLERK = "county:990101.clerk";
const CITY = "city:9901.director";
const DIRECTOR = "county:990101.director";
const PROVINCE = "province:99.director";

interface Given {
  platform: TestPlatform;
  desk: Desk;
  order: Order;
}

/** An office at work in the browser: records, is refused, submits, and the offices above and below see it arrive. */
export function officeAtWork(given: () => Given): void {
  let round: BuiltRound;
  let target: Versioned;
  /** the same, where the tests before have brought it so far in the pages */
  let reported: Versioned;
  beforeAll(async () => {
    const { platform } = given();
    round = await aRound("990101").until("ENTERED").on(platform);
    target = round.targets[0] as Versioned;
    const built = WHOLE ? round : await aRound("990101").withFindings(3).until("REPORTED").on(platform);
    reported = built.targets[0] as Versioned;
  });
  const pathOf = ({ id }: Versioned) => `/targets/${id}`;
  const targetPath = () => pathOf(target);
  const recorded = () =>
    given().platform.sql<{ title: string; status: string }>(
      "county",
      "select title, status from finding where target_id = $1 order by ordinal",
      [target.id],
    );

  testWhole?.("a round is opened, given a unit, and a team", async () => {
    const { desk, platform, order } = given();
    // more than a list of choices holds at once
    const many = Array.from({ length: 100 }, () => aUnit("990101"));
    await platform.as(CLERK).does("registerTierUnits", { units: many });
    const { units } = await registerUnits(platform, "990101");
    const [unit] = await platform.sql<{ code: string }>("county", "select code from unit where id = $1", [units[0].id]);
    const page = await desk.seat(DIRECTOR, "/rounds");
    await order.expectPage(page, "rounds");
    const confirm = (name: string) => page.getByRole("button", { name: `确认${name}` }).click();
    await page.getByRole("button", { name: "开设轮次" }).click();
    await page.getByLabel(/^第几轮/).fill("九十");
    await page.getByLabel(/^标题/).fill("虚构第九十轮");
    await confirm("开设轮次");
    await page.getByText("应为整数").waitFor();
    expect(await page.getByText("没有收到结果").count()).toBe(0);
    desk.forgive(page);
    await page.getByLabel(/^第几轮/).fill("90");
    await confirm("开设轮次");
    await page.getByRole("link", { name: "虚构第九十轮" }).click();
    await page.getByRole("button", { name: "加入对象" }).click();
    await page.getByRole("button", { name: "再载入单位" }).click();
    await page.getByRole("button", { name: "再载入单位" }).waitFor({ state: "detached" });
    await page.getByLabel(/^单位/).fill(unit?.code ?? "");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await confirm("加入对象");
    await page.getByText("已办理：加入对象").waitFor();
    await page.getByRole("button", { name: "组建巡察组" }).click();
    await page.getByLabel(/^账号（/).click();
    await page.locator(".ant-select-item-option", { hasText: DIRECTOR }).click();
    await page.keyboard.press("Escape");
    await page.getByLabel(/^组内职务/).click();
    await page.keyboard.press("Enter");
    await page.getByLabel(/^自/).fill("2026-01-01");
    await confirm("组建巡察组");
    await page.getByRole("cell", { name: `组长 ${DIRECTOR}` }).waitFor();
    await order.expectState(page, "round in preparation");
    await desk.leave(page);
  });

  test("a clerk records a finding, by hand and once only though its answer was lost, and clears its text", async () => {
    const { desk, order, platform } = given();
    const page = await desk.seat(CLERK, targetPath());
    const form = page.getByRole("form", { name: "记录问题" });
    await form.getByLabel("标题").fill("虚构：公示不及时");
    await form.getByRole("button", { name: "记录" }).click();
    await page.getByText("请填写：监督重点、类别。").waitFor();
    // the first of them
    expect(await form.getByLabel(/^监督重点/).evaluate((field) => field === document.activeElement)).toBe(true);
    await form.getByLabel("内容").fill("结算情况由张某某未按时公示。（虚构）");
    for (const name of ["监督重点", "类别"]) {
      await form.getByLabel(name).click();
      await page.keyboard.press("Enter");
    }
    let isLost = false;
    await page.route("**/graphql", async (route) => {
      if (isLost || !route.request().postData()?.includes("RecordFindings")) return route.continue();
      isLost = true;
      await route.fetch();
      // what is under way is not written over: it would be emptied with what it is taken for
      await form.getByLabel("标题").and(page.locator(":disabled")).waitFor();
      return route.abort();
    });
    await form.getByRole("button", { name: "记录" }).click();
    await page.getByText("没有收到结果").waitFor();
    desk.forgive(page);
    await form.getByRole("button", { name: "记录" }).click();
    await page.getByText("已记录为草稿，序号 1").waitFor();
    await page.unroute("**/graphql");
    expect(await recorded()).toEqual([{ title: "虚构：公示不及时", status: "DRAFT" }]);
    await order.expectPage(page, "target");
    // what may name somebody is revised, masked or confirmed where the remedy of a refusal leads: on its page
    await page.getByRole("status").getByRole("link", { name: "详情" }).click();
    await page.getByText(/“张某某”/).waitFor();
    await order.expectState(page, "finding that may name somebody");
    await page.getByRole("button", { name: "修改文字" }).click();
    const revised = page.getByRole("form", { name: /修改文字/ });
    expect(await revised.getByLabel("标题").inputValue()).toBe("虚构：公示不及时");
    await revised.getByLabel("内容").fill("由张某某和李某某公示。（虚构）");
    await expectAskedBeforeLeaving(page, () => revised.getByLabel("内容").inputValue());
    // somebody else was faster: their words stand there by themselves, and what was written is still to be sent
    await platform.as(DIRECTOR).does("reviseTierFinding", await revisedMeanwhile(platform, target));
    await page.getByRole("button", { name: "确认修改文字" }).click();
    await page.getByText(/不予办理：此记录在您读取之后已有改动[\s\S]*页面已重新读取/).waitFor();
    await page.getByRole("heading", { name: "虚构：公示一再不及时" }).waitFor();
    await page.getByRole("button", { name: "确认修改文字" }).click();
    await page.getByText(/“李某某”/).waitFor();
    await page.getByRole("button", { name: "遮盖所提示之处" }).click();
    await page.getByRole("button", { name: "确认遮盖所提示之处" }).click();
    await page.getByText("已办理：遮盖所提示之处").waitFor();
    expect(await page.getByText("文本疑似涉及个人").count()).toBe(0);
    await desk.leave(page);
  });

  testWhole?.("whose sign-in has ended signs in by another window, and sends what they had written", async () => {
    const { desk, platform } = given();
    const { targets } = await aRound("990101").until("ENTERED").on(platform);
    const page = await desk.seat(CLERK, pathOf(targets[0] as Versioned));
    const form = page.getByRole("form", { name: "记录问题" });
    await form.getByLabel("标题").fill("虚构：写到一半");
    for (const name of ["监督重点", "类别"]) {
      await form.getByLabel(name).click();
      await page.keyboard.press("Enter");
    }
    const refuse = (route: Route) => route.fulfill({ status: 400, json: { error: "invalid_grant" } });
    const unknown = { errors: [{ message: "未登录。", extensions: { code: "UNAUTHENTICATED" } }] };
    const forget = (route: Route) => route.fulfill({ status: 401, json: unknown });
    await page.route("**/token", refuse);
    await page.route("**/graphql", forget);
    await form.getByRole("button", { name: "记录" }).click();
    await page.getByText("登录后可继续提交").waitFor();
    await page.unroute("**/token", refuse);
    await page.unroute("**/graphql", forget);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("登录后可继续提交").waitFor({ state: "detached" });
    expect(await form.getByLabel("标题").inputValue()).toBe("虚构：写到一半");
    await form.getByRole("button", { name: "记录" }).click();
    await page.getByText("已记录为草稿，序号 1").waitFor();
    desk.forgive(page);
    await desk.leave(page);
  });

  testWhole?.("rows from a spreadsheet are tried first, told row by row, and recorded whole", async () => {
    const { desk, platform, order } = given();
    const [unit] = await platform.sql<{ unit_name: string }>(
      "county",
      "select unit_name from round_target where id = $1",
      [target.id],
    );
    const page = await desk.seat(CLERK, `/rounds/${round.id}`);
    const csv = `单位名称,标题,内容,监督重点,类别,合成数据\n${unit?.unit_name},虚构：票据不全,说明。（虚构）,GRASSROOTS_POLICY,工程项目,是`;
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "台账.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.getByRole("button", { name: "试运行" }).click();
    await page.getByText("可记录 1 条").waitFor();
    await page.getByRole("button", { name: "不用此文件" }).click();
    const rowsOf = (category: string) =>
      ["虚构：账目不清", "虚构：考勤不严"]
        .map((title) => [unit?.unit_name, title, "说明。（虚构）", "GRASSROOTS_POLICY", category, "是"].join("\t"))
        .join("\n");
    await page.getByLabel(/粘贴的行/).fill(rowsOf("没有这个类别"));
    await page.getByRole("button", { name: "试运行" }).click();
    await page.getByText("有 2 处需改正").waitFor();
    expect(await page.getByRole("row", { name: /^1 E 类别/ }).count()).toBe(1);
    expect(await page.getByRole("row", { name: /^2 E 类别/ }).count()).toBe(1);
    desk.forgive(page);
    const pasted = page.getByLabel(/粘贴的行/);
    await pasted.fill(rowsOf("工程项目"));
    // what is being tried is not exchanged for what nobody has tried
    const tried = aGate();
    await page.route("**/files/**", (route) => tried.opened.then(() => route.continue()));
    await page.getByRole("button", { name: "试运行" }).click();
    await pasted.and(page.locator(":disabled")).waitFor();
    tried.open();
    await page.getByText("可记录 2 条").waitFor();
    expect(await recorded()).toHaveLength(1);
    await order.expectPage(page, "round with a ledger");
    await page.getByRole("button", { name: "记录 2 条" }).click();
    await page.getByText("已记录 2 条").waitFor();
    expect(await recorded()).toHaveLength(3);
    await desk.leave(page);
  });

  const stepsOn = (page: Page) => ({
    begin: (name: string) => page.getByRole("button", { name, exact: true }).first().click(),
    confirm: (name: string) => page.getByRole("button", { name: `确认${name}`, exact: true }).click(),
  });

  test("what is refused says why and what would help", async () => {
    const { desk, order } = given();
    const page = await desk.seat(CLERK, targetPath());
    const { begin, confirm } = stepsOn(page);
    await begin("报告");
    await confirm("报告");
    await page.getByText(/不予办理：尚有问题/).waitFor();
    await page.getByText(/怎么办：/).waitFor();
    await order.expectState(page, "refusal");
    await page.getByRole("button", { name: "取消" }).click();
    await desk.leave(page);
  });

  testWhole?.("a draft is written anew, and what seems to name somebody in it is masked", async () => {
    const { desk, platform, order } = given();
    const built = await aRound("990101").until("ENTERED").on(platform);
    const named = aFinding({ title: "虚构：账目不请", description: "此项由张某某负责。（虚构）" });
    const input = { targetId: built.targets[0]?.id, findings: [named] };
    const [draft] = (await built.clerk.does("recordTierFindings", input)) as [Versioned];
    const page = await desk.seat(CLERK, `/findings/${draft.id}`);
    const { begin, confirm } = stepsOn(page);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByText(/“张某某”/).waitFor();
    await begin("修改文字");
    await page.getByRole("button", { name: "取消" }).click();
    // whoever has no mouse goes on where they were
    expect(await focused()).toBe("修改文字");
    await begin("修改文字");
    await page.getByLabel(/^标题/).fill("虚构：账目不清");
    // another command was looked at meanwhile
    await begin("遮盖所提示之处");
    await begin("修改文字");
    // and somebody else has written on it, of which nobody was told
    await platform.sql("county", "update finding set version = version + 1 where id = $1", [draft.id]);
    await confirm("修改文字");
    await page.getByText("页面已重新读取。请核对现在的内容，再确认。").waitFor();
    await untilQuiet(page);
    await confirm("修改文字");
    await page.getByRole("heading", { name: "虚构：账目不清" }).waitFor();
    await page.getByText("已办理：修改文字").waitFor();
    expect(await focused()).toContain("已办理：修改文字");
    await order.expectState(page, "draft with advice");
    await begin("遮盖所提示之处");
    await confirm("遮盖所提示之处");
    await page.getByText("已办理：遮盖所提示之处").waitFor();
    expect(await page.getByText(/“张某某”/).count()).toBe(0);
    await desk.leave(page);
  });

  testWhole?.("several findings move together, and their target with them", async () => {
    const { desk } = given();
    const page = await desk.seat(CLERK, targetPath());
    const { begin, confirm } = stepsOn(page);
    for (const box of await page.getByRole("checkbox", { name: /^选择/ }).all()) await box.check();
    await begin("组务会通过");
    await confirm("组务会通过");
    await page.getByText("已办理：组务会通过").waitFor();
    await begin("交换意见");
    await confirm("交换意见");
    await page.getByText(/^请填写：被巡察党组织的意见/).waitFor();
    await page.getByLabel(/被巡察党组织的意见/).fill("单位无异议。（虚构）");
    await confirm("交换意见");
    await page.getByText("已办理：交换意见").waitFor();
    await page.getByRole("link", { name: "虚构：公示不及时" }).click();
    await untilQuiet(page);
    await begin("列入报告");
    await confirm("列入报告");
    await page.getByText("已办理：列入报告").waitFor();
    expect((await recorded()).map(({ status }) => status)).toEqual(["REPORTED", "FACTS_EXCHANGED", "FACTS_EXCHANGED"]);
    await goTo(page, targetPath());
    await page.getByRole("checkbox", { name: /账目不清/ }).check();
    await page.getByRole("checkbox", { name: /考勤不严/ }).check();
    await begin("列入报告");
    await confirm("列入报告");
    await page.getByText("已办理：列入报告").waitFor();
    await begin("报告");
    await confirm("报告");
    await page.getByText("已办理：报告").waitFor();
    await desk.leave(page);
  });

  test("a director sees who will see what, submits, and the city sees it arrive by itself and accepts", async () => {
    const { desk, order } = given();
    const above = await desk.seat(CITY, "/exchange");
    const province = await desk.seat(PROVINCE, "/overview/990101");
    const page = await desk.seat(DIRECTOR, pathOf(reported));
    await page.getByRole("button", { name: "预览报送" }).click();
    await page.getByText("现在不能报送").waitFor();
    await page.getByRole("button", { name: "听取汇报", exact: true }).click();
    await page.getByLabel(/听取汇报的会议/).fill("虚构书记专题会");
    await page.getByLabel(/^文号/).fill("虚专〔2026〕1号");
    await page.getByRole("button", { name: "确认听取汇报" }).click();
    const send = page.getByRole("button", { name: "确认报送" });
    await send.click({ trial: true });
    await page.getByText("将报送的问题（3）").waitFor();
    await page.getByText(/示例甲市（报送）/).waitFor();
    await order.expectState(page, "preview of a submission");
    await send.click();
    await page.getByText("已报送第 1 版").waitFor();

    const happened = province.getByRole("region", { name: "刚刚发生" });
    const arrived = happened.getByRole("listitem").filter({ has: province.getByText("报送", { exact: true }) });
    expect(await arrived.first().getByRole("link").getAttribute("href")).toContain("/ledger?tier=COUNTY&target=county");
    await above
      .getByRole("link", { name: /查看.*的问题：3 个问题/ })
      .first()
      .waitFor();
    await order.expectPage(above, "in-tray");
    await above.getByRole("button", { name: "接收", exact: true }).first().click();
    await above.getByRole("button", { name: "确认接收" }).click();
    await above.getByText("已办理：接收").waitFor();
    await goTo(page, "/exchange?out");
    await page.getByText("已接收").first().waitFor();
    await desk.leave(page, above, province);
  });

  testWhole?.("what could not be previewed, or only from memory, is not submitted", async () => {
    const { desk, platform } = given();
    // more than a page of them
    const { targets } = await aRound("990101").withFindings(101).until("HEARD").on(platform);
    const page = await desk.seat(DIRECTOR, pathOf(targets[0] as Versioned));
    const send = page.getByRole("button", { name: "确认报送" });
    await page.getByRole("button", { name: "预览报送" }).click();
    await send.click({ trial: true });
    await untilQuiet(page);
    expect(await page.locator(".preview").innerText()).not.toContain("county:");
    // opened once more, what was kept of it is there at once
    const preview = await holdUp(page, "PreviewSubmission");
    await page.getByRole("button", { name: "预览报送" }).click();
    await page.getByRole("button", { name: "预览报送" }).click();
    await page.getByText("将报送的问题（101）").waitFor();
    expect(await send.isDisabled()).toBe(true);
    await preview.lose();
    await page.getByRole("alert").getByText("无法连接平台").waitFor();
    expect(await send.isDisabled()).toBe(true);
    desk.forgive(page);
    await page.getByRole("button", { name: "重试" }).click();
    await send.click({ trial: true });
    await desk.leave(page);
  });

  testWhole?.(
    "what was accepted is recalled, sent once more as its second version, and comes back with a reason only",
    async () => {
      const { desk } = given();
      const page = await desk.seat(DIRECTOR, "/exchange?out");
      const above = await desk.seat(CITY, "/exchange");
      await page.getByRole("button", { name: "撤回报送" }).first().click();
      await page.getByLabel(/理由/).fill("重复报送。（虚构）");
      await page.getByRole("button", { name: "确认撤回报送" }).click();
      await above.getByText("已撤回，内容不再显示").first().waitFor();
      await round.director.does("submitTierPublications", { targetIds: [target.id] });
      await goTo(above, "/todo");
      await above.getByRole("region", { name: "待接收的报送" }).getByText("报送第 2 版").waitFor();
      await goTo(above, "/exchange");
      await above.getByRole("button", { name: "退回" }).first().click();
      await above.getByRole("button", { name: "确认退回" }).click();
      await above.getByText(/^请填写：理由/).waitFor();
      await desk.leave(page, above);
    },
  );

  testWhole?.(
    "an order goes down and its answer comes up, on both screens by themselves; also on a telephone, in English",
    async () => {
      const { desk, order } = given();
      const below = await desk.seat(DIRECTOR, "/exchange", { size: PHONE });
      await below.getByRole("button", { name: "English" }).click();
      const page = await desk.seat(CITY, "/exchange?out");
      await page.getByRole("button", { name: "填写派单" }).click();
      const form = page.getByRole("form", { name: "下达派单" });
      await form.getByLabel(/^承办巡察办/).click();
      await page.locator(".ant-select-item-option", { hasText: "示例天区" }).click();
      await page.keyboard.press("Escape");
      await form.getByLabel(/^标题/).fill("虚构：专项核查");
      await form.getByLabel(/^交办内容/).fill("请报告核查情况。（虚构）");
      // closed by mistake: what was written is there again
      await page.getByRole("button", { name: "填写派单" }).click();
      expect(await form.count()).toBe(0);
      await page.getByRole("button", { name: "填写派单" }).click();
      await form.getByRole("button", { name: "确认下达" }).click();
      await page.getByText("已下达 1 单").waitFor();
      await below.getByText("虚构：专项核查").waitFor();
      expect(await below.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
      await below.getByRole("button", { name: "Sign for it" }).click();
      await below.getByRole("button", { name: "Confirm: Sign for it" }).click();
      await below.getByRole("button", { name: "Answer", exact: true }).click();
      await below.getByLabel(/^Answer/).fill("已核查。（虚构）");
      await below.getByRole("button", { name: "Confirm: Answer" }).click();
      await order.expectState(below, "order on a telephone");
      await page.getByText("已反馈").first().waitFor();
      await page.getByText("已核查。（虚构）").waitFor();
      await page.getByRole("button", { name: "办结" }).click();
      await page.getByRole("button", { name: "确认办结" }).click();
      await below.getByText("Closed", { exact: true }).waitFor();
      await order.expectState(page, "out-tray");
      await desk.leave(page, below);
    },
  );
}

/** What somebody beside writes about the one draft of a target. */
async function revisedMeanwhile(platform: TestPlatform, target: Versioned): Promise<object> {
  const [draft] = await platform.sql<Versioned & { focus: string; category: string }>(
    "county",
    "select id, version, focus, category from finding where target_id = $1",
    [target.id],
  );
  return { ...draft, title: "虚构：公示一再不及时", description: "", furtherUnitIds: [], confirmedNoPerson: false };
}

/** By a link, by Back and by a reload: whoever stays has what they wrote. */
async function expectAskedBeforeLeaving(page: Page, written: () => Promise<string>): Promise<void> {
  const [before, address] = [await written(), page.url()];
  const asked: string[] = [];
  const stay = async (dialog: Dialog) => {
    asked.push(dialog.message());
    await dialog.dismiss();
  };
  page.on("dialog", stay);
  await page.locator("nav.side").getByRole("link", { name: "待办" }).click();
  await page.evaluate(() => history.back());
  await until("Back has asked", () => asked.length === 2);
  expect(asked).toEqual(Array.from({ length: 2 }, () => expect.stringContaining("尚未提交")));
  expect(await page.evaluate(() => window.dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(false);
  expect([await written(), page.url()]).toEqual([before, address]);
  page.off("dialog", stay);
}
