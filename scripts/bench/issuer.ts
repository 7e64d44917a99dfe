import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export const AUDIENCE = "inspection-platform";
const LIFE_SECONDS = 7_200;

/** Whose tokens a measured gateway takes: anybody can be anybody. A browser is signed in already, as whoever was said last.
 * @param port any that is free, unless one is named */
export async function startIssuer(port = 0) {
  const pair = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: "bench", alg: "ES256", use: "sig" }];
  let atBrowser = "";
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    if (pathname === "/auth") {
      const back = new URL(searchParams.get("redirect_uri") ?? "");
      back.search = `${new URLSearchParams({ code: "bench", state: searchParams.get("state") ?? "" })}`;
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    const endpoints = { authorization_endpoint: `${url}/auth`, token_endpoint: `${url}/token` };
    const discovery = { issuer: url, jwks_uri: `${url}/jwks`, ...endpoints };
    const token = async () => ({ access_token: await sign(atBrowser), expires_in: LIFE_SECONDS });
    const answer = pathname === "/jwks" ? { keys } : pathname === "/token" ? await token() : discovery;
    response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (person: string, seconds = LIFE_SECONDS) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: url, aud: AUDIENCE, sub: person, iat: now, exp: now + seconds })
      .setProtectedHeader({ alg: "ES256", kid: "bench", typ: "at+jwt" })
      .sign(pair.privateKey);
  };
  return {
    url,
    /** @param seconds how long the token holds */
    authorizationOf: async (person: string, seconds?: number) => `Bearer ${await sign(person, seconds)}`,
    signInAs: (person: string) => {
      atBrowser = person;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
