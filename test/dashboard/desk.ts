import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { TIER_NAMES } from "../../schema/contract/tier";
import { openBrowser, signInAt } from "../../scripts/dashboard/browser";
import { readAccountsFile, writeAccountsFile } from "../../scripts/issuer/accounts";
import { freePort } from "../../scripts/supervisor/ports";
import type { TestPlatform } from "../support/platform";
import { PlatformProcess } from "../support/platformProcess";
import { REGIONS_DIR, supergraphAlone } from "../support/runningPlatform";

/** A desk with a browser: the development issuer, a gateway that trusts it, and the tiers of a borrowed platform. */
export class Desk {
  /** what went wrong in a page: errors, and what its policy kept out */
  readonly complaints: string[] = [];
  url = "";
  private readonly processes: PlatformProcess[] = [];
  private readonly folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "desk-"));
  private readonly accountsFile = join(this.folder, "accounts.json");
  private browser: Browser | undefined;

  constructor(private readonly platform: TestPlatform) {}

  async open(accounts: readonly string[]): Promise<void> {
    writeAccountsFile(
      this.accountsFile,
      accounts.map((id) => ({ id, label: "虚构账号" })),
    );
    const [issuerPort, gatewayPort] = [await freePort(), await freePort()];
    const issuer = `http://127.0.0.1:${issuerPort}`;
    this.url = `http://127.0.0.1:${gatewayPort}`;
    const { tiers } = this.platform;
    const addresses = TIER_NAMES.flatMap((name) => [
      [`${name.toUpperCase()}_URL`, tiers[name].url],
      [`${name.toUpperCase()}_KEY`, tiers[name].key],
    ]);
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
      new PlatformProcess(
        "gateway/index.js",
        {
          GATEWAY_PORT: `${gatewayPort}`,
          SUPERGRAPH_FILE: supergraphAlone(),
          REGIONS_DIR,
          OIDC_ISSUER: issuer,
          LOG_LEVEL: "warn",
          ...Object.fromEntries(addresses),
        },
        `${this.url}/health/live`,
      ),
    );
    await Promise.all(this.processes.map((process) => process.start()));
    this.browser = await openBrowser();
  }

  /** A person's own browser window, signed in, at an address of the dashboard. */
  async seat(person: string, path = "/", size = { width: 1280, height: 800 }): Promise<Page> {
    const context = (await this.browser?.newContext({ viewport: size })) as BrowserContext;
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    const account = readAccountsFile(this.accountsFile).find(({ id }) => id === person);
    if (!account) throw new Error(`${person} has no account at this desk`);
    await signInAt(page, `${this.url}/dashboard${path}`, account);
    return page;
  }

  /** kill -9 of the gateway, for every window of the desk. */
  async cutOff(): Promise<void> {
    await this.processes[1]?.kill();
  }

  async connectAgain(): Promise<void> {
    await this.processes[1]?.start();
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}
