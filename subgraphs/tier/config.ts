import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);
const mode = z.enum(["demo", "site"]).default("demo");
const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info");
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "a PostgreSQL URL: postgres://role:password@host:port/database");

const host = z.string().min(1).default("127.0.0.1");
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const LOOPBACK_ONLY = "must be a loopback address in demo mode, whose passwords lie in a file";

const SUBGRAPH = z
  .object({
    PLATFORM_MODE: mode,
    LOG_LEVEL: logLevel,
    TIER_HOST: host,
    TIER_PORT: port,
    /** HMAC key that this subgraph shares with the gateway */
    TIER_KEY: z.string().min(32, "at least 32 characters"),
    /** the runtime role, never the owner */
    DATABASE_URL: databaseUrl,
    REGIONS_DIR: z.string().min(1),
  })
  .refine((read) => mayListen(read.PLATFORM_MODE, read.TIER_HOST), { path: ["TIER_HOST"], message: LOOPBACK_ONLY });

const WORKER = z
  .object({
    PLATFORM_MODE: mode,
    LOG_LEVEL: logLevel,
    WORKER_HEALTH_HOST: host,
    WORKER_HEALTH_PORT: port,
    /** the worker role */
    DATABASE_URL: databaseUrl,
  })
  .refine((read) => mayListen(read.PLATFORM_MODE, read.WORKER_HEALTH_HOST), {
    path: ["WORKER_HEALTH_HOST"],
    message: LOOPBACK_ONLY,
  });

function mayListen(platformMode: "demo" | "site", address: string): boolean {
  return platformMode === "site" || LOOPBACK.includes(address);
}

export const readSubgraphConfig = () => read(SUBGRAPH);
export const readWorkerConfig = () => read(WORKER);

/** Refuses a bad value by the variable's name, and never prints the value. Exit code 2 tells the supervisor not to retry. */
function read<Shape extends z.ZodType>(shape: Shape): z.infer<Shape> {
  const result = shape.safeParse(process.env);
  if (result.success) return result.data;
  for (const issue of result.error.issues) process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
  process.exit(2);
}
