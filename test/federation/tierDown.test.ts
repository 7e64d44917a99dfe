import type { TierName } from "../../schema/contract/tier";
import { aRound } from "../support/builders";
import type { Answer } from "../support/caller";
import { startPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
  await aRound("990101").withFindings(1).until("RECTIFYING").submitted().on(platform);
  await aRound("9901").withFindings(2).until("RECTIFYING").submitted().on(platform);
  await aRound("99").withFindings(3).until("RECORDED").on(platform);
});

const QUERY = `{
  region(code: "9901") { name provinceFigures { total } cityFigures { total } countyFigures { total } }
  provinceFindings { nodes { id } }
  cityFindings { nodes { id region { name } } }
  countyFindings { nodes { id region { name } } }
}`;

/** Where the parts of each tier stand in the answer. */
const PARTS: Record<TierName, string[]> = {
  province: ["region.provinceFigures", "provinceFindings"],
  city: ["region.cityFigures", "cityFindings"],
  county: ["region.countyFigures", "countyFindings"],
};

function at({ data }: Answer, path: string): unknown {
  return path.split(".").reduce((part, name) => part?.[name], data);
}

/** Somebody whose home tier lives reads above and below: the province's director, or a city's while the province is down. */
function readerWithout(tier: TierName): string {
  return tier === "province" ? "city:9901.director" : "province:99.director";
}

describe.each<TierName>(["province", "city", "county"])("while the %s tier is dead", (dead) => {
  let whole: Answer;
  const reader = () => platform.as(readerWithout(dead));
  beforeAll(async () => {
    whole = await reader().ask(QUERY);
    expect(whole.errors).toEqual([]);
    await platform.kill(dead);
  });

  test("the others' parts of the same query still arrive, its own are null and say so", async () => {
    const answer = await reader().ask(QUERY);
    expect(answer.status).toBe(200);
    for (const [tier, paths] of Object.entries(PARTS)) {
      for (const path of paths)
        expect([path, at(answer, path)]).toEqual([path, tier === dead ? null : at(whole, path)]);
    }
    expect(at(answer, "region.name")).toBe("示例甲市");
    expect(answer.errors.map(({ path }) => path?.join(".")).sort()).toEqual([...PARTS[dead]].sort());
    for (const { extensions } of answer.errors)
      expect(extensions).toMatchObject({ code: "TIER_UNAVAILABLE", tier: dead });
  });

  test("the answer tells nothing of addresses, programs or stacks", async () => {
    const { text } = await reader().ask(QUERY);
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|socket|undici|node_modules|\.js|stack|postgres/i);
  });

  test("a change in it is not carried out, and the caller learns that", async () => {
    const { answer } = await platform
      .as(readerWithout(dead))
      .tries("registerTierUnits", { units: [] }, { tier: dead.toUpperCase() as "COUNTY" });
    expect(answer.data).toEqual({ outcome: null });
    expect(answer.errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
  });

  test("its own people cannot be let in, because nobody vouches for them", async () => {
    const office = { province: "99", city: "9901", county: "990101" }[dead];
    await until("the standing that was kept has aged", async () => {
      const answer = await platform.as(`${dead}:${office}.clerk`).ask("{ viewer { person } }");
      return answer.status === 503 && answer.errors[0]?.extensions.code === "STANDING_UNAVAILABLE" && !answer.data;
    });
  });

  test("the gateway lives on and says which tier is down", async () => {
    await until("the gateway notices", async () => {
      const response = await fetch(`${platform.gatewayUrl}/health/ready`);
      const { tiers } = (await response.json()) as { tiers: Record<TierName, string> };
      const seen = Object.entries(tiers).every(([tier, state]) => state === (tier === dead ? "down" : "up"));
      return response.status === 503 && seen;
    });
  });

  test("it comes back by itself once the tier is there again", async () => {
    await platform.startAgain(dead);
    const answer = await until("the whole answer", async () => {
      const again = await reader().ask(QUERY);
      return again.errors.length === 0 && again;
    });
    expect(answer.data).toEqual(whole.data);
  });
});

test("a drill-down keeps the offices above while the county is dead", async () => {
  await platform.kill("county");
  const query = `{ provinceOffice(code: "99") { name cities { name counties { name rounds { nodes { title } } } } } }`;
  const answer = await platform.as("province:99.clerk").ask(query);
  const [city] = answer.data.provinceOffice.cities;
  expect(city.name).toBe("示例甲市委巡察办");
  expect(new Set(city.counties)).toEqual(new Set([null]));
  expect(new Set(answer.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["TIER_UNAVAILABLE"]));
  await platform.startAgain("county");
});
