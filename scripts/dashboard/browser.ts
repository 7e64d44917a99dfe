import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type Browser, chromium, type Page, type Request } from "playwright-core";

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
/** How often it is looked whether everything has come that a page asked for. */
const ANSWERED_MS = 5;

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
  countRequests(page);
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

/** What a page has asked for without an answer yet. */
const underWay = new WeakMap<Page, Set<Request>>();

function countRequests(page: Page): void {
  const asked = new Set<Request>();
  underWay.set(page, asked);
  page.on("request", (request) => {
    // nothing comes for a document that has been left
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) asked.clear();
    asked.add(request);
  });
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
}

/** Until everything that the page asked for has come, and is shown: not the library's "networkidle", which is half a second in
 * which nothing happens.
 * @param page of somebody who signed in */
export async function untilQuiet(page: Page): Promise<void> {
  const asked = underWay.get(page);
  if (!asked) throw new Error("nobody has signed in at this page");
  const begun = performance.now();
  for (;;) {
    // whoever asked the page meanwhile would have it draw a frame for each question
    while (asked.size > 0 && !isTooLate(begun)) await pause(ANSWERED_MS);
    if (isTooLate(begun)) {
      throw new Error(`it does not come to rest, or has no answer from ${[...asked].map((request) => request.url())}`);
    }
    if ((await page.evaluate(isStill)) && asked.size === 0) return;
  }
}

function isTooLate(begun: number): boolean {
  return performance.now() - begun >= SLOWEST_MS;
}

/** In the page: what was clicked or has come is drawn in the first frame, and has asked its own questions before the second. */
async function isStill(): Promise<boolean> {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  if (document.querySelector("main [aria-busy=true]")) return false;
  // a colour on its way to another is neither
  return document.getAnimations().every(({ playState, effect }) => {
    return playState !== "running" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
  });
}
