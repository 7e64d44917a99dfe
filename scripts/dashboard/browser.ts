import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** The lean build first: the whole one draws pages of a browser's own for each window. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
/** Nothing of its own goes out: a machine without a way out would be asked for it all the time. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** It only ends what hangs, and before the test does, so that it says what it waited for: on a busy machine nothing fails because it is
 * slow. */
const SLOWEST_MS = 280_000;

/** Starts the machine's own Chromium; none is ever downloaded.
 * @throws Error that says what to install */
export async function openBrowser(environment: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const executablePath = environment.CHROMIUM || PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error(
      "no Chromium is installed: apt-get install chromium-headless-shell (or chromium), or name one by CHROMIUM=/path/of/it",
    );
  }
  // as root, and in a container, Chromium has no sandbox to put its pages into
  const args = process.getuid?.() === 0 ? [...QUIET, "--no-sandbox"] : QUIET;
  return chromium.launch({ executablePath, args });
}

export interface Account {
  id: string;
  password: string;
}

/** Opens an address of the dashboard, signs in on the issuer's page as a person does, and waits until the address is shown.
 * @param address of the gateway, and what of it to open */
export async function signInAt(page: Page, address: string, { id, password }: Account): Promise<void> {
  page.setDefaultTimeout(SLOWEST_MS);
  page.setDefaultNavigationTimeout(SLOWEST_MS);
  await page.goto(address);
  await page.fill("#account", id);
  await page.fill("#password", password);
  await page.click("button[type=submit]");
  await untilShown(page);
}

/** Until a page of the dashboard stands there, with everything that it asked for. */
export async function untilShown(page: Page): Promise<void> {
  await page.waitForSelector("#content");
  await page.waitForSelector("h1");
  await untilQuiet(page);
}

/** Until everything that the page asked for has come. */
export async function untilQuiet(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
  // a colour on its way to another is neither
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      return playState !== "running" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    }),
  );
}
