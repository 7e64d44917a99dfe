import type { Browser, BrowserContext, Page, Response } from "playwright-core";
import type { MeasuredPlatform } from "../overview/platform";
import type { Reader } from "../overview/questions";

/** What one showing of a page took. */
export interface Shown {
  /** from the request for the address, sign-in included, until the figures stand there and can be clicked */
  interactiveMs: number;
  /** … until everything that the page asks for has come */
  wholeMs: number;
  profile: Profile;
}

/** Where it went. */
interface Profile {
  /** milliseconds of processor time: in the page's own thread, and on the server */
  page: { scripts: number; layout: number; all: number };
  server: { gateway: number; subgraphs: number; database: number };
  /** what was asked, with the milliseconds until its answer had come, and its bytes */
  asked: { operation: string; ms: number; bytes: number }[];
}

/** What takes so long is no measurement any more. */
const SLOWEST_MS = 280_000;

/** One person's browser window before the platform that is measured. */
export class MeasuredPage {
  private readonly asked: Profile["asked"] = [];

  private constructor(
    private readonly platform: MeasuredPlatform,
    private readonly context: BrowserContext,
    private readonly page: Page,
  ) {
    page.on("response", (response) => void this.note(response));
  }

  static async open(browser: Browser, platform: MeasuredPlatform): Promise<MeasuredPage> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(SLOWEST_MS);
    return new MeasuredPage(platform, context, await context.newPage());
  }

  /** Shows the overview of the reader's own region. A second time the browser has the page's files already. */
  async showOverview({ office }: Reader): Promise<Shown> {
    const { page, platform } = this;
    const thread = await page.context().newCDPSession(page);
    await thread.send("Performance.enable");
    this.asked.length = 0;
    const before = platform.cpuMs();
    const started = performance.now();
    await page.goto(`${platform.gateway.url}/dashboard/overview/${office}`, { waitUntil: "commit" });
    await page.waitForSelector("main dl.figures dd a");
    const interactiveMs = performance.now() - started;
    await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
    await page.waitForSelector("main [aria-busy=true]", { state: "detached" });
    const wholeMs = performance.now() - started;
    const after = platform.cpuMs();
    const { metrics } = await thread.send("Performance.getMetrics");
    const spent = (name: string) => Math.round((metrics.find((each) => each.name === name)?.value ?? 0) * 1_000);
    await thread.detach();
    return {
      interactiveMs: Math.round(interactiveMs),
      wholeMs: Math.round(wholeMs),
      profile: {
        page: { scripts: spent("ScriptDuration"), layout: spent("LayoutDuration"), all: spent("TaskDuration") },
        server: {
          gateway: Math.round(after.gateway - before.gateway),
          subgraphs: Math.round(after.subgraphs - before.subgraphs),
          database: Math.round(after.database - before.database),
        },
        asked: [...this.asked],
      },
    };
  }

  async openLedger(query: string): Promise<void> {
    await this.page.goto(`${this.platform.gateway.url}/dashboard/ledger?${query}`);
    await this.page.waitForSelector("main tbody tr");
    await this.page.waitForLoadState("networkidle");
  }

  /** Another filter on the ledger that is open.
   * @returns milliseconds until its rows, or that there are none, stand there: by the page's own clock */
  async filterLedger(query: string): Promise<number> {
    return this.page.evaluate(async (address) => {
      const shown = document.querySelector("main tbody, main .nothing");
      const started = performance.now();
      history.pushState(null, "", address);
      await new Promise<void>((resolve) => {
        const look = () => {
          const now = document.querySelector("main tbody, main .nothing");
          if (!now || now === shown) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true });
      });
      return performance.now() - started;
    }, `/dashboard/ledger?${query}`);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async note(response: Response): Promise<void> {
    if (!response.url().endsWith("/graphql")) return;
    const request = response.request();
    const { operationName } = request.postDataJSON() as { operationName?: string };
    const { responseBodySize } = await request.sizes();
    const { responseEnd } = request.timing();
    this.asked.push({ operation: operationName ?? "", ms: Math.round(responseEnd), bytes: responseBodySize });
  }
}
