import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { en } from "../../dashboard/words/en";
import { zh } from "../../dashboard/words/zh";
import { withPlatform } from "../figures/platform";
import { readAccountsFile } from "../issuer/accounts";
import { runMain } from "../runMain";
import { type Account, openBrowser, signInAt, untilShown } from "./browser";
import { noticedOn } from "./noticed";
import { README_TOURS, type Stop, TOURS } from "./tours";

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

/** A step that takes longer leads nowhere. */
const SLOWEST_STEP_MS = 60_000;

/** The few that the README shows: small, and in the repository. */
const README_FOLDER = "docs/pictures";
const README_LOOK: Look = { name: "", theme: "light", width: 1440, height: 860, onlyWhatIsSeen: true, scale: 0.6 };

/** `npm run -s screenshots`: a picture of each page, light, dark and as narrow as a telephone, into `screenshots/`, and what of it can be
 * noticed without eyes; with `--english` in English, with `--readme` those of the README, with `--only ledger,finding` and `--looks dark,phone` these alone. */
async function main(options: readonly string[]): Promise<number> {
  const language = options.includes("--english") ? "en" : "zh";
  const named = (option: string) =>
    options.includes(option) ? options[options.indexOf(option) + 1]?.split(",") : undefined;
  const [only, looks] = [named("--only"), named("--looks")];
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return withPlatform(process.env, say, async (environment) => {
    const url = environment.GATEWAY_URL ?? `http://127.0.0.1:${environment.GATEWAY_PORT || 4000}`;
    const accounts = readAccountsFile(join(environment.PLATFORM_DATA ?? "data", "accounts.json"));
    const forReadme = options.includes("--readme");
    const folder = forReadme ? README_FOLDER : FOLDER;
    mkdirSync(folder, { recursive: true });
    const browser = await openBrowser();
    const noticed: string[] = [];
    try {
      for (const look of forReadme ? [README_LOOK] : LOOKS.filter(({ name }) => !looks || looks.includes(name))) {
        for (const { account: id, stops } of forReadme ? README_TOURS : TOURS) {
          if (only && !stops.some(({ name }) => only.includes(name))) continue;
          const account = accounts.find((one) => one.id === id);
          if (!account) throw new Error(`the demonstration has no account ${id}`);
          noticed.push(...(await takeTour(browser, url, account, stops, { ...look, folder, language, only })));
        }
      }
    } finally {
      await browser.close();
    }
    for (const line of noticed) say(line);
    say(`the pictures are in ${folder}/`);
    return noticed.length === 0 ? 0 : 1;
  });
}

/** @returns what was noticed */
async function takeTour(
  browser: Browser,
  url: string,
  account: Account,
  stops: readonly Stop[],
  look: Look & { folder: string; language: "zh" | "en"; only: readonly string[] | undefined },
): Promise<string[]> {
  const { language, folder, only } = look;
  const words = language === "zh" ? zh : en;
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.scale ?? 1,
    locale: language === "zh" ? "zh-CN" : "en-GB",
  });
  const preferences = JSON.stringify({ language, theme: look.theme });
  await context.addInitScript((kept) => localStorage.setItem("inspection.preferences", kept), preferences);
  const page = await context.newPage();
  const noticed: string[] = [];
  await signInAt(page, `${url}/dashboard/`, account);
  page.setDefaultTimeout(SLOWEST_STEP_MS);
  for (const { name, path, step } of stops) {
    try {
      // a page that was gone to begins at the issuer, which sends it back
      if (path) await page.goto(`${url}/dashboard${path}`);
      await untilShown(page);
      await step?.(page, words);
      await untilShown(page);
    } catch (cause) {
      noticed.push(`${name}, as ${account.id}, could not be shown: ${(cause as Error).message.split("\n")[0]}`);
      continue;
    }
    if (only && !only.includes(name)) continue;
    // what sticks to the window is drawn where it belongs
    await page.evaluate(() => window.scrollTo(0, 0));
    const file = look.name ? `${name}-${look.name}` : name;
    await page.screenshot({ path: join(folder, `${file}.png`), fullPage: !look.onlyWhatIsSeen });
    noticed.push(...(await noticedOn(page, language)).map((what) => `${file}: ${what}`));
  }
  await context.close();
  return noticed;
}

runMain(main);
