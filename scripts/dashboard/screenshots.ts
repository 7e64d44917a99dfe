import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { withPlatform } from "../figures/platform";
import { readAccountsFile } from "../issuer/accounts";
import { runMain } from "../runMain";
import { type Account, openBrowser, signInAt, untilShown } from "./browser";

const FOLDER = "screenshots";

/** How a page is looked at. */
interface Look {
  name: string;
  theme: string;
  width: number;
  height: number;
  /** not the whole page, however long it is */
  onlyWhatIsSeen?: true;
  /** pixels of the picture for one of the page */
  scale?: number;
}
const LOOKS: readonly Look[] = [
  { name: "light", theme: "light", width: 1440, height: 900 },
  { name: "dark", theme: "dark", width: 1440, height: 900 },
  { name: "phone", theme: "light", width: 390, height: 844 },
];

interface Tour {
  account: string;
  pages: readonly { name: string; path?: string; step?: string }[];
}

/** A step leads on from the page before it, by what can be clicked there. */
const TOURS: readonly Tour[] = [
  {
    account: "province:99.director",
    pages: [
      { name: "overview-province", path: "/overview/99" },
      { name: "overview-city", path: "/overview/9901" },
      { name: "ledger-province", path: "/ledger?tier=COUNTY&region=99" },
      { name: "coverage", path: "/coverage/99?tier=COUNTY" },
      { name: "offices", path: "/offices/99?tier=COUNTY" },
      { name: "exchange-in-province", path: "/exchange" },
      { name: "exchange-out-province", path: "/exchange?out" },
    ],
  },
  {
    account: "county:990101.director",
    pages: [
      { name: "overview-county", path: "/overview/990101" },
      { name: "round", step: "main a[href*='/rounds/']" },
      { name: "target", step: "main a[href*='/targets/']" },
      { name: "rounds", path: "/rounds" },
      { name: "reviews", path: "/reviews" },
      { name: "todo", path: "/todo" },
      { name: "exchange-in-county", path: "/exchange" },
      { name: "exchange-out-county", path: "/exchange?out" },
      {
        name: "ledger",
        path: "/ledger?tier=COUNTY&sort=DUE&due=..2030-12-31&columns=ordinal,title,unit,liveStatus,liveStatusAt",
      },
      { name: "finding", step: "main tbody a[href*='/findings/']" },
      { name: "search", path: "/ledger?tier=COUNTY&text=%E5%85%AC%E7%9B%8A" },
    ],
  },
  { account: "county:990101.custodian", pages: [{ name: "clues", path: "/clues" }] },
  { account: "county:990101.system", pages: [{ name: "streams", path: "/streams" }] },
  {
    account: "city:9901.director",
    pages: [
      { name: "exchange-in", path: "/exchange" },
      { name: "exchange-out", path: "/exchange?out" },
    ],
  },
  { account: "county:990101.unit-head", pages: [{ name: "unit", path: "/unit" }] },
  { account: "province:99.director", pages: [{ name: "wall", path: "/wall/99" }] },
  { account: "county:990101.display", pages: [{ name: "wall-county" }] },
];

/** The few that the README shows: small, and in the repository. */
const README_FOLDER = "docs/pictures";
const README_LOOK: Look = { name: "", theme: "light", width: 1440, height: 860, onlyWhatIsSeen: true, scale: 0.6 };
const README_TOURS: readonly Tour[] = [
  {
    account: "province:99.director",
    pages: [
      { name: "overview", path: "/overview/99" },
      { name: "wall", path: "/wall/99" },
    ],
  },
  { account: "county:990101.director", pages: [{ name: "ledger", path: "/ledger?tier=COUNTY" }] },
];

/** `npm run -s screenshots`: a picture of each page, light, dark and as narrow as a telephone, into `screenshots/`; with `--english`
 * in English, with `--readme` those of the README. */
async function main(options: readonly string[]): Promise<number> {
  const english = options.includes("--english");
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return withPlatform(process.env, say, async (environment) => {
    const url = environment.GATEWAY_URL ?? `http://127.0.0.1:${environment.GATEWAY_PORT || 4000}`;
    const accounts = readAccountsFile(join(environment.PLATFORM_DATA ?? "data", "accounts.json"));
    const forReadme = options.includes("--readme");
    const folder = forReadme ? README_FOLDER : FOLDER;
    mkdirSync(folder, { recursive: true });
    const browser = await openBrowser();
    try {
      for (const look of forReadme ? [README_LOOK] : LOOKS) {
        for (const tour of forReadme ? README_TOURS : TOURS) {
          const account = accounts.find(({ id }) => id === tour.account);
          if (!account) throw new Error(`the demonstration has no account ${tour.account}`);
          await takeTour(browser, url, account, tour.pages, { ...look, folder, language: english ? "en" : "zh" });
        }
      }
    } finally {
      await browser.close();
    }
    say(`the pictures are in ${folder}/`);
    return 0;
  });
}

async function takeTour(
  browser: Browser,
  url: string,
  account: Account,
  pages: (typeof TOURS)[number]["pages"],
  look: Look & { folder: string; language: "zh" | "en" },
): Promise<void> {
  const { language, folder } = look;
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.scale ?? 1,
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
    const file = look.name ? `${name}-${look.name}.png` : `${name}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: !look.onlyWhatIsSeen });
  }
  await context.close();
}

runMain(main);
