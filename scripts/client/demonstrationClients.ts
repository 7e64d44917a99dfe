import { join } from "node:path";
import { decodeJwt } from "jose";
import { readAccountsFile } from "../issuer/accounts";
import { fetchAccessToken, issuerOf } from "../token";
import { type GatewayClient, gatewayClient, type TokenSource } from "./gatewayClient";

/** A token this close to its end may be over before the request has arrived. */
const MARGIN_SECONDS = 60;

/** Lets a script work as accounts of the demonstration. The environment names another platform than the one of
 * `npm start`: GATEWAY_PORT, ISSUER_PORT and PLATFORM_DATA as `npm start` reads them, or GATEWAY_URL, OIDC_ISSUER.
 * @returns the client of an account, `county:990101.clerk`
 * @throws Error that says what to do where the accounts file is not there or does not know the account */
export function demonstrationClients(environment: NodeJS.ProcessEnv): (account: string) => GatewayClient {
  const url = environment.GATEWAY_URL ?? `http://127.0.0.1:${environment.GATEWAY_PORT || 4000}`;
  const issuer = issuerOf(environment);
  const passwords = readPasswords(join(environment.PLATFORM_DATA ?? "data", "accounts.json"));
  return (account) => {
    const password = passwords.get(account);
    if (!password) throw new Error(`the demonstration has no account ${account}: npm run -s token -- --list shows all`);
    return gatewayClient(
      url,
      renewing(() => fetchAccessToken({ issuer, account, password })),
    );
  };
}

function readPasswords(path: string): Map<string, string> {
  try {
    return new Map(readAccountsFile(path).map(({ id, password }) => [id, password]));
  } catch (cause) {
    throw new Error(`${(cause as Error).message}: run npm start first, which writes it`, { cause });
  }
}

/** Keeps a token until shortly before its end. */
export function renewing(fetchToken: () => Promise<string>, now: () => number = Date.now): TokenSource {
  let kept: { token: string; until: number } | undefined;
  return async (renew = false) => {
    if (!kept || renew || kept.until <= now() / 1000) {
      const token = await fetchToken();
      kept = { token, until: (decodeJwt(token).exp ?? 0) - MARGIN_SECONDS };
    }
    return kept.token;
  };
}
