import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { request } from "undici";
import { boundTo } from "../../schema/contract/fileTicket";
import { INTERNAL_TOKEN_HEADER, signInternalToken } from "../../schema/contract/internalToken";
import { writeXlsx } from "../../subgraphs/files/sheet/writeXlsx";
import type { Measurement } from "../measurement";
import { type BenchTier, CLERK, ROUND, startTier, UNIT, writeFindings } from "./tier";

const HEADS = ["单位名称", "标题", "内容", "监督重点", "类别", "合成数据"];
const MB = 1024 * 1024;

/** A ledger of 5,000 rows in, and 100,000 rows out, through one county's subgraph as the gateway speaks to it. */
export async function measureLedger(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const [rowsIn, small, large] = quick ? [1_000, 10_000, 30_000] : [5_000, 10_000, 100_000];
  // the heap is still growing to its working size while the first tens of thousands of rows go out
  const growthLimit = quick ? 80 : 40;
  const tier = await startTier();
  try {
    const incoming = await bringLedger(tier, rowsIn);
    await writeFindings(tier, small - rowsIn);
    await fetchLedger(tier); // what the process keeps for good, it has from here on
    const few = await fetchLedger(tier);
    await writeFindings(tier, large - small);
    const many = await fetchLedger(tier);
    const growth = Math.round(many.peakMb - few.peakMb);
    return {
      targets: [
        {
          name: `CPU seconds for ${rowsIn} rows from .xlsx`,
          limit: "< 10",
          found: incoming.cpuSeconds,
          ok: incoming.cpuSeconds < 10,
        },
        {
          name: "peak of the process meanwhile, MB",
          limit: "< 300",
          found: incoming.peakMb,
          ok: incoming.peakMb < 300,
        },
        { name: `rows of ${large} that came out`, limit: `= ${large}`, found: many.rows, ok: many.rows === large },
        {
          name: `peak at ${large} rows over that at ${small}, MB`,
          limit: `<= ${growthLimit}`,
          found: growth,
          ok: growth <= growthLimit,
        },
      ],
      detail: { quick, idleMb: tier.idleMb, in: { rows: rowsIn, ...incoming }, few, many },
    };
  } finally {
    await tier.stop();
  }
}

async function bringLedger(tier: BenchTier, count: number) {
  const rows = Array.from({ length: count }, (_, i) => [
    UNIT,
    `虚构问题${i}`,
    "结算情况未按时公示。（虚构）".repeat(4),
    "GRASSROOTS_POLICY",
    "工程项目",
    "是",
  ]);
  const columns = HEADS.map((head) => ({ head, width: 20 }));
  const file = await buffer(writeXlsx("台账", columns, rows));
  const path = await ticketFor(tier, "uploadCountyLedger", "UploadLedgerInput", { roundId: ROUND });
  return tier.watched(async () => {
    const reply = await request(tier.url + path, { method: "PUT", headers: headersOf(tier, "PUT", path), body: file });
    const told = (await reply.body.json()) as { recorded?: number };
    if (told.recorded !== count) throw new Error(`the ledger was not taken: ${JSON.stringify(told).slice(0, 500)}`);
    return { fileKb: Math.round(file.length / 1024) };
  });
}

/** Fetches all findings as .csv, and counts its lines. */
async function fetchLedger(tier: BenchTier) {
  const path = await ticketFor(tier, "exportCountyLedger", "ExportLedgerInput", { format: "XLSX" });
  const counting = await ticketFor(tier, "exportCountyLedger", "ExportLedgerInput", { format: "CSV" });
  return tier.watched(async () => {
    const workbook = await bytesOf(tier, path, () => {});
    let lines = 0;
    await bytesOf(tier, counting, (chunk) => {
      for (const byte of chunk) if (byte === 10) lines++;
    });
    return { rows: lines - 1, workbookMb: Math.round((workbook / MB) * 10) / 10 };
  });
}

async function bytesOf(tier: BenchTier, path: string, look: (chunk: Buffer) => void): Promise<number> {
  const reply = await request(tier.url + path, { headers: headersOf(tier, "GET", path) });
  if (reply.statusCode !== 200) throw new Error(`the export answered ${reply.statusCode}`);
  let bytes = 0;
  for await (const chunk of reply.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    look(chunk);
  }
  return bytes;
}

function headersOf(tier: BenchTier, move: "PUT" | "GET", path: string) {
  return { [INTERNAL_TOKEN_HEADER]: tokenFor(tier, boundTo(move, path.slice("/files/".length))) };
}

function tokenFor({ key }: BenchTier, body: string): string {
  const claims = {
    audience: "county",
    expiresAt: Math.floor(Date.now() / 1000) + 30,
    requestId: "bench",
    standing: CLERK,
  } as const;
  return signInternalToken(claims, body, key);
}

async function ticketFor(tier: BenchTier, mutation: string, inputType: string, input: object): Promise<string> {
  const query = `mutation($input: ${inputType}!, $key: String!) { outcome: ${mutation}(input: $input, idempotencyKey: $key) {
    ... on Refusal { code } ... on CountyFileTicketList { items { path } } } }`;
  const body = JSON.stringify({ query, variables: { input, key: randomUUID() } });
  const headers = { "content-type": "application/json", [INTERNAL_TOKEN_HEADER]: tokenFor(tier, body) };
  const reply = await request(`${tier.url}/graphql`, { method: "POST", headers, body });
  const { data } = (await reply.body.json()) as { data?: { outcome: { items?: { path: string }[] } } };
  const path = data?.outcome.items?.[0]?.path;
  if (!path) throw new Error(`no ticket for ${mutation}`);
  return path;
}
