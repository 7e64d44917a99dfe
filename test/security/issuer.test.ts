import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { createAccessTokenVerifier } from "../../gateway/identity/accessToken";
import { readAccountsFile, writeAccountsFile } from "../../scripts/issuer/accounts";
import { CLIENT_ID, DASHBOARD_CLIENT_ID } from "../../scripts/issuer/client";
import { signedInSeconds } from "../../scripts/issuer/provider";
import { SignInDelays } from "../../scripts/issuer/signInDelays";
import { freePort } from "../../scripts/supervisor/ports";
import { fetchAccessToken } from "../../scripts/token";
import { until } from "../support/until";

const CLERK = "county:990101.clerk";
const GUESSED = "county:990101.approver";
const LATE = "city:9901.clerk";
/** RFC 7636, appendix B */
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const COMPILED = join(__dirname, "../../scripts");

const home = mkdtempSync(join(tmpdir(), "开发 issuer-"));
const accountsFile = join(home, "data", "accounts.json");
const stateDir = join(home, "data", "issuer");
const started: ChildProcess[] = [];
let port: number;
let issuer: string;

interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

function run(script: string, args: string[], environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(COMPILED, script), ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const said = { out: "", errors: "" };
  child.stdout?.on("data", (text) => (said.out += text));
  child.stderr?.on("data", (text) => (said.errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...said };
}

function issuerEnvironment(changes: Record<string, string> = {}): Record<string, string> {
  return {
    ISSUER_PORT: String(port),
    ISSUER_ACCOUNTS_FILE: accountsFile,
    ISSUER_STATE_DIR: stateDir,
    LOG_LEVEL: "debug",
    ...changes,
  };
}

async function startIssuer(): Promise<{ child: ChildProcess; end: Promise<Ended> }> {
  const child = run("issuer/index.js", [], issuerEnvironment());
  const end = ended(child);
  await until("the issuer is ready", () =>
    fetch(`${issuer}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { child, end };
}

function passwordOf(id: string): string {
  const account = readAccountsFile(accountsFile).find((known) => known.id === id);
  if (!account) throw new Error(`${id} is not in the file`);
  return account.password;
}

const signIn = (account: string, password = passwordOf(account)) => fetchAccessToken({ issuer, account, password });

function askForCode(changes: Record<string, string | undefined> = {}, cookie = ""): Promise<Response> {
  const wanted = {
    client_id: CLIENT_ID,
    response_type: "code",
    redirect_uri: "http://127.0.0.1:31999/callback",
    scope: "openid platform",
    state: "s",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  const question = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) question.set(name, value);
  return fetch(`${issuer}/auth?${question}`, { redirect: "manual", headers: { accept: "text/html", cookie } });
}

async function errorOf(response: Response): Promise<string | null> {
  await response.body?.cancel();
  const { searchParams, hash } = new URL(response.headers.get("location") ?? "", issuer);
  return searchParams.get("error") ?? new URLSearchParams(hash.slice(1)).get("error");
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

let running: { child: ChildProcess; end: Promise<Ended> };

beforeAll(async () => {
  port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  writeAccountsFile(accountsFile, [
    { id: CLERK, label: "示例区巡察办 经办人" },
    { id: GUESSED, label: "示例区巡察办 领导小组" },
  ]);
  running = await startIssuer();
});

afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

describe("a token of the development issuer", () => {
  test("is accepted by the gateway's verifier, lives 15 minutes and says nothing but who", async () => {
    const token = await signIn(CLERK);
    const verify = createAccessTokenVerifier({ issuer, audience: "inspection-platform" });
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(await verify(`Bearer ${token}`)).toEqual({ person: CLERK, tier: "COUNTY", expiresAt: exp });
    expect(exp - iat).toBe(900);
    expect(Object.keys(claims).sort()).toEqual(["aud", "client_id", "iss", "jti", "scope", "sub"]);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  });

  test("is printed by npm run token, and nothing else is", async () => {
    const environment = { PLATFORM_DATA: join(home, "data"), OIDC_ISSUER: issuer };
    const printed = await ended(run("token.js", [CLERK], environment));
    expect(printed).toMatchObject({ code: 0, errors: "" });
    expect(decodeJwt(printed.out.trim()).sub).toBe(CLERK);
    const listed = await ended(run("token.js", ["--list"], environment));
    expect(listed.out).toContain(`${CLERK}\t示例区巡察办 经办人\n`);
    expect(listed.out).not.toContain(passwordOf(CLERK));
  });

  test("is not had for an account that does not exist: close names are shown", async () => {
    const environment = { PLATFORM_DATA: join(home, "data"), OIDC_ISSUER: issuer };
    const refused = await ended(run("token.js", ["county:990101.clark"], environment));
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.errors.split("\n")[1]).toContain(CLERK);
  });

  test("is not had while the issuer does not run: npm start is named", async () => {
    const environment = { PLATFORM_DATA: join(home, "data"), OIDC_ISSUER: `http://127.0.0.1:${await freePort()}` };
    expect((await ended(run("token.js", [CLERK], environment))).errors).toContain("npm start");
  });
});

