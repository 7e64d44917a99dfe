import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import * as v from "valibot";
import { keepPrivate, writePrivateFile } from "./privateFile";

/** What must outlive a restart, or every token and every open sign-in page would become void. */
export interface IssuerSecrets {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

const SIGNING_KEY = v.looseObject({ kty: v.literal("EC"), alg: v.literal("ES256"), kid: v.string(), d: v.string() });
const SECRETS = v.object({
  jwks: v.object({ keys: v.pipe(v.array(SIGNING_KEY), v.nonEmpty()) }),
  cookieKeys: v.pipe(v.array(v.pipe(v.string(), v.minLength(32))), v.nonEmpty()),
});

/** Reads the keys of the state folder, or makes them on the first start.
 * @throws Error where the file is damaged: it says how to start with new keys */
export async function loadIssuerSecrets(stateDir: string): Promise<IssuerSecrets> {
  const path = join(stateDir, "issuer-secrets.json");
  if (!existsSync(path)) writePrivateFile(path, JSON.stringify(await makeSecrets()));
  keepPrivate(path);
  try {
    return v.parse(SECRETS, JSON.parse(readFileSync(path, "utf8")));
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
