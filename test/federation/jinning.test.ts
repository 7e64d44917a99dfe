import { join } from "node:path";
import { loadRegions } from "../../schema/regions/tree";
import { change, RefusedError } from "../../scripts/client/change";
import { renewing } from "../../scripts/client/demonstrationClients";
import { type GatewayClient, GatewayError, gatewayClient, PlatformDown } from "../../scripts/client/gatewayClient";
import { ARTICLE, findingOf, ROUNDS, totalsOf, villagesOf } from "../../scripts/jinning/book";
import { entrySteps, submissionSteps } from "../../scripts/jinning/entry";
import { askFigures, type Line, type LineResult, runLine } from "../../scripts/jinning/line";
import { compare, tableOf } from "../../scripts/jinning/report";
import { freePort } from "../../scripts/supervisor/ports";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { WHOLE } from "../support/whole";

const regions = loadRegions(join(__dirname, "../../../schema/regions"));
const NOTHING = { total: 0, rectified: 0, open: 0, rounds: 0, units: 0, synthetic: false };
const OPEN_TERM = { field: "openCountyTerm", input: "OpenTermInput", list: "CountyTermList" };

/** One round of nine, of whose findings some have come to each status. */
const ENTERED = WHOLE ? ROUNDS : ROUNDS.slice(7, 8);
const STATED = WHOLE ? ARTICLE : totalsOf(ENTERED);
const STEPS = entrySteps(ENTERED);
/** Where some findings are counted already, which are in a report then, and not all of them are rectified. */
const BREAKING_AT = WHOLE ? Math.floor(STEPS / 3) : STEPS;

/** The rounds are entered here, and asked for once more. */
const LONG_MS = 240_000;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await borrowPlatform({ offices: ["53", "530115", "530102"] });
  const term = { committee: "二届区委", ordinal: 2, startsOn: "2021-07-01" };
  await change(clientOf("county:530115.director"), OPEN_TERM, term, "term-of-the-test");
});

function clientOf(person: string): GatewayClient {
  return gatewayClient(
    platform.gatewayUrl,
    renewing(() => platform.issuer.tokenOf(person)),
  );
}

function line(clients: (person: string) => GatewayClient = clientOf): Line {
  const [clerk, approver, director] = ["clerk", "approver", "director"].map((post) => clients(`county:530115.${post}`));
  return {
    office: { clerk, approver, director } as Line["office"],
    province: clientOf("province:53.director"),
    regions,
    rounds: ENTERED,
  };
}

class ConnectionLost extends Error {}

/** Clients that carry out so many calls; of the last one the answer is lost, and no more goes through. */
function breakingAfter(calls: number): (person: string) => GatewayClient {
  let left = calls;
  return (person) => {
    const client = clientOf(person);
    return {
      async ask<Data>(source: string, variables?: Record<string, unknown>): Promise<Data> {
        if (left-- <= 0) throw new ConnectionLost();
        const answer = await client.ask<Data>(source, variables);
        if (left === 0) throw new ConnectionLost();
        return answer;
      },
    };
  };
}

describe("the book of Jinning", () => {
  it("adds up to what the article states", () => {
    expect(totalsOf(ROUNDS)).toEqual(ARTICLE);
    for (const { findings, closed, verified, claimed } of ROUNDS) {
      expect(closed + verified + claimed).toBeLessThanOrEqual(findings);
      expect(findings).toBeLessThanOrEqual(500);
    }
  });

  it("chooses 108 different villages of the district", () => {
    const chosen = villagesOf(regions)
      .flat()
      .map(({ region }) => region);
    expect(new Set(chosen).size).toBe(108);
    expect(chosen.every((region) => /^530115\d{6}$/.test(region) && regions.has(region))).toBe(true);
  });

  it("has rows without narrative", () => {
    const { title, description, synthetic } = findingOf(1);
    expect({ title, description, synthetic }).toEqual({
      title: "合成行 0001（无叙述）",
      description: "",
      synthetic: true,
    });
  });
});

