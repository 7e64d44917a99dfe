import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "seed-"));
afterAll(() => rmSync(folder, { recursive: true }));

function seed(words: string[], settings: Record<string, string> = {}) {
  const command = join(__dirname, "../../scripts/seed/bulk/index.js");
  const env = { PATH: process.env.PATH, PLATFORM_DATA: folder, ...settings };
  const { status, stderr } = spawnSync(process.execPath, [command, ...words], { env, encoding: "utf8" });
  return { status, stderr };
}

test("a site is never given synthetic data", () => {
  const site = { PLATFORM_MODE: "site", PLATFORM_EMBEDDED_DATABASE: "yes", OIDC_ISSUER: "https://issuer.example" };
  expect(seed(["--findings", "1000"], site)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("a site has no synthetic data"),
  });
});

test("the command says what to do where there is no platform, and how it is used", () => {
  expect(seed(["--findings", "1000"]).stderr).toContain("run npm start first");
  for (const words of [[], ["--findings", "0"], ["--findings", "10", "--seed", "x"], ["--remove", "--findings", "1"]]) {
    expect(seed(words)).toMatchObject({ status: 1, stderr: expect.stringContaining("npm run seed -- --findings N") });
  }
});
