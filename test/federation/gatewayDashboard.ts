import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { get as request } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import Fastify from "fastify";
import { serveMaps } from "../../gateway/dashboard/maps";
import { type GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";

const SCRIPT = 'console.log("page");';

describe("the dashboard's files", () => {
  let platform: GatewayUnderTest;
  let folder: string;

  beforeAll(async () => {
    platform = await sharedGateway();
    folder = join(platform.dir, "browser");
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, "index.html"), '<meta name="platform" content="__SETTINGS__" nonce="__NONCE__">');
    writeFileSync(join(folder, "assets", "page-1x.js"), SCRIPT);
    writeFileSync(join(folder, "assets", "page-1x.js.br"), brotliCompressSync(SCRIPT));
    writeFileSync(join(folder, "secret.js"), "no asset");
  });

  const get = (path: string, headers = {}) => fetch(platform.gateway.url + path, { redirect: "manual", headers });

  /** As it was sent: fetch would unpack it. */
  const raw = (path: string) =>
    new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      request(platform.gateway.url + path, { headers: { "accept-encoding": "gzip, br" } }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) });
      }).on("error", reject);
    });

  test("one document answers every address below /dashboard/, and is never kept", async () => {
    expect((await get("/")).headers.get("location")).toBe("/dashboard/");
    const [one, other] = [await get("/dashboard/"), await get("/dashboard/overview/99?x=1")];
    for (const answer of [one, other]) {
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
      expect(answer.headers.get("content-type")).toContain("text/html");
    }
    const policies = [one, other].map((answer) => answer.headers.get("content-security-policy") ?? "");
    const nonces = policies.map((policy) => /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(await one.text()).toContain(`nonce="${nonces[0]}"`);
    expect(policies[0]).toContain(`connect-src 'self' ${new URL(platform.issuer.url).origin};`);
    expect(policies[0]).toContain("default-src 'none'; script-src 'self';");
    expect(policies[0]).not.toMatch(/unsafe|\*/);
    expect(await other.text()).toContain("&#34;client&#34;:&#34;inspection-dashboard&#34;");
  });

  test("an asset is kept for ever, and is sent as it was compressed", async () => {
    const plain = await get("/dashboard/assets/page-1x.js", { "accept-encoding": "identity" });
    expect([plain.headers.get("cache-control"), await plain.text()]).toEqual([
      "public, max-age=31536000, immutable",
      SCRIPT,
    ]);
    const { encoding, body } = await raw("/dashboard/assets/page-1x.js");
    expect([encoding, brotliDecompressSync(body).toString()]).toEqual(["br", SCRIPT]);
  });

  test.each([
    "..%2Fsecret.js",
    "..%2f..%2fgateway.js",
    "page-1x.js.br",
    "page-2x.js",
    ".vite",
    "%00.js",
    "page-1x.js%2F",
  ])("%s is no asset", async (name) => {
    const answer = await get(`/dashboard/assets/${name}`);
    expect([400, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain("no asset");
  });

  test("a site's map is found by its region's code, and runs nothing", async () => {
    const maps = join(platform.dir, "maps");
    mkdirSync(maps);
    writeFileSync(join(maps, "99.svg"), "<svg/>");
    writeFileSync(join(maps, "secret.svg"), "no map");
    const app = Fastify();
    expect(serveMaps(app, "/dashboard", maps)).toEqual(["99"]);
    const answer = await app.inject("/dashboard/maps/99.svg");
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([200, "image/svg+xml", "<svg/>"]);
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
    for (const name of ["9901.svg", "secret.svg", "..%2Fmaps%2F99.svg"]) {
      expect((await app.inject(`/dashboard/maps/${name}`)).statusCode).toBe(404);
    }
    await app.close();
    expect((await get("/dashboard/maps/99.svg")).status).toBe(404); // a site without maps
  });

  test("a page that is not built says how to build it", async () => {
    rmSync(join(folder, "index.html"));
    const answer = await get("/dashboard/");
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npm run dashboard")]);
  });
});