describe("the real line", () => {
  let result: LineResult;
  let written: Record<string, number>;

  it(
    "stops where the connection is lost, and the province has seen nothing of the part that was entered",
    async () => {
      await expect(runLine(line(breakingAfter(BREAKING_AT)))).rejects.toThrow(ConnectionLost);
      const own = await askFigures(clientOf("county:530115.director"));
      expect(own.figures.total).toBeGreaterThan(0);
      expect(own.figures.rectified).toBeLessThan(STATED.rectified);
      expect((await askFigures(clientOf("province:53.director"))).figures).toMatchObject(NOTHING);
    },
    LONG_MS,
  );

  it(
    "goes on when it is run again, and shows the province the article's figures once all is submitted",
    async () => {
      result = await runLine(line());
      written = await platform.countRows();
      expect(result.beforeSubmission).toMatchObject(NOTHING);
      expect(result.ownBook).toMatchObject({ ...STATED, notSubmitted: STATED.total });
      expect(result.name).toBe("晋宁区");
      expect(result.submitted).toMatchObject({
        ...STATED,
        open: WHOLE ? 585 : 155,
        notSubmitted: 0,
        synthetic: true,
      });
      expect(result.submitted.closureRate).toBeCloseTo(WHOLE ? 2473 / 3058 : 190 / 345, 10);
      const compared = compare(result, STATED);
      expect(compared.filter(({ ok }) => !ok)).toEqual([]);
      expect(tableOf(compared)).toMatch(
        WHOLE ? /^total \(findings\) +3058 +3058 +ok$/m : /^total \(findings\) +345 +345 +ok$/m,
      );
    },
    LONG_MS,
  );

  it(
    "tells the same figures and writes nothing when it is run once more",
    async () => {
      let steps = 0;
      const again = await runLine({ ...line(), onStep: () => steps++ });
      expect(again.submitted).toEqual(result.submitted);
      expect(again.beforeSubmission).toEqual(result.submitted);
      expect(await platform.countRows()).toEqual(written);
      expect(steps).toBe(STEPS + submissionSteps(ENTERED));
    },
    LONG_MS,
  );

  it("leaves a row for each finding, all of them synthetic and without a text of their own", async () => {
    const [count] = await platform.sql(
      "county",
      `select count(*)::int as rows, count(distinct title)::int as titles,
         count(*) filter (where synthetic and description = '' and title ~ '^合成行 \\d{4}（无叙述）$')::int as plain
       from finding`,
    );
    expect(count).toEqual({ rows: STATED.total, titles: STATED.total, plain: STATED.total });
  });

  it("calls a figure that differs wrong", () => {
    const other = { ...result, submitted: { ...result.submitted, rectified: STATED.rectified - 1 } };
    const wrong = compare(other, STATED).filter(({ ok }) => !ok);
    expect(wrong.map(({ name, limit, found }) => [name, limit, found])).toEqual([
      ["rectified", `= ${STATED.rectified}`, STATED.rectified - 1],
    ]);
  });

  it("hides the figures from another county", async () => {
    await expect(askFigures(clientOf("county:530102.director"))).rejects.toThrow(/hidden from this account/);
  });
});

describe("a client of the gateway", () => {
  it("says to start the platform where nobody answers", async () => {
    const client = gatewayClient(`http://127.0.0.1:${await freePort()}`, async () => "");
    const asked = client.ask("{ viewer { person } }");
    await expect(asked).rejects.toThrow(PlatformDown);
    await expect(asked).rejects.toThrow(/npm start/);
  });

  it("throws an error of the answer with its code", async () => {
    const asked = clientOf("province:53.director").ask('{ region(code: "12345") { name } }');
    await expect(asked).rejects.toThrow(GatewayError);
    await expect(asked).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
  });

  it("throws a refusal with its code and what would help", async () => {
    const term = { committee: "二届区委", ordinal: 9, startsOn: "2021-07-01" };
    const reused = change(clientOf("county:530115.director"), OPEN_TERM, term, "term-of-the-test");
    await expect(reused).rejects.toThrow(RefusedError);
    await expect(reused).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  it("signs in again once where its token is no longer accepted", async () => {
    const tokens = ["no-token", await platform.issuer.tokenOf("province:53.director")];
    const client = gatewayClient(platform.gatewayUrl, async () => tokens.shift() as string);
    expect((await askFigures(client)).name).toBe("晋宁区");
    expect(tokens).toEqual([]);
  });

  it("keeps a token until a minute before its end", async () => {
    const expiresAt = 10_000;
    const token = `.${Buffer.from(JSON.stringify({ exp: expiresAt })).toString("base64url")}.`;
    let fetched = 0;
    let now = (expiresAt - 61) * 1000;
    const tokenOf = renewing(
      async () => {
        fetched++;
        return token;
      },
      () => now,
    );
    await tokenOf();
    await tokenOf();
    expect(fetched).toBe(1);
    now += 1000;
    await tokenOf();
    expect(fetched).toBe(2);
  });
});