describe("the sign-in page", () => {
  async function openPage(hint = ""): Promise<{ url: string; cookie: string; page: Response }> {
    const asked = await askForCode({ login_hint: hint || undefined });
    const url = new URL(asked.headers.get("location") ?? "", issuer).href;
    const cookie = cookiesOf(asked);
    return { url, cookie, page: await fetch(url, { headers: { cookie } }) };
  }

  test("is bilingual, loads nothing, runs no script and writes what it is given as text", async () => {
    const { page } = await openPage('"><script>alert(1)</script>');
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toMatch(/口令 Password/);
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(/);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'nonce-[^;]+'; form-action/,
    );
    expect(page.headers.get("cache-control")).toBe("no-store");
  });

  test("answers a wrong password and an unknown account alike", async () => {
    await expect(signIn(CLERK, "not-the-password")).rejects.toThrow("does not accept the account and its password");
    await expect(signIn("county:990101.nobody", "x")).rejects.toThrow("does not accept the account and its password");
    await expect(signIn("", "")).rejects.toThrow("does not accept the account and its password");
  });

  test("makes who guesses wait after five failures, and lets the owner in afterwards", async () => {
    const guesses = async () => {
      for (let i = 0; i < 5; i++) await expect(signIn(GUESSED, `guess-${i}`)).rejects.toThrow("does not accept");
      return signIn(GUESSED).then(
        () => undefined,
        ({ message }: Error) => message,
      );
    };
    // on a busy machine the owner may come when the wait is over, which is forgotten then
    expect(await until("whoever guesses waits", guesses)).toMatch(/try again in 1 s/);
    expect(decodeJwt(await signIn(CLERK)).sub).toBe(CLERK);
    const token = await until("the owner is let in", () => signIn(GUESSED).catch(() => undefined));
    expect(decodeJwt(token).sub).toBe(GUESSED);
  });

  test("that has expired, or was opened by another browser, says how to start again", async () => {
    const { url } = await openPage();
    const stranger = await fetch(url);
    expect(stranger.status).toBe(400);
    expect(await stranger.text()).toContain("请从登录入口重新开始");
  });

  test("takes no form that is too large, and none in another format", async () => {
    const { url, cookie } = await openPage();
    const large = new URLSearchParams({ account: CLERK, password: passwordOf(CLERK), more: "x".repeat(5_000) });
    expect((await fetch(url, { method: "POST", headers: { cookie }, body: large })).status).toBe(401);
    const json = { cookie, "content-type": "application/json" };
    const body = JSON.stringify({ account: CLERK, password: passwordOf(CLERK) });
    expect((await fetch(url, { method: "POST", headers: json, body })).status).toBe(401);
  });

  test("lists whose accounts there are, and nobody's password", async () => {
    const html = await (await openPage()).page.text();
    expect(html).toContain(`<option value="${CLERK}">示例区巡察办 经办人</option>`);
    expect(html).not.toContain(passwordOf(CLERK));
  });

  test("is not shown again to the browser of the dashboard, whose other windows renew their tokens, once by each refresh token", async () => {
    const dashboard = { client_id: DASHBOARD_CLIENT_ID, redirect_uri: "http://127.0.0.1:31999/dashboard/signed-in" };
    const asked = await askForCode(dashboard);
    const url = new URL(asked.headers.get("location") ?? "", issuer).href;
    const cookie = cookiesOf(asked);
    const form = new URLSearchParams({ account: CLERK, password: passwordOf(CLERK) });
    const accepted = await fetch(url, { method: "POST", headers: { cookie }, body: form, redirect: "manual" });
    const resumed = await fetch(accepted.headers.get("location") ?? "", { headers: { cookie }, redirect: "manual" });
    const code = new URL(resumed.headers.get("location") ?? "").searchParams.get("code") ?? "";

    const redeem = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: DASHBOARD_CLIENT_ID, ...more });
      return (await (await fetch(`${issuer}/token`, { method: "POST", body })).json()) as Record<string, string>;
    };
    const grant = { grant_type: "authorization_code", code, code_verifier: VERIFIER };
    const first = await redeem({ ...grant, redirect_uri: dashboard.redirect_uri });
    const again = await askForCode(dashboard, cookiesOf(resumed));
    expect(again.headers.get("location")).toMatch(/^http:\/\/127\.0\.0\.1:31999\/dashboard\/signed-in\?code=/);
    const renewing = { grant_type: "refresh_token", refresh_token: first.refresh_token ?? "" };
    const renewed = await redeem(renewing);
    expect(decodeJwt(renewed.access_token ?? "")).toMatchObject({ sub: CLERK, aud: "inspection-platform" });
    expect(await redeem(renewing)).toMatchObject({ error: "invalid_grant" });
  });

  test("keeps a wall screen signed in for longer than a day at a desk", () => {
    expect([CLERK, "county:990101.display", undefined].map((id) => signedInSeconds(id) / 3_600)).toEqual([9, 8_760, 9]);
  });

  test("asks again for each authorisation, so that accounts can be changed in one browser", async () => {
    const { url, cookie } = await openPage();
    const form = new URLSearchParams({ account: CLERK, password: passwordOf(CLERK) });
    const accepted = await fetch(url, { method: "POST", headers: { cookie }, body: form, redirect: "manual" });
    const resumed = await fetch(accepted.headers.get("location") ?? "", { headers: { cookie }, redirect: "manual" });
    expect(resumed.headers.get("location")).toMatch(/^http:\/\/127\.0\.0\.1:31999\/callback\?code=/);
    const session = cookiesOf(resumed);
    expect(session).toContain("_session");
    const again = await askForCode({}, session);
    expect(again.headers.get("location")).toMatch(/^\/interaction\//);
  });
});

