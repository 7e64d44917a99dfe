import type { Page } from "playwright-core";
import type { Words } from "../../dashboard/words";
import { untilQuiet } from "./browser";

/** Leads on from the page before it, by what can be clicked there. */
type Step = (page: Page, words: Words) => Promise<void>;

export interface Stop {
  /** of the picture */
  name: string;
  /** below /dashboard; without one it is where the stop before it was */
  path?: string;
  step?: Step;
}

interface Tour {
  account: string;
  stops: readonly Stop[];
}

const link =
  (selector: string): Step =>
  async (page) =>
    page.locator(`main ${selector}`).first().click();

const button =
  (nameIn: (words: Words) => string): Step =>
  async (page, words) =>
    page
      .getByRole("button", { name: nameIn(words), exact: true })
      .first()
      .click();

const steps =
  (...all: readonly Step[]): Step =>
  async (page, words) => {
    for (const step of all) {
      await step(page, words);
      await untilQuiet(page);
    }
  };

const search =
  (text: string): Step =>
  async (page, words) => {
    const field = page.getByLabel(words.ledger.search);
    await field.fill(text);
    await field.press("Enter");
  };

/** A command that waits for its form to be filled in. */
const form =
  (nameIn: (words: Words) => string): Step =>
  async (page, words) => {
    await button(nameIn)(page, words);
    await page.locator("form.command-form").first().waitFor();
  };

/** The first of the commands that are not offered now: asked for, and refused with a reason. */
const whyNot: Step = async (page) => {
  await page.locator("fieldset .ant-btn-dashed").first().click();
  await page.locator("form.command-form button[type=submit]").first().click();
  await page.locator("main .ant-alert").first().waitFor();
};

/** A row that cannot be read, tried. */
const wrongRow: Step = async (page, words) => {
  await page
    .getByLabel(words.work.ledger.pasted)
    .fill("某村\t标题（虚构）\t内容（虚构）\tGRASSROOTS_POLICY\t没有这个类别\t是");
  await button(({ work }) => work.ledger.dryRun)(page, words);
  await page.locator("main [role=alert] table").waitFor();
};

const COUNTY: Tour = {
  account: "county:990101.director",
  stops: [
    { name: "overview-county", path: "/overview/990101" },
    {
      name: "definition",
      step: async (page, words) =>
        page
          .getByRole("button", { name: words.overview.definitionOf(words.overview.figure.overdue) })
          .first()
          .click(),
    },
    { name: "rounds", path: "/rounds" },
    { name: "round-opened", step: form(({ work }) => work.prepare.command.OPEN) },
    { name: "round", path: "/rounds", step: link("ul a[href*='/rounds/']") },
    { name: "round-team", step: form(({ work }) => work.prepare.command.APPOINT) },
    {
      name: "release",
      path: "/rounds",
      step: steps(
        link("ul a[href*='/rounds/']"),
        form(({ trays }) => trays.beginRelease),
      ),
    },
    {
      name: "target",
      path: "/overview/990101",
      step: steps(link("a[href*='/rounds/']"), link("a[href*='/targets/']")),
    },
    { name: "why-not", step: whyNot },
    { name: "submission-preview", step: button(({ work }) => work.submit.preview) },
    { name: "reviews", path: "/reviews" },
    { name: "review-parties", step: form(({ work }) => work.review.command.SET) },
    { name: "todo", path: "/todo" },
    {
      name: "target-rectifying",
      step: async (page, words) =>
        page.getByRole("region", { name: words.todo.obligations }).getByRole("link").first().click(),
    },
    { name: "exchange-in-county", path: "/exchange" },
    { name: "linking", step: form(({ trays }) => trays.link) },
    { name: "exchange-out-county", path: "/exchange?out" },
    {
      name: "ledger",
      path: "/ledger?tier=COUNTY&sort=DUE&due=..2030-12-31&columns=ordinal,title,unit,liveStatus,liveStatusAt",
    },
    { name: "ledger-columns", step: button(({ ledger }) => ledger.columns) },
    { name: "finding", path: "/ledger?tier=COUNTY", step: link("tbody a[href*='/findings/']") },
    { name: "who-sees", step: button(({ finding }) => finding.showWhoSees) },
    {
      name: "finding-rectifying",
      path: "/ledger?tier=COUNTY&status=RECTIFYING",
      step: link("tbody a[href*='/findings/']"),
    },
    {
      name: "ledger-of-target",
      path: "/todo",
      step: steps(link("section a[href*='/targets/']"), link(".panel-extra a[href*='/ledger']")),
    },
    { name: "search", path: "/ledger?tier=COUNTY", step: search("公益") },
    { name: "account", path: "/todo", step: button(({ account }) => account) },
  ],
};

