import type { Configuration, Provider } from "oidc-provider";
import type { Logger } from "pino";
import type { AccountBook } from "./accounts";
import {
  AUDIENCE,
  CLIENT_ID,
  DASHBOARD_CLIENT_ID,
  DASHBOARD_REDIRECT_URIS,
  DASHBOARD_SIGNED_OUT_URIS,
  REDIRECT_URIS,
  RESOURCE,
  RESOURCE_SCOPE,
} from "./client";
import { messagePage, signOutPage } from "./pages";
import type { IssuerSecrets } from "./secrets";
import { createShortMemory } from "./shortMemory";

const TOKEN_SECONDS = 15 * 60;
const SIGN_IN_SECONDS = 10 * 60;
/** A day at a desk: as long as a browser need not sign in again. */
const SESSION_SECONDS = 9 * 60 * 60;
/** Nobody stands before a wall screen to sign in again. */
const WALL_SECONDS = 365 * 24 * 60 * 60;

/** How long an account stays signed in: `county:990101.display` is a wall screen's. */
export function signedInSeconds(accountId: string | undefined): number {
  return accountId?.endsWith(".display") ? WALL_SECONDS : SESSION_SECONDS;
}

/** The OpenID Connect protocol itself: authorization code with PKCE for two public clients, the dashboard with refresh tokens
 * that serve once; everything else off. */
export async function createProvider(
  issuer: string,
  secrets: IssuerSecrets,
  accounts: AccountBook,
  log: Logger,
): Promise<Provider> {
  const { Provider, errors, interactionPolicy } = await import("oidc-provider");
  const policy = interactionPolicy.base();
  policy.remove("consent");
  const provider = new Provider(issuer, {
    ...configuration(accounts, () => new errors.InvalidTarget()),
    jwks: secrets.jwks as Configuration["jwks"],
    cookies: { keys: secrets.cookieKeys },
    interactions: { policy, url: (_context, interaction) => `/interaction/${interaction.uid}` },
  });
  provider.on("server_error", (_context, error: Error) => log.error({ err: error }, "sign-in failed by a defect"));
  return provider;
}

const PUBLIC_CLIENT = {
  application_type: "native",
  token_endpoint_auth_method: "none",
  response_types: ["code"],
  response_modes: ["query"],
  id_token_signed_response_alg: "ES256",
} as const;

function configuration(accounts: AccountBook, unknownResource: () => Error): Configuration {
  return {
    adapter: createShortMemory(),
    clients: [
      { ...PUBLIC_CLIENT, client_id: CLIENT_ID, grant_types: ["authorization_code"], redirect_uris: REDIRECT_URIS },
      {
        ...PUBLIC_CLIENT,
        client_id: DASHBOARD_CLIENT_ID,
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: DASHBOARD_REDIRECT_URIS,
        post_logout_redirect_uris: DASHBOARD_SIGNED_OUT_URIS,
      },
    ],
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed("refresh_token"),
    clientAuthMethods: ["none"],
    responseTypes: ["code"],
    pkce: { required: () => true },
    scopes: ["openid"],
    claims: { openid: ["sub"] },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    // roles are never taken from a token: it says who somebody is, and the home tier says what they may
    findAccount: (_context, sub) => (accounts.has(sub) ? { accountId: sub, claims: () => ({ sub }) } : undefined),
    // the clients are the platform's own, so signing in is the consent
    loadExistingGrant: async ({ oidc }) => {
      const clientId = oidc.client?.clientId ?? "";
      // the tokens of a browser's other windows hang on the grant that its session has already
      const known = await oidc.provider.Grant.find(oidc.session?.grantIdFor(clientId) ?? "");
      if (known) return known;
      const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId, clientId });
      grant.addOIDCScope("openid");
      grant.addResourceScope(RESOURCE, RESOURCE_SCOPE);
      await grant.save();
      return grant;
    },
    clientBasedCORS: (_context, origin) => URL.canParse(origin) && new URL(origin).hostname === "127.0.0.1",
    renderError: (context, out) => {
      const { headers, html } = messagePage(
        `请从登录入口重新开始。Please start again from where you wanted to sign in. (${out.error}: ${out.error_description ?? ""})`,
      );
      context.set(headers);
      context.body = html;
    },
    ttl: {
      AccessToken: TOKEN_SECONDS,
      AuthorizationCode: 60,
      Grant: (_context, { accountId }) => signedInSeconds(accountId),
      IdToken: SESSION_SECONDS,
      Interaction: SIGN_IN_SECONDS,
      RefreshToken: (_context, { accountId }) => signedInSeconds(accountId),
      Session: (_context, { accountId }) => signedInSeconds(accountId),
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          const { headers, html } = signOutPage(form);
          context.set(headers);
          context.body = html;
        },
      },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== RESOURCE) throw unknownResource();
          return {
            audience: AUDIENCE,
            scope: RESOURCE_SCOPE,
            accessTokenFormat: "jwt",
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: "ES256" } },
          };
        },
      },
    },
  };
}