describe("the protocol", () => {
  test("refuses an authorisation without PKCE, and with the plain method", async () => {
    const none = await askForCode({ code_challenge: undefined, code_challenge_method: undefined });
    expect(await errorOf(none)).toBe("invalid_request");
    expect(await errorOf(await askForCode({ code_challenge_method: "plain" }))).toBe("invalid_request");
    expect(await errorOf(await askForCode({ code_challenge_method: undefined }))).toBe("invalid_request");
    expect(await errorOf(await askForCode())).toBeNull();
  });

  test.each([
    "http://elsewhere.example/callback",
    "https://127.0.0.1/callback",
    "http://127.0.0.1.elsewhere.example/callback",
    "http://127.0.0.1@elsewhere.example/callback",
    "http://127.0.0.1:4000/other",
    "http://127.0.0.1/callback/../other",
    "javascript:alert(1)",
  ])("does not redirect to %s", async (redirect_uri) => {
    const refused = await askForCode({ redirect_uri });
    expect(refused.status).toBe(400);
    expect(refused.headers.get("location")).toBeNull();
    expect(refused.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await refused.text()).toContain("请从登录入口重新开始");
  });

  test("redirects to the page of the gateway on any port of loopback", async () => {
    expect(await errorOf(await askForCode({ redirect_uri: "http://127.0.0.1:4000/graphiql" }))).toBeNull();
  });

  test("knows no other client, response type, resource or prompt-free sign-in", async () => {
    expect((await askForCode({ client_id: "somebody" })).status).toBe(400);
    expect(await errorOf(await askForCode({ response_type: "token" }))).toBe("invalid_request");
    expect(await errorOf(await askForCode({ resource: "urn:elsewhere" }))).toBe("invalid_target");
    expect(await errorOf(await askForCode({ prompt: "none" }))).toBe("login_required");
  });

  test("gives no token for an invented code, for a password, or to a page of the internet", async () => {
    const invented = {
      grant_type: "authorization_code",
      client_id: CLIENT_ID,
      code: "x",
      code_verifier: "v".repeat(43),
    };
    const from = (origin: string) =>
      fetch(`${issuer}/token`, {
        method: "POST",
        headers: { origin },
        body: new URLSearchParams({ ...invented, redirect_uri: "http://127.0.0.1/callback" }),
      });
    const answer = await from("https://elsewhere.example");
    expect(answer.status).toBe(400);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const graphiql = await from("http://127.0.0.1:4000");
    expect(graphiql.headers.get("access-control-allow-origin")).toBe("http://127.0.0.1:4000");
    const password = { grant_type: "password", client_id: CLIENT_ID, username: CLERK, password: passwordOf(CLERK) };
    const direct = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams(password) });
    expect(((await direct.json()) as { error: string }).error).toBe("unsupported_grant_type");
  });

  test.each(["/reg", "/request", "/device", "/me", "/token/introspection", "/token/revocation", "/"])(
    "does not serve %s, which nobody needs",
    async (path) => {
      expect((await fetch(issuer + path)).status).toBe(404);
    },
  );

  test("publishes public keys only", async () => {
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x", "y"]]);
  });
});

