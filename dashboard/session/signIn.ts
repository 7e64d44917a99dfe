import { endsSignIn } from "../rules/signIn";
import { BASE, settings } from "../settings";

/** Good for one sign-in only. */
interface SignIn {
  verifier: string;
  state: string;
}

/** What must outlive the way to the issuer and back: no token. */
interface UnderWay extends SignIn {
  returnTo: string;
}

export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  id_token?: string;
}

interface Issuer {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint?: string;
}

const KEPT = "sign-in";
const RETURN_PATH = `${BASE}/signed-in`;
const SIGNED_OUT_PATH = `${BASE}/signed-out`;
const SCOPE = "openid platform";

/** The issuer refused: nothing but a new sign-in helps. One that cannot be reached has ended nothing, and is another fault. The message is
 * for a log, the page has words of its own. */
export class SignInFault extends Error {}

/** Sends the browser to the issuer: authorization code with PKCE.
 * @param returnTo the page's address to come back to
 * @throws Error where the issuer does not answer; it may be tried again */
export async function beginSignIn(returnTo: string): Promise<void> {
  const { address, state, verifier } = await addressOf(randomText());
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, returnTo } satisfies UnderWay));
  location.assign(address);
}

/** Where somebody signs in, and what the answer is redeemed by. */
export async function addressOf(state: string): Promise<SignIn & { address: string }> {
  const { authorization_endpoint } = await discover();
  const verifier = randomText();
  const question = new URLSearchParams({
    client_id: settings.client,
    response_type: "code",
    redirect_uri: location.origin + RETURN_PATH,
    scope: SCOPE,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
  });
  return { address: `${authorization_endpoint}?${question}`, state, verifier };
}

/** Redeems the code with which the browser came back.
 * @returns the tokens, and the address to go on at
 * @throws SignInFault; another Error where the issuer does not answer */
export async function completeSignIn(search: string): Promise<{ tokens: TokenAnswer; returnTo: string }> {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  const { verifier, state, returnTo } = (kept ? JSON.parse(kept) : {}) as Partial<UnderWay>;
  if (!verifier || !state || !returnTo) throw new SignInFault("no sign-in is under way");
  const tokens = await redeem(search, { verifier, state }).catch((cause: unknown) => {
    // whoever tries again still wants to go there
    if (kept && !(cause instanceof SignInFault)) sessionStorage.setItem(KEPT, kept);
    throw cause;
  });
  return { tokens, returnTo };
}

/** @param search what the issuer answered with
 * @throws SignInFault */
export async function redeem(search: string, { verifier, state }: SignIn): Promise<TokenAnswer> {
  const answer = new URLSearchParams(search);
  const code = answer.get("code");
  if (!code) throw new SignInFault(answer.get("error") ?? "the issuer sent no code");
  if (answer.get("state") !== state) throw new SignInFault("the answer belongs to another sign-in");
  if ((answer.get("iss") ?? settings.issuer) !== settings.issuer) throw new SignInFault("another issuer answered");
  return askForTokens({
    grant_type: "authorization_code",
    code,
    redirect_uri: location.origin + RETURN_PATH,
    code_verifier: verifier,
  });
}

/** @returns the address that the sign-in under way goes on at; undefined: none is */
export function returnToKept(): string | undefined {
  const kept = sessionStorage.getItem(KEPT);
  return kept ? (JSON.parse(kept) as UnderWay).returnTo : undefined;
}

/** @throws SignInFault where the sign-in is over; another Error where the issuer does not answer */
export function renew(refreshToken: string): Promise<TokenAnswer> {
  return askForTokens({ grant_type: "refresh_token", refresh_token: refreshToken });
}

/** Ends the session at the issuer as well, which sends the browser back to the page's own word of it. */
export async function endSession(idToken: string | undefined): Promise<void> {
  const { end_session_endpoint } = await discover().catch(() => ({ end_session_endpoint: undefined }));
  if (!end_session_endpoint || !idToken) return location.replace(SIGNED_OUT_PATH);
  const question = new URLSearchParams({
    id_token_hint: idToken,
    client_id: settings.client,
    post_logout_redirect_uri: location.origin + SIGNED_OUT_PATH,
  });
  location.replace(`${end_session_endpoint}?${question}`);
}

async function askForTokens(form: Record<string, string>): Promise<TokenAnswer> {
  const { token_endpoint } = await discover();
  const body = new URLSearchParams({ client_id: settings.client, ...form });
  const response = await fetch(token_endpoint, { method: "POST", body });
  if (endsSignIn(response.status)) throw new SignInFault(`the issuer answered ${response.status}`);
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  return response.json();
}

let known: Promise<Issuer> | undefined;

function discover(): Promise<Issuer> {
  known ??= readDiscovery().catch((cause: unknown) => {
    known = undefined;
    throw cause;
  });
  return known;
}

async function readDiscovery(): Promise<Issuer> {
  const response = await fetch(`${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  const issuer: Issuer = await response.json();
  if (issuer.issuer !== settings.issuer) throw new Error("the discovery document belongs to another issuer");
  return issuer;
}

/** 32 random bytes as text. */
export function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");
}
