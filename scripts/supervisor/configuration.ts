import { join, resolve } from "node:path";
import { z } from "zod";

export const PROJECT = resolve(__dirname, "..", "..", "..");

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const PORTS = {
  GATEWAY_PORT: 4000,
  PROVINCE_PORT: 4001,
  CITY_PORT: 4002,
  COUNTY_PORT: 4003,
  ISSUER_PORT: 4005,
  PROVINCE_WORKER_PORT: 4011,
  CITY_WORKER_PORT: 4012,
  COUNTY_WORKER_PORT: 4013,
  DATABASE_PORT: 4054,
} as const;
type PortName = keyof typeof PORTS;

const A_PORT = "must be a port, 1 to 65535";
const port = (value: number) => z.coerce.number(A_PORT).int(A_PORT).min(1, A_PORT).max(65_535, A_PORT).default(value);
const ports = Object.fromEntries(Object.entries(PORTS).map(([name, value]) => [name, port(value)])) as {
  [name in PortName]: ReturnType<typeof port>;
};

const Environment = z
  .object({
    ...ports,
    PLATFORM_MODE: z.enum(["demo", "site"]).default("demo"),
    PLATFORM_DATA: z.string().min(1).default(join(PROJECT, "data")),
    PLATFORM_EMBEDDED_DATABASE: z.enum(["yes", "no"]).optional(),
    GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
    REGIONS_DIR: z
      .string()
      .min(1)
      .default(join(PROJECT, "schema", "regions")),
    OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    OIDC_AUDIENCE: z.string().min(1).default("inspection-platform"),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .superRefine((read, context) => {
    const refuse = (name: string, message: string) => context.addIssue({ code: "custom", path: [name], message });
    const seen = new Map<number, string>();
    for (const name of Object.keys(PORTS) as PortName[]) {
      const other = seen.get(read[name]);
      if (other) refuse(name, `is the same port as ${other}`);
      seen.set(read[name], name);
    }
    if (read.PLATFORM_MODE === "demo") {
      if (!LOOPBACK.includes(read.GATEWAY_HOST)) refuse("GATEWAY_HOST", "must be a loopback address in demo mode");
      if (read.OIDC_ISSUER)
        refuse("OIDC_ISSUER", "is set by the demonstration itself; it belongs to PLATFORM_MODE=site");
      return;
    }
    if (read.PLATFORM_EMBEDDED_DATABASE !== "yes") {
      refuse(
        "PLATFORM_EMBEDDED_DATABASE",
        "must be `yes` for a site that runs on the embedded database; a site with database servers of its own runs the processes of docker-compose.yml",
      );
    }
    if (!read.OIDC_ISSUER) refuse("OIDC_ISSUER", "is needed in site mode: the address of your OpenID Connect issuer");
  });

export type Configuration = z.infer<typeof Environment>;

/** The names of the environment variables that were refused, each with the reason; never the values. */
export class BadConfiguration extends Error {}

/** Reads what `npm start` may be told by environment variables. An empty variable counts as absent.
 * @throws BadConfiguration */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const read = Environment.safeParse(given);
  if (read.success) return { ...read.data, PLATFORM_DATA: resolve(read.data.PLATFORM_DATA) };
  throw new BadConfiguration(read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}
