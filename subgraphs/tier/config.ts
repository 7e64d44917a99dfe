import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);
const mode = z.enum(["demo", "site"]).default("demo");
const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info");
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "a PostgreSQL URL: postgres://role:password@host:port/database");

const SUBGRAPH = z.object({
  PLATFORM_MODE: mode,
  LOG_LEVEL: logLevel,
  TIER_HOST: z.string().min(1).default("127.0.0.1"),
  TIER_PORT: port,
  /** HMAC key that this subgraph shares with the gateway */
  TIER_KEY: z.string().min(32, "at least 32 characters"),
  /** the runtime role, never the owner */
  DATABASE_URL: databaseUrl,
  REGIONS_DIR: z.string().min(1),
});

const WORKER = z.object({
  PLATFORM_MODE: mode,
  LOG_LEVEL: logLevel,
  WORKER_HEALTH_HOST: z.string().min(1).default("127.0.0.1"),
  WORKER_HEALTH_PORT: port,
  /** the worker role */
  DATABASE_URL: databaseUrl,
});

export const readSubgraphConfig = () => read(SUBGRAPH);
export const readWorkerConfig = () => read(WORKER);

/** Refuses a bad value by the variable's name, and never prints the value. Exit code 2 tells the supervisor not to retry. */
function read<Shape extends z.ZodType>(shape: Shape): z.infer<Shape> {
  const result = shape.safeParse(process.env);
  if (result.success) return result.data;
  for (const issue of result.error.issues) process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
  process.exit(2);
}
