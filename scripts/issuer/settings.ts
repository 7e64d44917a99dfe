import { resolve } from "node:path";
import * as v from "valibot";
import { READING } from "../../schema/contract/settings";

const NO_SITE = "must be demo: the development issuer refuses to serve a site; set OIDC_ISSUER to the site's own";
const A_PORT = "must be a port, 1024 to 65535";
const port = v.pipe(
  v.string(),
  v.transform(Number),
  v.integer(A_PORT),
  v.minValue(1024, A_PORT),
  v.maxValue(65_535, A_PORT),
);
/** @param what what a text that is empty or absent must name */
const nameOf = (what: string) => v.optional(v.pipe(v.string(), v.nonEmpty(`must name ${what}`)), "");

const ENVIRONMENT = v.object({
  PLATFORM_MODE: v.optional(v.literal("demo", NO_SITE), "demo"),
  ISSUER_PORT: v.optional(port, "4005"),
  ISSUER_ACCOUNTS_FILE: nameOf("the JSON file of the demonstration accounts"),
  ISSUER_STATE_DIR: nameOf("the folder that keeps the signing keys"),
  LOG_LEVEL: v.optional(v.picklist(["trace", "debug", "info", "warn", "error", "fatal", "silent"]), "info"),
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
  const read = v.safeParse(ENVIRONMENT, environment, READING);
  if (!read.success) {
    throw new Error(read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join("\n"));
  }
  const { ISSUER_PORT, ISSUER_ACCOUNTS_FILE, ISSUER_STATE_DIR, LOG_LEVEL } = read.output;
  return {
    port: ISSUER_PORT,
    issuer: `http://127.0.0.1:${ISSUER_PORT}`,
    accountsFile: resolve(ISSUER_ACCOUNTS_FILE),
    stateDir: resolve(ISSUER_STATE_DIR),
    logLevel: LOG_LEVEL,
  };
}
