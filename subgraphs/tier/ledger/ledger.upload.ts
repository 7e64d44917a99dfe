import type { Readable } from "node:stream";
import { GraphQLError } from "graphql";
import type { FieldFault } from "../../../schema/contract/fieldReasons";
import { isRefused } from "../../domain/refusals";
import { readSheet } from "../../files/sheet/readSheet";
import { findTermsValidOn } from "../../storage/taxonomy/taxonomy.repository";
import { useFileTicket } from "../../storage/ticket/fileTicket.repository";
import type { FileTicketRow } from "../../storage/ticket/fileTicket.row";
import type { TierContext } from "../context";
import { type FileAnswer, refusedAnswer, TicketIsOver } from "../files/fileAnswer";
import { findDuplicates } from "../finding/duplicates.service";
import { inFile, LEDGER_SHEET, type LedgerFault, type ParsedLedger, parseLedger } from "./ledger.parse";
import { recordLedger } from "./ledger.service";
import { roundToRecordIn } from "./ledger.tickets";

/** Faults that are listed; how many there are is told beside them. */
const LISTED_FAULTS = 1_000;

/** Takes a ledger file: reads it apart from everything else, and records all of its rows or none. */
export async function receiveLedger(context: TierContext, ticket: FileTicketRow, body: Readable): Promise<FileAnswer> {
  const { store } = context.services.files;
  const received = await store.receive(body, ticket.maxBytes);
  try {
    const sheet = await readSheet(received.path, LEDGER_SHEET);
    const { dryRun } = JSON.parse(ticket.details) as { dryRun: boolean };
    const found = await context.session.read((db) => roundToRecordIn(context, db, ticket.subject as string, "ticket"));
    if (isRefused(found)) return refusedAnswer(found);
    const terms = await context.session.read((db) => findTermsValidOn(db, context.today()));
    const parsed = parseLedger(sheet, found.all, { terms, dryRun });
    const told = { kind: sheet.kind, encoding: sheet.encoding, dryRun };
    // a file whose heads are wrong has no rows
    if (parsed.input.findings.length + parsed.revisions.length === 0) return faultsAnswer(told, inFile(parsed));
    return await record(context, ticket, parsed, told);
  } finally {
    await store.discard(received);
  }
}

async function record(
  context: TierContext,
  ticket: FileTicketRow,
  parsed: ParsedLedger,
  told: object,
): Promise<FileAnswer> {
  const { input, revisions, faults, withoutTarget } = parsed;
  const use = async (recorded: number) => {
    if (!input.dryRun) return;
    await context.session.write(async (db) => ({ used: await useFileTicket(db, ticket.id, context.now(), recorded) }));
  };
  try {
    const outcome = await recordLedger(context, "receiveLedger", ticket.id, input, {
      ...{ reading: { found: faults.length > 0, withoutTarget }, roundId: ticket.subject as string, revisions },
      async alongside(db, changed) {
        if (!(await useFileTicket(db, ticket.id, context.now(), changed))) throw new TicketIsOver();
      },
    });
    if (isRefused(outcome)) return refusedAnswer(outcome);
    await use(0); // a dry run recorded nothing, and its ticket is used all the same
    const possibleDuplicates = await duplicatesIn(context, parsed, outcome.ids);
    const { recorded, revised } = outcome;
    const words = { ...told, recorded, revised, unchanged: revisions.length - revised, possibleDuplicates };
    return { status: input.dryRun ? 200 : 201, words };
  } catch (cause) {
    if (!(cause instanceof GraphQLError) || cause.extensions.code !== "BAD_USER_INPUT") throw cause;
    return faultsAnswer(told, inFile(parsed, cause.extensions.fields as FieldFault[]));
  }
}

/** Advice, by the rows of the file. */
async function duplicatesIn(context: TierContext, { input, rows }: ParsedLedger, own: readonly string[]) {
  const found = await findDuplicates(context, input.findings, own);
  return found.slice(0, LISTED_FAULTS).map(({ place, of, why }) => {
    const row = rows.findings[place]?.number;
    if ("place" in of) return { row, why, sameAsRow: rows.findings[of.place]?.number };
    const { id, ordinal, title } = of.known;
    return { row, why, finding: { id, ordinal, title } };
  });
}

function faultsAnswer(told: object, faults: LedgerFault[]): FileAnswer {
  const words = { ...told, recorded: 0, faultCount: faults.length, faults: faults.slice(0, LISTED_FAULTS) };
  return { status: 422, words };
}
