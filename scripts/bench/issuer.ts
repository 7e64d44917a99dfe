import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export const AUDIENCE = "inspection-platform";

/** Whose tokens a measured gateway takes: anybody can be anybody.
 * @param port any that is free, unless one is named */
export async function startIssuer(port = 0) {
  const pair = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: "bench", alg: "ES256", use: "sig" }];
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/jwks" ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (person: string) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: url, aud: AUDIENCE, sub: person, iat: now, exp: now + 7_200 })
      .setProtectedHeader({ alg: "ES256", kid: "bench", typ: "at+jwt" })
      .sign(pair.privateKey);
  };
  return {
    url,
    authorizationOf: async (person: string) => `Bearer ${await sign(person)}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
