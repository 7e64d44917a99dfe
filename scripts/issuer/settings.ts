import { resolve } from "node:path";
import { z } from "zod";

const ENVIRONMENT = z.object({
  PLATFORM_MODE: z
    .literal("demo", "must be demo: the development issuer refuses to serve a site; set OIDC_ISSUER to the site's own")
    .default("demo"),
  ISSUER_PORT: z.coerce.number("must be a port").int().min(1024).max(65535).default(4005),
  ISSUER_ACCOUNTS_FILE: z.string("must name the JSON file of the demonstration accounts").min(1),
  ISSUER_STATE_DIR: z.string("must name the folder that keeps the signing keys").min(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export interface IssuerSettings {
  port: number;
  /** the issuer identifier, `iss` of every token: http://127.0.0.1:PORT */
  issuer: string;
  accountsFile: string;
  stateDir: string;
  logLevel: string;
}

/** @throws Error with one line for each bad variable, by its name and without its value */
export function readIssuerSettings(environment: NodeJS.ProcessEnv): IssuerSettings {
  const read = ENVIRONMENT.safeParse(environment);
  if (!read.success) {
    throw new Error(read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const { ISSUER_PORT, ISSUER_ACCOUNTS_FILE, ISSUER_STATE_DIR, LOG_LEVEL } = read.data;
  return {
    port: ISSUER_PORT,
    issuer: `http://127.0.0.1:${ISSUER_PORT}`,
    accountsFile: resolve(ISSUER_ACCOUNTS_FILE),
    stateDir: resolve(ISSUER_STATE_DIR),
    logLevel: LOG_LEVEL,
  };
}
