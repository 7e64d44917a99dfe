import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { closest } from "./client/closest";
import { type DemoAccount, readAccountsFile } from "./issuer/accounts";
import { CLIENT_ID, RESOURCE_SCOPE } from "./issuer/client";

const REDIRECT_URI = "http://127.0.0.1/callback";
const DEADLINE_MS = 10_000;

interface SignIn {
  /** http://127.0.0.1:4005 */
  issuer: string;
  /** account id, `county:990101.clerk` */
  account: string;
  password: string;
}

/** Signs a demonstration account in as a browser would: authorization code with PKCE over HTTP.
 * @returns the access token (JWT), good for 15 minutes
 * @throws Error that says what to do: the issuer does not run, or does not accept the password */
export async function fetchAccessToken({ issuer, account, password }: SignIn): Promise<string> {
  const browser = new Browser(issuer);
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const question = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: "code",
    redirect_uri: REDIRECT_URI,
    scope: `openid ${RESOURCE_SCOPE}`,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const page = await browser.follow(`/auth?${question}`);
  const accepted = await browser.follow(page, new URLSearchParams({ account, password }));
  const answer = new URL(await browser.follow(accepted)).searchParams;
  const code = answer.get("code");
  if (!code || answer.get("state") !== state || answer.get("iss") !== issuer) {
    throw new Error(`the issuer refused the sign-in: ${answer.get("error_description") ?? "no code in its answer"}`);
  }
  return browser.redeem(
    new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      code,
      code_verifier: verifier,
    }),
  );
}

/** As much of a browser as a sign-in needs: it keeps cookies and stops at every redirect. */
class Browser {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly issuer: string) {}

  /** @returns where the issuer sends the browser next */
  async follow(url: string, form?: URLSearchParams): Promise<string> {
    const response = await this.#send(url, form);
    await response.body?.cancel();
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split(/=(.*)/s) ?? [];
      this.#cookies.set(name, value);
    }
    const next = response.headers.get("location");
    if (next) return new URL(next, this.issuer).href;
    if (response.status === 401) throw new Error("the issuer does not accept the account and its password");
    if (response.status === 429) {
      throw new Error(`too many wrong passwords: try again in ${response.headers.get("retry-after")} s`);
    }
    throw new Error(`the issuer answered ${response.status} where a redirect was due`);
  }

  async redeem(form: URLSearchParams): Promise<string> {
    const response = await this.#send("/token", form);
    const answer = (await response.json()) as { access_token?: string; error_description?: string };
    if (!answer.access_token) throw new Error(`the issuer gave no token: ${answer.error_description}`);
    return answer.access_token;
  }

  async #send(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = { redirect: "manual", headers: { cookie }, signal: AbortSignal.timeout(DEADLINE_MS) } as const;
    try {
      return await fetch(new URL(url, this.issuer), form ? { ...request, method: "POST", body: form } : request);
    } catch {
      throw new Error(
        `the issuer at ${this.issuer} does not answer: run npm start first (ISSUER_PORT names another port)`,
      );
    }
  }
}

/** @returns where the development issuer of `npm start` listens: OIDC_ISSUER, or this machine at ISSUER_PORT */
export function issuerOf({ OIDC_ISSUER, ISSUER_PORT }: NodeJS.ProcessEnv): string {
  return (OIDC_ISSUER || `http://127.0.0.1:${ISSUER_PORT || 4005}`).replace(/\/$/, "");
}

async function main([argument]: string[]): Promise<void> {
  const accounts = demoAccounts(join(process.env.PLATFORM_DATA ?? "data", "accounts.json"));
  if (argument === "--list") {
    for (const { id, label } of accounts) process.stdout.write(`${id}\t${label}\n`);
    return;
  }
  if (!argument) throw new Error("usage: npm run -s token -- ACCOUNT, or -- --list for the accounts");
  const known = accounts.find(({ id }) => id === argument);
  if (!known) throw new Error(unknownAccount(argument, accounts));
  const issuer = issuerOf(process.env);
  const token = await fetchAccessToken({ issuer, account: known.id, password: known.password });
  process.stdout.write(`${token}\n`);
}

function demoAccounts(path: string): DemoAccount[] {
  try {
    return readAccountsFile(path);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}; npm start writes it`);
  }
}

function unknownAccount(wanted: string, accounts: DemoAccount[]): string {
  const close = closest(wanted, accounts, ({ id }) => [id]).map(({ id, label }) => `  ${id}  ${label}`);
  return [`there is no account ${wanted}; close names are`, ...close, "npm run -s token -- --list shows all"].join(
    "\n",
  );
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((cause: Error) => {
    process.stderr.write(`${cause.message}\n`);
    process.exitCode = 1;
  });
}
