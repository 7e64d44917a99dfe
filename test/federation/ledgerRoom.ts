import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { fromBuffer } from "yauzl";
import { aFinding, aRound, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { getTicket } from "../support/files";
import { borrowPlatform, type TestPlatform } from "../support/platform";

/** One round over two targets for all parts of the file, and the names of its units. */
export let platform: TestPlatform;
export let round: BuiltRound;
export let names: string[];
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound().withTargets(2).until("ENTERED").on(platform);
  names = await unitNamesOf(round);
});

export async function unitNamesOf({ targets }: BuiltRound): Promise<string[]> {
  const rows = await platform.sql<{ id: string; name: string }>(
    "county",
    "select id, unit_name as name from round_target",
  );
  return targets.map(({ id }) => rows.find((row) => row.id === id)?.name as string);
}

export const RECORD = `mutation Record($input: RecordLedgerInput!, $key: String!) {
  outcome: recordCountyLedger(input: $input, idempotencyKey: $key) { __typename
    ... on Refusal { code subject } ... on CountyLedger { dryRun recorded items { id ordinal title enteredByOffice openedAt } } } }`;

export async function record(
  findings: object[],
  { by = round.clerk, key = randomUUID() as string, dryRun = false } = {},
) {
  const { data, errors } = await by.ask(RECORD, { input: { findings, dryRun }, key });
  return { outcome: data?.outcome, errors };
}

export const row = (target: number, changes: object = {}) =>
  aFinding({ targetId: (round.targets[target] as Versioned).id, ...changes });

export async function findingCount(): Promise<number> {
  const [counted] = await platform.sql<{ n: number }>("county", "select count(*)::int as n from finding");
  return counted?.n as number;
}

export const upload = (options: { dryRun?: boolean; by?: Caller; key?: string; roundId?: string } = {}) =>
  getTicket(
    options.by ?? round.clerk,
    "uploadTierLedger",
    { roundId: options.roundId ?? round.id, dryRun: options.dryRun ?? false },
    { key: options.key ?? randomUUID(), tier: "COUNTY" },
  );

/** The XML of a sheet, the first one, by the library that reads archives. */
export async function sheetOf(bytes: Buffer, part = "xl/worksheets/sheet1.xml"): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on("entry", (entry) => {
        if (entry.fileName !== part) return zip.readEntry();
        zip.openReadStream(entry, (failed, stream) =>
          failed ? reject(failed) : resolve(buffer(Readable.from(stream)).then((xml) => xml.toString())),
        );
      });
      zip.readEntry();
    });
  });
}
