import { join } from "node:path";
import { loadRegions, RegionTree } from "../../schema/regions/tree";
import { change, RefusedError } from "../../scripts/client/change";
import { renewing } from "../../scripts/client/demonstrationClients";
import { type GatewayClient, gatewayClient } from "../../scripts/client/gatewayClient";
import { Answers } from "../../scripts/figures/answers";
import { compare, type Found } from "../../scripts/figures/figure";
import { FIGURES } from "../../scripts/figures/golden";
import { PENDING } from "../../scripts/figures/pending";
import { measurementOfFigures, tableOf } from "../../scripts/figures/report";
import { runLine } from "../../scripts/jinning/line";
import { compare as compareLine } from "../../scripts/jinning/report";
import { loadLarge } from "../../scripts/seed/bulk/load";
import { GOLDEN_OFFICES, loadGolden } from "../../scripts/seed/golden";
import { getTestCluster } from "../support/database";
import { borrowPlatform, type TestPlatform } from "../support/platform";

const regions = loadRegions(join(__dirname, "../../../schema/regions"));
let platform: TestPlatform;
let owners: { province: string; city: string; county: string };
let found: Found[];

beforeAll(async () => {
  platform = await borrowPlatform({ offices: ["53", "530115", ...GOLDEN_OFFICES] });
  const { province, city, county } = platform.tiers;
  owners = {
    province: province.database.urls.owner,
    city: city.database.urls.owner,
    county: county.database.urls.owner,
  };
  await loadGolden(owners, regions);
  found = await ask();
});

function clientOf(person: string): GatewayClient {
  return gatewayClient(
    platform.gatewayUrl,
    renewing(() => platform.issuer.tokenOf(person)),
  );
}
const ask = () => compare(FIGURES, PENDING, new Answers(clientOf));
const named = (name: string) => found.find((each) => each.name === name);

test("the gateway answers every figure of the articles as they state it", () => {
  expect(found.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  expect(named("villages covered")).toMatchObject({ stated: "14466", found: "14466", verdict: "ok" });
  expect(named("Lushan, recovered, CNY")).toMatchObject({ expected: "≥ 40000", verdict: "ok" });
  expect(named("Jinning, closure rate, %")).toMatchObject({ expected: "80.87, derived", found: "80.87" });
  expect(tableOf(found)).toMatch(/^round 13, findings +S1 +507 +507 +507 +ok$/m);
});

test("what is pending has a reason, and is none of the figures that must be there", () => {
  const pending = found.filter(({ verdict }) => verdict === "pending");
  expect(pending.filter(({ reason }) => !reason)).toEqual([]);
  expect(pending.map(({ name }) => name).filter((name) => FIGURES.some((figure) => figure.name === name))).toEqual([]);
  const measured = measurementOfFigures(found, 1);
  expect(measured).toMatchObject({ command: "figures", ok: true, detail: { wrong: [] } });
  expect(measured.targets).toHaveLength(FIGURES.length);
  const limits = measured.targets.map(({ limit }) => limit).filter((limit) => !/^(=|>=) [\d.]+$/.test(limit));
  expect(limits).toEqual([]);
});

test("a figure that differs is wrong", async () => {
  const [first] = FIGURES as [(typeof FIGURES)[number]];
  const other = await compare([{ ...first, expected: 508 }], [], new Answers(clientOf));
  expect(other).toMatchObject([{ expected: "508", found: "507", verdict: "wrong" }]);
  expect(measurementOfFigures(other, 1)).toMatchObject({ ok: false, detail: { wrong: [first.name] } });
});

test("what was written in bulk is what the gateway would have written: a new submission changes nothing", async () => {
  const [target] = await platform.sql<{ id: string; title: string }>(
    "county",
    "select target_id as id from publication where office = '530115' order by id limit 1",
  );
  const submit = { field: "submitCountyPublications", input: "SubmitPublicationsInput", list: "CountyPublicationList" };
  const again = change(clientOf("county:530115.director"), submit, { targetIds: [target?.id] }, "submit-once-more");
  await expect(again).rejects.toThrow(RefusedError);
  await expect(again).rejects.toMatchObject({ code: "NOTHING_CHANGED" });
});

test("the rows are marked synthetic in the API and carry no narrative", async () => {
  const { countyFindings } = await clientOf("province:53.director").ask<{
    countyFindings: { nodes: { title: string; description: string; synthetic: boolean }[] };
  }>(`{ countyFindings(first: 100, filter: { region: "530115" }) { nodes { title description synthetic } } }`);
  expect(countyFindings.nodes).toHaveLength(100);
  expect(
    countyFindings.nodes.filter(({ title, description, synthetic }) => {
      return !synthetic || description !== "" || !/^合成行 \d{6}$/.test(title);
    }),
  ).toEqual([]);
});

test("where the book of Jinning has come with the data set, it is not entered a second time", async () => {
  const [clerk, approver, director] = ["clerk", "approver", "director"].map((post) =>
    clientOf(`county:530115.${post}`),
  );
  const written = await platform.countRows();
  const result = await runLine({
    office: { clerk, approver, director } as Parameters<typeof runLine>[0]["office"],
    province: clientOf("province:53.director"),
    regions,
  });
  expect(result).toMatchObject({ loaded: true, submitted: { total: 3058, rectified: 2473, rounds: 9, units: 108 } });
  expect(compareLine(result).every(({ ok }) => ok)).toBe(true);
  expect(await platform.countRows()).toEqual(written);
});

test("a large data set beside it leaves the figures of the articles as they are", async () => {
  // one village: the county gets more rounds than a page has
  const corner = ["53", "5301", "530115", "530115001", "530115001001"].filter((code) => regions.has(code));
  expect(corner).toHaveLength(5);
  const few = new RegionTree(corner.map((code) => ({ code, name: regions.find(code)?.name ?? "" })));
  const data = { adminUrl: getTestCluster().adminUrl, ownerUrls: owners, regions: few, lanes: 1, onStep: () => {} };
  expect(await loadLarge(data, { findings: 1_000, seed: 7 })).toBe(1_000);
  expect((await ask()).filter(({ verdict }) => verdict === "wrong")).toEqual([]);
});
