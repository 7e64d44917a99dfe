import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";

describe("GraphiQL", () => {
  let platform: GatewayUnderTest;

  beforeAll(async () => {
    platform = await sharedGateway();
  });

  const get = (path: string) => fetch(platform.gateway.url + path);

  test("comes whole from the gateway, and its policy lets it ask nobody else", async () => {
    const page = await get("/graphiql");
    expect(page.headers.get("content-type")).toContain("text/html");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\/|\/\/[a-z]/);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(html).not.toMatch(/<script>|<style>| style=| on[a-z]+=/);

    const assets = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] as string);
    expect(assets).toHaveLength(4);
    for (const asset of [...assets, ...["editor", "json", "graphql"].map((name) => `/graphiql/${name}.worker.js`)]) {
      const answer = await get(asset);
      expect([asset, answer.status]).toEqual([asset, 200]);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
  });

  test("its style sheet loads nothing from elsewhere", async () => {
    const style = await (await get("/graphiql/graphiql.css")).text();
    expect(style).not.toMatch(/@import|url\(["']?(https?:)?\/\//);
  });

  test("an asset that the browser has already is not sent again", async () => {
    const etag = (await get("/graphiql/page.js")).headers.get("etag") ?? "";
    const headers = { "if-none-match": etag };
    const again = await fetch(`${platform.gateway.url}/graphiql/page.js`, { headers });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("offers the saved operations beside the supergraph, also those saved later", async () => {
    expect(await (await get("/graphiql/operations.json")).json()).toEqual([]);
    mkdirSync(join(platform.dir, "operations"));
    writeFileSync(join(platform.dir, "operations", "whoAmI.graphql"), "{ viewer { person } }");
    const saved = [{ name: "whoAmI", query: "{ viewer { person } }" }];
    expect(await (await get("/graphiql/operations.json")).json()).toEqual(saved);
  });
});
