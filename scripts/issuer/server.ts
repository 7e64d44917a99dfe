import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { Logger } from "pino";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { AccountBook } from "./accounts";
import { DASHBOARD_CLIENT_ID } from "./client";
import { messagePage, type Page, signInPage } from "./pages";
import type { SignInDelays } from "./signInDelays";

const LARGEST_FORM = 4_096;

interface Parts {
  issuer: string;
  provider: Provider;
  accounts: AccountBook;
  delays: SignInDelays;
  log: Logger;
}

/** The HTTP side of the issuer: health, the sign-in page, and the protocol endpoints of the provider. */
export function createIssuerServer(parts: Parts): Server {
  const protocol = parts.provider.callback();
  const host = new URL(parts.issuer).host;
  const server = createServer((request, response) => {
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    const path = request.url?.split("?")[0] ?? "/";
    if (request.headers.host !== host) {
      // another name for this address (DNS rebinding) must not reach the sign-in
      response.writeHead(421, { "content-type": "text/plain" }).end(`ask for ${parts.issuer}\n`);
    } else if (path === "/health/ready") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ready"}');
    } else if (path.startsWith("/interaction/")) {
      void signIn(parts, path, request, response);
    } else {
      if (!isOfDashboard(request)) forgetSession(request);
      void protocol(request, response);
    }
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  return server;
}

/** The dashboard's browser stays signed in until somebody signs out; the ways that its sign-in goes on say no client. */
function isOfDashboard({ url = "" }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  return searchParams.get("client_id") === DASHBOARD_CLIENT_ID || /^\/(?:auth|session)\/./.test(pathname);
}

/** No single sign-on elsewhere: a demonstration changes between accounts all the time, so every authorisation asks again. */
function forgetSession(request: IncomingMessage): void {
  const cookies = request.headers.cookie?.split("; ").filter((cookie) => !cookie.startsWith("_session"));
  request.headers.cookie = cookies?.join("; ");
}

async function signIn(parts: Parts, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { params } = await parts.provider.interactionDetails(request, response);
    if (request.method === "GET") {
      const hint = typeof params.login_hint === "string" ? params.login_hint : "";
      send(response, 200, signInPage(path, hint, parts.accounts.list()));
    } else if (request.method === "POST") {
      await checkPassword(parts, path, request, response);
    } else {
      send(response, 405, messagePage("只接受 GET 和 POST。Only GET and POST are answered here."));
    }
  } catch (cause) {
    if ((cause as Error).name !== "SessionNotFound") parts.log.error({ err: cause }, "sign-in failed by a defect");
    const expired =
      "登录页已过期，请从登录入口重新开始。This sign-in page has expired; start again from where you came.";
    send(response, 400, messagePage(expired));
  }
}

async function checkPassword(
  { provider, accounts, delays }: Parts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const account = form?.get("account")?.trim() ?? "";
  const seconds = Math.ceil(delays.waitFor(account) / 1000);
  if (seconds > 0) {
    response.setHeader("retry-after", String(seconds));
    const wait = `口令多次错误，请 ${seconds} 秒后再试。Too many wrong passwords; try again in ${seconds} s.`;
    send(response, 429, signInPage(path, account, accounts.list(), wait));
  } else if (accounts.accepts(account, form?.get("password") ?? "")) {
    delays.succeeded(account);
    await provider.interactionFinished(request, response, { login: { accountId: account, remember: false } });
  } else {
    // a text that can be nobody's account guesses nothing, and must not push real accounts out of the memory
    if (homeTierOfAccount(account)) delays.failed(account);
    const wrong = "账号或口令不正确。The account or the password is wrong.";
    send(response, 401, signInPage(path, account, accounts.list(), wrong));
  }
}

/** @returns undefined where the body is no form, or larger than a sign-in can be */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_FORM) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function send(response: ServerResponse, status: number, { headers, html }: Page): void {
  response.writeHead(status, headers).end(html);
}
