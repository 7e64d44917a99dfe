import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export interface FakeIssuer {
  url: string;
  /** @returns an access token as the platform's issuer would sign it, for five minutes */
  tokenOf(person: string): Promise<string>;
  close(): Promise<void>;
}

export const AUDIENCE = "inspection-platform";

/** An issuer that only publishes its key: what a gateway needs of one. */
export async function startFakeIssuer(): Promise<FakeIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "test", alg: "ES256", use: "sig" }];
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/jwks" ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    tokenOf: (person) =>
      new SignJWT({})
        .setProtectedHeader({ alg: "ES256", kid: "test", typ: "at+jwt" })
        .setIssuer(url)
        .setAudience(AUDIENCE)
        .setSubject(person)
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(privateKey),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