const CLERK: Tour = {
  account: "county:990101.clerk",
  stops: [
    { name: "ledger-empty", path: "/ledger?tier=COUNTY&found=2001-01-01..2001-01-02" },
    { name: "finding-draft", path: "/ledger?tier=COUNTY&status=DRAFT", step: link("tbody a[href*='/findings/']") },
    { name: "round-clerk", step: link("nav a[href*='/rounds/']") },
    { name: "bring-ledger", step: wrongRow },
    { name: "target-entered", step: link("a[href*='/targets/']") },
  ],
};

/** Each page as somebody has it who works with it; what is opened on it; and what is shown where there is nothing to show. */
export const TOURS: readonly Tour[] = [
  {
    account: "province:99.director",
    stops: [
      { name: "overview-province", path: "/overview/99" },
      { name: "overview-city", path: "/overview/9901" },
      { name: "overview-silent", path: "/overview/990103" },
      { name: "ledger-province", path: "/ledger?tier=COUNTY&region=99" },
      { name: "coverage", path: "/coverage/99?tier=COUNTY" },
      { name: "offices", path: "/offices/99?tier=COUNTY" },
      { name: "exchange-in-province", path: "/exchange" },
      { name: "exchange-out-province", path: "/exchange?out" },
      { name: "order-form", step: form(({ exchange }) => exchange.issue.begin) },
      { name: "supervision-form", path: "/exchange?out", step: form(({ trays }) => trays.beginProposal) },
      { name: "not-found", path: "/findings/county:0" },
      { name: "wall", path: "/wall/99" },
    ],
  },
  COUNTY,
  CLERK,
  {
    account: "county:990101.custodian",
    stops: [
      { name: "clues", path: "/clues" },
      { name: "clue-open", step: button(({ clues }) => clues.open) },
      { name: "clue-form", path: "/clues", step: form(({ clues }) => clues.begin) },
    ],
  },
  { account: "county:990101.discipline", stops: [{ name: "clues-received", path: "/clues" }] },
  { account: "county:990101.organisation", stops: [{ name: "reviews-party", path: "/reviews" }] },
  { account: "county:990101.system", stops: [{ name: "streams", path: "/streams" }] },
  { account: "county:990101.security", stops: [{ name: "no-page" }] },
  {
    account: "city:9901.director",
    stops: [
      { name: "exchange-in", path: "/exchange" },
      { name: "exchange-out", path: "/exchange?out" },
      { name: "todo-city", path: "/todo" },
      {
        name: "target-city",
        path: "/rounds",
        step: steps(link("ul a[href*='/rounds/']"), link("a[href*='/targets/']")),
      },
    ],
  },
  {
    account: "county:990101.unit-head",
    stops: [
      { name: "unit", path: "/unit" },
      {
        name: "unit-answers",
        step: async (page) => page.locator("main fieldset button").first().click(),
      },
    ],
  },
  { account: "county:990101.superior-body", stops: [{ name: "unit-superior", path: "/unit" }] },
  { account: "county:990101.display", stops: [{ name: "wall-county" }] },
];

/** The few that the README shows. */
export const README_TOURS: readonly Tour[] = [
  {
    account: "province:99.director",
    stops: [
      { name: "overview", path: "/overview/99" },
      { name: "wall", path: "/wall/99" },
    ],
  },
  { account: "county:990101.director", stops: [{ name: "ledger", path: "/ledger?tier=COUNTY" }] },
];
