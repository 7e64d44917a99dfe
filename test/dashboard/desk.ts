import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page, Route } from "playwright-core";
import { TIER_NAMES } from "../../schema/contract/tier";
import { type Account, openBrowser, signInAt, untilShown } from "../../scripts/dashboard/browser";
import { readAccountsFile, writeAccountsFile } from "../../scripts/issuer/accounts";
import { freePort } from "../../scripts/supervisor/ports";
import { fetchAccessToken } from "../../scripts/token";
import { aGate } from "../support/gate";
import type { TestPlatform } from "../support/platform";
import { PlatformProcess } from "../support/platformProcess";
import { post } from "../support/post";
import { REGIONS_DIR, supergraphAlone } from "../support/runningPlatform";
import { until } from "../support/until";

const SCHEMA = join(__dirname, "../../../schema");
const SCREEN = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** A page that asks nothing, whatever happens. */
const NOWHERE = "/nowhere";

/** A desk with a browser: the development issuer, a gateway that trusts it and answers saved operations alone, and the tiers of a
 * borrowed platform. */
export class Desk {
  url = "";
  private readonly processes: PlatformProcess[] = [];
  private readonly folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "desk-"));
  private readonly accountsFile = join(this.folder, "accounts.json");
  private unknowing: PlatformProcess | undefined;
  private browser: Browser | undefined;
  private readonly people = new Set<string>();
  /** each with its session, cookies and store */
  private readonly windows = new Map<string, Page>();
  /** what went wrong in a window: errors, and what its policy kept out */
  private readonly complaints = new WeakMap<Page, string[]>();

  constructor(private readonly platform: TestPlatform) {}

  async open(): Promise<void> {
    writeAccountsFile(this.accountsFile, []);
    const [issuerPort, gatewayPort] = [await freePort(), await freePort()];
    const issuer = `http://127.0.0.1:${issuerPort}`;
    this.url = `http://127.0.0.1:${gatewayPort}`;
    const { tiers } = this.platform;
    const addresses = TIER_NAMES.flatMap((name) => [
      [`${name.toUpperCase()}_URL`, tiers[name].url],
      [`${name.toUpperCase()}_KEY`, tiers[name].key],
    ]);
    const gateway = {
      GATEWAY_PORT: `${gatewayPort}`,
      REGIONS_DIR,
      DASHBOARD_MAPS: this.maps(),
      OIDC_ISSUER: issuer,
      LOG_LEVEL: "warn",
      ...Object.fromEntries(addresses),
    };
    const gatewayWith = (more: Record<string, string>) =>
      new PlatformProcess("gateway/index.js", { ...gateway, ...more }, `${this.url}/health/live`);
    this.unknowing = gatewayWith({ SUPERGRAPH_FILE: supergraphAlone() });
    this.processes.push(
      new PlatformProcess(
        "scripts/issuer/index.js",
        {
          ISSUER_PORT: `${issuerPort}`,
          ISSUER_ACCOUNTS_FILE: this.accountsFile,
          ISSUER_STATE_DIR: join(this.folder, "issuer"),
          LOG_LEVEL: "warn",
        },
        `${issuer}/health/ready`,
      ),
      gatewayWith({ SUPERGRAPH_FILE: this.supergraphWithOperations(), GATEWAY_OPERATIONS: "saved" }),
    );
    await Promise.all(this.processes.map((process) => process.start()));
    await this.untilItPlans(issuer);
    this.browser = await openBrowser();
  }

  /** Its gateway plans ahead as soon as the planner's thread is there, and a page that asks for several things would wait behind all of
   * that: on a busy machine for longer than anybody may. */
  private async untilItPlans(issuer: string): Promise<void> {
    const { id: account, password } = this.openAccount("county:990201.display");
    const query = readFileSync(join(SCHEMA, "operations", "Q29-viewer.graphql"), "utf8");
    await until("the gateway plans", async () => {
      const token = await fetchAccessToken({ issuer, account, password });
      const headers = { authorization: `Bearer ${token}` };
      return (await post(`${this.url}/graphql`, JSON.stringify({ query }), headers)).status === 200;
    });
  }

  /** A drawing of nowhere, which names one region that there is and one that there is not. */
  private maps(): string {
    const folder = join(this.folder, "maps");
    mkdirSync(folder);
    const shapes = '<path data-region="9901" d="M0 0 L5 0 L5 5 Z"/><polygon data-region="98" points="5,5 9,9 5,9"/>';
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${shapes}</svg>`;
    writeFileSync(join(folder, "99.svg"), drawing);
    return folder;
  }

  /** Beside it the saved operations, under names of which none is planned before it is asked for. */
  private supergraphWithOperations(): string {
    const folder = join(this.folder, "saved");
    mkdirSync(join(folder, "operations"), { recursive: true });
    copyFileSync(join(SCHEMA, "supergraph.graphql"), join(folder, "supergraph.graphql"));
    for (const [i, file] of readdirSync(join(SCHEMA, "operations")).entries()) {
      copyFileSync(join(SCHEMA, "operations", file), join(folder, "operations", `${i}.county.graphql`));
    }
    return join(folder, "supergraph.graphql");
  }

  /** A person's own browser window, at an address of the dashboard: signed in the first time, which loads everything twice, and
   * the same one from then on.
   * @param setUp of a window that is new */
  async seat(
    person: string,
    path = "/",
    { size = SCREEN, setUp = async () => {} }: { size?: typeof SCREEN; setUp?: (page: Page) => Promise<void> } = {},
  ): Promise<Page> {
    const kept = this.windows.get(person);
    if (kept) {
      await kept.setViewportSize(size);
      await goTo(kept, path);
      return kept;
    }
    const context = await this.browser?.newContext({ viewport: size, reducedMotion: "reduce" });
    if (!context) throw new Error("the desk is not open");
    const page = await context.newPage();
    const complaints: string[] = [];
    this.complaints.set(page, complaints);
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await setUp(page);
    await signInAt(page, `${this.url}/dashboard${path}`, this.openAccount(person));
    this.windows.set(person, page);
    return page;
  }

  /** Somebody gets up and comes back later: meanwhile nothing is asked for the window.
   * @throws where something went wrong in it that nobody has looked at: whoever sits down next is not to be blamed for it */
  async leave(...pages: Page[]): Promise<void> {
    await Promise.all(pages.map((page) => goTo(page, NOWHERE)));
    const complaints = pages.flatMap((page) => this.complaintsOf(page));
    if (complaints.length > 0) throw new Error(`a window is left that complains: ${complaints.join("\n")}`);
  }

  complaintsOf(page: Page): readonly string[] {
    return this.complaints.get(page) ?? [];
  }

  /** A browser complains of each status that is not 200, and of each connection that was lost, also where that is the test's matter.
   * @param page that complained */
  forgive(page: Page): void {
    this.complaints.get(page)?.splice(0);
  }

  /** All but these go home. */
  async sendHome({ but = [] as readonly string[] } = {}): Promise<void> {
    const gone = [...this.windows].filter(([person]) => !but.includes(person));
    for (const [person, page] of gone) {
      this.windows.delete(person);
      await page.context().close();
    }
  }

  /** At the issuer, which reads its file anew. */
  private openAccount(person: string): Account {
    this.people.add(person);
    const accounts = [...this.people].map((id) => ({ id, label: "虚构账号" }));
    writeAccountsFile(this.accountsFile, accounts);
    return readAccountsFile(this.accountsFile).find(({ id }) => id === person) as Account;
  }

  /** kill -9 of the gateway, for every window of the desk. */
  async cutOff(): Promise<void> {
    await this.processes[1]?.kill();
  }

  /** Another gateway takes its place, which knows no saved operation and answers any. */
  async connectToAnother(): Promise<void> {
    const { unknowing } = this;
    if (!unknowing) throw new Error("the desk is not open");
    this.processes.push(unknowing);
    await unknowing.start();
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}

/** As a link of the page leads there: nothing is loaded anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => history.pushState(null, "", address), `/dashboard${path}`);
  await untilShown(page);
}

/** Loses what a page asks by an operation, the first time that it does, or the first times.
 * @returns whether that has happened */
export async function loseFirst(page: Page, operation: string, times = 1): Promise<() => boolean> {
  let lost = 0;
  const lose = async (route: Route) => {
    if (lost === times || !route.request().postData()?.includes(operation)) return route.fallback();
    lost++;
    await route.abort();
    if (lost === times) await page.unroute("**/graphql", lose);
  };
  await page.route("**/graphql", lose);
  return () => lost === times;
}

/** Holds up what a page asks by an operation, so that what stands there meanwhile can be looked at.
 * A page shows that it waits before its question has left the browser: everything here waits for the question.
 * @returns how often it was asked, and how it goes on: with an answer, or lost */
export async function holdUp(page: Page, operation: string) {
  const held: Promise<void>[] = [];
  const first = aGate();
  const ended = aGate<boolean>();
  const hold = (route: Route) => {
    if (!route.request().postData()?.includes(operation)) return route.continue();
    const going = ended.opened.then((isLost) => (isLost ? route.abort() : route.continue()));
    held.push(going);
    first.open();
    return going;
  };
  await page.route("**/graphql", hold);
  const goOn = async (isLost: boolean) => {
    await first.opened;
    ended.open(isLost);
    await Promise.all(held);
    await page.unroute("**/graphql", hold);
  };
  const asked = async () => {
    await first.opened;
    return held.length;
  };
  return { asked, letOn: () => goOn(false), lose: () => goOn(true) };
}
