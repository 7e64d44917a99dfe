import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** Where an issuer listens and what it signs with; plain data, so that another process can sign in its name. */
export interface IssuerIdentity {
  url: string;
  privateKey: JWK;
}

export interface FakeIssuer extends IssuerIdentity {
  /** @param claims other than those of the platform's issuer
   * @returns an access token as the platform's issuer would sign it, for five minutes */
  tokenOf(person: string, claims?: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

export const AUDIENCE = "inspection-platform";

/** An issuer that only publishes its key: what a gateway needs of one. */
export async function startFakeIssuer(): Promise<FakeIssuer> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: "test", alg: "ES256", use: "sig" }];
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/jwks" ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const privateKey = { ...(await exportJWK(pair.privateKey)), alg: "ES256" };
  return {
    url,
    privateKey,
    tokenOf: (person, claims) => signToken({ url, privateKey }, person, claims),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Longer than any file takes, however busy the machine: it keeps the tokens of its people. */
const LASTS_SECONDS = 3_600;

/** Signs an access token as this issuer would.
 * @param claims other than those of the platform's issuer */
export function signToken(issuer: IssuerIdentity, person: string, claims: JWTPayload = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer.url, aud: AUDIENCE, sub: person, iat: now, exp: now + LASTS_SECONDS, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "test", typ: "at+jwt" })
    .sign(issuer.privateKey);
}
