import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { firstLoadOf, type Manifest } from "./firstLoad";

/** Below this a compressed copy saves nothing that anybody would notice. */
const LEAST_BYTES = 1_024;
/** The highest takes five times as long and saves three in a hundred. */
const BROTLI_QUALITY = 9;

/** Builds into dist/browser, with a compressed copy of each file beside it.
 * @returns compressed bytes that a browser fetches before it shows the first page */
export async function buildDashboard(root: string): Promise<{ firstLoad: number }> {
  // a package of modules, which a program of CommonJS loads when it runs
  const { build } = await import("vite");
  await build({ configFile: join(root, "dashboard/vite.config.mts") });
  const folder = join(root, "dist/browser");
  for (const name of readdirSync(join(folder, "assets"))) compress(join(folder, "assets", name));
  return { firstLoad: firstLoad(folder) };
}

/** @param folder of the built page */
export function firstLoad(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8")) as Manifest;
  const files = firstLoadOf(manifest);
  return files.reduce((sum, file) => sum + sizeOf(join(folder, file)), 0);
}

function compress(file: string): void {
  const content = readFileSync(file);
  if (content.length < LEAST_BYTES) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

/** As an older browser gets it: by gzip, where there is a compressed copy. */
function sizeOf(file: string): number {
  const compressed = statSync(`${file}.gz`, { throwIfNoEntry: false });
  return (compressed ?? statSync(file)).size;
}
