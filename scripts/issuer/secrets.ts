import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";
import { keepPrivate, writePrivateFile } from "./privateFile";

/** What must outlive a restart, or every token and every open sign-in page would become void. */
export interface IssuerSecrets {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

const SECRETS = z.object({
  jwks: z.object({
    keys: z
      .array(z.looseObject({ kty: z.literal("EC"), alg: z.literal("ES256"), kid: z.string(), d: z.string() }))
      .min(1),
  }),
  cookieKeys: z.array(z.string().min(32)).min(1),
});

/** Reads the keys of the state folder, or makes them on the first start.
 * @throws Error where the file is damaged: it says how to start with new keys */
export async function loadIssuerSecrets(stateDir: string): Promise<IssuerSecrets> {
  const path = join(stateDir, "issuer-secrets.json");
  if (!existsSync(path)) writePrivateFile(path, JSON.stringify(await makeSecrets()));
  keepPrivate(path);
  try {
    return SECRETS.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new Error(`${path} is damaged; remove it to start with new keys (tokens issued so far become void)`);
  }
}

async function makeSecrets(): Promise<IssuerSecrets> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: { keys: [{ ...jwk, kid, alg: "ES256", use: "sig" }] },
    cookieKeys: [randomBytes(32).toString("base64url")],
  };
}
