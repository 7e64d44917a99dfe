import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { TIER_NAMES } from "../../schema/contract/tier";
import { openBrowser, signInAt } from "../../scripts/dashboard/browser";
import { readAccountsFile, writeAccountsFile } from "../../scripts/issuer/accounts";
import { freePort } from "../../scripts/supervisor/ports";
import type { TestPlatform } from "../support/platform";
import { PlatformProcess } from "../support/platformProcess";
import { REGIONS_DIR, supergraphAlone } from "../support/runningPlatform";

const SCHEMA = join(__dirname, "../../../schema");

/** A desk with a browser: the development issuer, a gateway that trusts it and answers saved operations alone, and the tiers of a
 * borrowed platform. */
export class Desk {
  /** what went wrong in a page: errors, and what its policy kept out */
  readonly complaints: string[] = [];
  url = "";
  private readonly processes: PlatformProcess[] = [];
  private readonly folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "desk-"));
  private readonly accountsFile = join(this.folder, "accounts.json");
  private unknowing: PlatformProcess | undefined;
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
    this.browser = await openBrowser();
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

  /** A person's own browser window, signed in, at an address of the dashboard. */
  async seat(person: string, path = "/", size = { width: 1280, height: 800 }): Promise<Page> {
    const context = (await this.browser?.newContext({ viewport: size, reducedMotion: "reduce" })) as BrowserContext;
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