describe("the process", () => {
  test("takes a new account from the file without a restart, and keeps the passwords of the others", async () => {
    const before = passwordOf(CLERK);
    writeAccountsFile(accountsFile, [
      { id: CLERK, label: "示例区巡察办 经办人" },
      { id: GUESSED, label: "示例区巡察办 领导小组" },
      { id: LATE, label: "示例市巡察办 经办人" },
    ]);
    expect(passwordOf(CLERK)).toBe(before);
    expect(decodeJwt(await signIn(LATE)).sub).toBe(LATE);
  });

  test("keeps the accounts of a moment ago while the file is broken", async () => {
    const password = passwordOf(CLERK);
    const accounts = readAccountsFile(accountsFile);
    writeFileSync(accountsFile, '{ "accounts": [');
    expect(decodeJwt(await signIn(CLERK, password)).sub).toBe(CLERK);
    writeFileSync(accountsFile, JSON.stringify({ accounts }));
  });

  test("keeps what is secret in files that only the owner reads, also after somebody opened them", async () => {
    const files = [accountsFile, ...readdirSync(stateDir).map((name) => join(stateDir, name))];
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const file of files) chmodSync(file, 0o644);
  });

  test("keeps tokens valid over a restart, ends by SIGTERM with code 0 and says nothing but JSON lines", async () => {
    const token = await signIn(CLERK);
    running.child.kill("SIGTERM");
    const { code, out, errors } = await running.end;
    expect(code).toBe(0);
    expect(out).toBe("");
    for (const line of errors.trim().split("\n")) expect(Object.keys(JSON.parse(line))).toContain("msg");
    for (const word of [passwordOf(CLERK), CLERK, "defect"]) expect(errors).not.toContain(word);
    running = await startIssuer();
    const verify = createAccessTokenVerifier({ issuer, audience: "inspection-platform" });
    expect((await verify(`Bearer ${token}`)).person).toBe(CLERK);
    for (const name of readdirSync(stateDir)) expect(statSync(join(stateDir, name)).mode & 0o777).toBe(0o600);
    expect(statSync(accountsFile).mode & 0o777).toBe(0o600);
  });

  test("answers under its own name only", async () => {
    const answer = await fetch(`http://localhost:${port}/.well-known/openid-configuration`).catch(() => undefined);
    expect(answer?.status ?? 421).toBe(421);
  });

  test.each([
    [{ PLATFORM_MODE: "site" }, "PLATFORM_MODE"],
    [{ ISSUER_PORT: "http" }, "ISSUER_PORT"],
    [{ ISSUER_ACCOUNTS_FILE: "" }, "ISSUER_ACCOUNTS_FILE"],
    [{ ISSUER_ACCOUNTS_FILE: "/nowhere/accounts.json" }, "/nowhere/accounts.json does not exist"],
    [{ ISSUER_STATE_DIR: "" }, "ISSUER_STATE_DIR"],
  ])("refuses to start with %j and names it", async (changes, named) => {
    const { code, errors } = await ended(run("issuer/index.js", [], issuerEnvironment(changes)));
    expect(code).toBe(2);
    expect(errors).toContain(named);
    expect(errors).not.toContain("    at ");
  });

  test("says which port is taken", async () => {
    const { code, errors } = await ended(run("issuer/index.js", [], issuerEnvironment()));
    expect(code).toBe(1);
    expect(errors).toContain(`ISSUER_PORT: port ${port} is taken`);
  });
});

test("the wait after wrong passwords doubles up to a minute and is forgotten after a success", () => {
  let now = 0;
  const delays = new SignInDelays(() => now);
  const waits = Array.from({ length: 14 }, () => {
    delays.failed(CLERK);
    const wait = delays.waitFor(CLERK);
    now += wait;
    return wait / 1000;
  });
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  expect(delays.waitFor(GUESSED)).toBe(0);
  delays.succeeded(CLERK);
  delays.failed(CLERK);
  expect(delays.waitFor(CLERK)).toBe(0);
});
