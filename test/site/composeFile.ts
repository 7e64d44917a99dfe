import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { TIER_NAMES } from "../../schema/contract/tier";
import { newSigningPair } from "../../subgraphs/trust/keys";

export const ROOT = join(__dirname, "../../..");

export interface Service {
  image: string;
  build?: string;
  pull_policy?: string;
  restart: string;
  command?: string[];
  environment: Record<string, string>;
  networks: string[];
  depends_on?: Record<string, { condition: "service_healthy" | "service_completed_successfully" }>;
  healthcheck?: { test: string[] };
  ports?: string[];
  volumes?: string[];
  /** it runs where one of these is asked for */
  profiles?: string[];
}

export interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
}

const TEXT = readFileSync(join(ROOT, "docker-compose.yml"), "utf8");
/** `${NAME}`, `${NAME:?words}`, `${NAME:-default}`, `${NAME:+other}`: what the Compose specification calls interpolation, as far as the file uses it. */
const REFERENCE = /\$\{(?<name>\w+)(?::(?<kind>[?+-])(?<rest>[^}]*))?\}/g;

/** Reads docker-compose.yml as compose does: variables filled in, anchors and merge keys resolved.
 * @throws where a variable that the file requires is missing or empty */
export function readComposeFile(environment: Record<string, string>): ComposeFile {
  const fill = (text: string): string =>
    text.replace(REFERENCE, (_, name: string, kind?: string, rest?: string) => {
      const value = environment[name];
      if (kind === "+") return value ? (rest as string) : "";
      if (value) return value;
      if (kind === "?") throw new Error(rest);
      return kind === "-" ? (rest as string) : "";
    });
  const read = (_: unknown, value: unknown) => (typeof value === "string" ? fill(value) : value);
  const { services, ...rest }: ComposeFile = parse(TEXT, read, { merge: true });
  const asked = environment.COMPOSE_PROFILES?.split(",") ?? [];
  const isAsked = ({ profiles }: Service) => !profiles || profiles.some((profile) => asked.includes(profile));
  return { ...rest, services: Object.fromEntries(Object.entries(services).filter(([, service]) => isAsked(service))) };
}

/** Names of the variables that the file refers to, by whether it has a default for them. */
export function variablesOfFile(): { required: string[]; optional: string[] } {
  const found = [...TEXT.matchAll(REFERENCE)].map(({ groups }) => groups as { name: string; kind?: string });
  const namesWith = (defaulted: boolean) =>
    [
      ...new Set(found.filter(({ kind }) => ["-", "+"].includes(kind ?? "") === defaulted).map(({ name }) => name)),
    ].sort();
  return { required: namesWith(false), optional: namesWith(true) };
}

/** An environment in which every required variable is set, each to a value of its own. */
export function generatedEnvironment(): Record<string, string> {
  const given = variablesOfFile().required.map((name) => [name, `secret-of.${name}~${"x".repeat(16)}`] as const);
  const pairs = TIER_NAMES.map((tier) => [tier.toUpperCase(), newSigningPair()] as const);
  const keys = pairs.flatMap(([tier, { privateKey, publicKey }]) => [
    [`${tier}_EXCHANGE_KEY`, privateKey] as const,
    [`${tier}_EXCHANGE_PUBLIC_KEYS`, publicKey] as const,
  ]);
  return Object.fromEntries([...given, ...keys]);
}

/** The services that run the platform's own image. */
export function ownServices({ services }: ComposeFile): [name: string, service: Service][] {
  return Object.entries(services).filter(([, { image }]) => image === services.gateway?.image);
}
