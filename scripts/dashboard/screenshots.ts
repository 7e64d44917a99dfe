import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { withPlatform } from "../figures/platform";
import { readAccountsFile } from "../issuer/accounts";
import { runMain } from "../runMain";
import { type Account, openBrowser, signInAt, untilShown } from "./browser";

const FOLDER = "screenshots";

/** How a page is looked at. */
const LOOKS = [
  { name: "light", theme: "light", width: 1440, height: 900 },
  { name: "dark", theme: "dark", width: 1440, height: 900 },
  { name: "phone", theme: "light", width: 390, height: 844 },
] as const;

/** Whose pages, and which. A step leads on from the page before it, by what can be clicked there. */
const TOURS: readonly { account: string; pages: readonly { name: string; path?: string; step?: string }[] }[] = [
  {
    account: "province:99.director",
    pages: [
      { name: "overview-province", path: "/overview/99" },
      { name: "overview-city", path: "/overview/9901" },
      { name: "ledger-province", path: "/ledger?tier=COUNTY&region=99" },
      { name: "coverage", path: "/coverage/99?tier=COUNTY" },
    ],
  },
  {
    account: "county:990101.director",
    pages: [
      { name: "overview-county", path: "/overview/990101" },
      { name: "round", step: "main a[href*='/rounds/']" },
      { name: "todo", path: "/todo" },
      {
        name: "ledger",
        path: "/ledger?tier=COUNTY&sort=DUE&due=..2030-12-31&columns=ordinal,title,unit,liveStatus,liveStatusAt",
      },
      { name: "finding", step: "main tbody a[href*='/findings/']" },
      { name: "search", path: "/ledger?tier=COUNTY&text=%E5%85%AC%E7%9B%8A" },
    ],
  },
  { account: "county:990101.system", pages: [{ name: "streams", path: "/streams" }] },
  { account: "county:990101.unit-head", pages: [{ name: "unit", path: "/unit" }] },
  { account: "province:99.director", pages: [{ name: "wall", path: "/wall/99" }] },
  { account: "county:990101.display", pages: [{ name: "wall-county" }] },
];

/** `npm run -s screenshots`: a picture of each page, light, dark and as narrow as a telephone, into `screenshots/`. */
async function main(options: readonly string[]): Promise<number> {
  const english = options.includes("--english");
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return withPlatform(process.env, say, async (environment) => {
    const url = environment.GATEWAY_URL ?? `http://127.0.0.1:${environment.GATEWAY_PORT || 4000}`;
    const accounts = readAccountsFile(join(environment.PLATFORM_DATA ?? "data", "accounts.json"));
    mkdirSync(FOLDER, { recursive: true });
    const browser = await openBrowser();
    try {
      for (const look of LOOKS) {
        for (const tour of TOURS) {
          const account = accounts.find(({ id }) => id === tour.account);
          if (!account) throw new Error(`the demonstration has no account ${tour.account}`);
          await takeTour(browser, url, account, tour.pages, look, english ? "en" : "zh");
        }
      }
    } finally {
      await browser.close();
    }
    say(`pictures of each page are in ${FOLDER}/`);
    return 0;
  });
}

async function takeTour(
  browser: Browser,
  url: string,
  account: Account,
  pages: (typeof TOURS)[number]["pages"],
  look: (typeof LOOKS)[number],
  language: string,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: language === "zh" ? "zh-CN" : "en-GB",
  });
  const preferences = JSON.stringify({ language, theme: look.theme });
  await context.addInitScript((kept) => localStorage.setItem("inspection.preferences", kept), preferences);
  const page = await context.newPage();
  await signInAt(page, `${url}/dashboard/`, account);
  for (const { name, path, step } of pages) {
    if (path) await page.goto(`${url}/dashboard${path}`);
    else if (step) await page.locator(step).first().click();
    // a page that was gone to begins at the issuer, which sends it back
    await untilShown(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${look.name}.png`), fullPage: true });
  }
  await context.close();
}

runMain(main);
