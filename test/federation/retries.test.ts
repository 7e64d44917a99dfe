import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { aFinding, aRound, moveFindings } from "../support/builders";
import type { Outcome, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

function ids(outcome: Outcome): string[] | undefined {
  return outcome.items?.map(({ id }) => id);
}

test("five tries at the same time with one key record the findings once, and all get the same ids", async () => {
  const round = await aRound().until("ENTERED").on(platform);
  const input = { targetId: round.targets[0]?.id, findings: [aFinding(), aFinding(), aFinding()] };
  const before = await platform.countRows();
  const key = randomUUID();
  const tries = await Promise.all(
    Array.from({ length: 5 }, () => round.clerk.tries("recordTierFindings", input, { key })),
  );
  const [first] = tries.map(ids);
  expect(first).toHaveLength(3);
  expect(tries.map(ids)).toEqual(Array(5).fill(first));
  const after = await platform.countRows();
  expect((after["county.finding"] ?? 0) - (before["county.finding"] ?? 0)).toBe(3);
  expect((after["county.journal"] ?? 0) - (before["county.journal"] ?? 0)).toBe(3);
});

test("a retry reads the object as it is now, and a refused try may succeed with the same key", async () => {
  const round = await aRound().withFindings(1).until("RECORDED").on(platform);
  const key = randomUUID();
  const agree = { findings: round.findings, command: "AGREE" };
  const early = {
    findings: [{ ...(round.findings[0] as Versioned), version: 2 }],
    command: "EXCHANGE_FACTS",
    note: "无异议",
  };
  expect((await round.clerk.tries("moveTierFindings", early, { key })).refusal).toMatchObject({
    code: "STALE_VERSION",
  });
  await round.clerk.does("moveTierFindings", agree);
  expect((await round.clerk.tries("moveTierFindings", early, { key })).items).toMatchObject([{ version: 3 }]);
  const [reported] = await round.clerk.does("moveTierFindings", {
    findings: [{ ...(round.findings[0] as Versioned), version: 3 }],
    command: "REPORT",
  });
  expect((await round.clerk.tries("moveTierFindings", early, { key })).items).toEqual([reported]);
});

test("of two directors who decide at the same time, one wins and the other is told to read again", async () => {
  const other = await platform.openAccount("county:990101.director-2", "990101", ["DIRECTOR"]);
  const round = await aRound().withFindings(4).until("RECTIFYING").on(platform);
  await moveFindings(round, "KEEP_LONG_TERM", "长期坚持（虚构）");
  const contested = await aRound().withFindings(4).until("RECTIFYING").on(platform);
  const keep = { findings: contested.findings, command: "KEEP_LONG_TERM", note: "长期坚持（虚构）" };
  const reversed = { ...keep, findings: [...contested.findings].reverse() };
  const outcomes = await Promise.all([
    contested.director.tries("moveTierFindings", keep),
    other.tries("moveTierFindings", reversed),
  ]);
  expect(outcomes.filter(({ items }) => items)).toHaveLength(1);
  const [late] = outcomes.flatMap(({ refusal }) => refusal ?? []);
  const when = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  expect(late).toMatchObject({
    code: "STALE_VERSION",
    message: expect.stringMatching(`^此记录在您读取之后已有改动。最近一次改动：他人，${when}。$`),
    messageEn: expect.stringMatching(`last change was made by another person, on ${when}`),
  });
  expect(late?.message).not.toContain("990101");
  const winner = outcomes[0]?.items ? contested.director : other;
  const again = await winner.tries("moveTierFindings", keep);
  expect(again.refusal?.message).toMatch(/最近一次改动：您本人，\d{4}-/);
});

test("two rounds of one number, opened at the same time, become one", async () => {
  const { termId, clerk, director } = await aRound("990102").on(platform);
  const opening = { termId, ordinal: 500, title: "虚构轮次" };
  const outcomes = await Promise.all([clerk.tries("openTierRound", opening), director.tries("openTierRound", opening)]);
  expect(outcomes.filter(({ items }) => items)).toHaveLength(1);
  expect(outcomes.map(({ refusal }) => refusal?.code).filter(Boolean)).toEqual(["ROUND_ALREADY_OPENED"]);
});

test("paging through 120 findings has no gap and no double, while others are recorded", async () => {
  const round = await aRound("990103").withFindings(120).until("RECORDED").on(platform);
  const targetId = round.targets[0]?.id as string;
  const query = `query ($target: ID!, $after: String) { countyFindings(first: 25, after: $after, filter: { targetId: $target }) {
    nodes { id ordinal } pageInfo { hasNextPage endCursor } } }`;
  const seen: { id: string; ordinal: number }[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const { data } = await round.clerk.ask(query, { target: targetId, after });
    seen.push(...data.countyFindings.nodes);
    after = data.countyFindings.pageInfo.hasNextPage ? data.countyFindings.pageInfo.endCursor : null;
    if (++pages === 2) await round.clerk.does("recordTierFindings", { targetId, findings: [aFinding(), aFinding()] });
  } while (after);
  expect(pages).toBe(5);
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(round.findings.map(({ id }) => id)));
  expect(seen.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i));
});

test("a submission waits for a finding that is being moved, and submits it as it is then", async () => {
  const round = await aRound().withFindings(1).until("RECTIFYING").on(platform);
  const [finding] = round.findings as [Versioned];
  const mover = new Client({ connectionString: platform.tiers.county.database.adminUrl });
  await mover.connect();
  try {
    await mover.query("begin");
    await mover.query("update finding set version = version + 1 where id = $1", [finding.id]);
    const submission = round.director.does("submitTierPublications", { targetIds: round.targets.map(({ id }) => id) });
    await until("the submission waits", async () => {
      const waiting = await platform.sql(
        "county",
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return waiting.length > 0;
    });
    await mover.query("commit");
    const [publication] = (await submission) as [Versioned];
    const [submitted] = await platform.sql(
      "county",
      `select (p.manifest -> 0 ->> 'version')::int as listed, f.finding_version as copied
       from publication p join published_finding f on f.publication_id = p.id where p.id = $1`,
      [publication.id],
    );
    expect(submitted).toEqual({ listed: finding.version + 1, copied: finding.version + 1 });
  } finally {
    await mover.end();
  }
});
