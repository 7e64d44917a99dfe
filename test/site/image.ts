import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./composeFile";

/** What the Dockerfile's last stage makes of the built tree. */
export interface Image {
  /** the folder that stands for the image's working directory */
  dir: string;
  environment: Record<string, string>;
  user: string;
}

/** Lays out a folder as the image will be: what the last stage copies and nothing else, without development packages. */
export function layOutImage(): Image {
  const [lastStage = ""] = readFileSync(join(ROOT, "Dockerfile"), "utf8")
    .split(/^FROM /m)
    .reverse();
  const last = lastStage.split("\n");
  const argumentsOf = (instruction: string): string[] =>
    last.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));
  const dir = mkdtempSync(join(tmpdir(), "site-image-"));
  for (const copy of argumentsOf("COPY")) {
    const [source = "", target = ""] = copy.split(" ").filter((word) => !word.startsWith("--"));
    const path = source.replace("/platform/", "");
    if (path === "node_modules") linkProductionPackages(dir);
    else cpSync(join(ROOT, path), join(dir, target, target.endsWith("/") ? path : ""), { recursive: true });
  }
  return {
    dir,
    environment: Object.fromEntries(argumentsOf("ENV").map((line) => line.split("="))),
    user: argumentsOf("USER").at(-1) ?? "root",
  };
}

/** What `npm prune --omit=dev` leaves, by the lock file. */
function linkProductionPackages(dir: string): void {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    // of another system, or inside a package that is linked as a whole
    const passedBy = optional || path.lastIndexOf("node_modules/") !== 0;
    if (dev || passedBy) continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(dir, path));
  }
}
