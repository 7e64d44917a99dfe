import type { Readable } from "node:stream";
import { FILE_TYPES } from "../../domain/attachment/attachment";
import type { FindingSort } from "../../domain/finding/finding";
import { LEDGER_COLUMNS, NO, STATUS_WORDS, YES } from "../../domain/ledger/ledger";
import { isRefused } from "../../domain/refusals";
import { willTakeFindings } from "../../domain/target/target";
import { writeCsv } from "../../files/sheet/writeCsv";
import { type Column, writeXlsx } from "../../files/sheet/writeXlsx";
import type { FindingFilter, ReadableFinding } from "../../storage/finding/finding.repository";
import type { PageRequest } from "../../storage/page";
import { findTermNames, findTermsValidOn, type TermRow } from "../../storage/taxonomy/taxonomy.repository";
import type { FileTicketRow } from "../../storage/ticket/fileTicket.row";
import type { TierContext } from "../context";
import { type FileAnswer, refusedAnswer } from "../files/fileAnswer";
import { TooBusy } from "../files/turns";
import { findPage } from "../finding/finding.list";
import { type Beside, besideOf } from "./ledger.beside";
import { roundToRecordIn } from "./ledger.tickets";
import type { LedgerFormat } from "./ledger.type";

/** Rows that are read at once: under the policies a statement costs more to plan than these cost to read. */
const PAGE = 2_000;
/** What one sheet holds, less the heads. */
const MAX_ROWS = 1_048_575;
/** With the wait for its turn it ends before the gateway gives up. */
const MAKING_MS = 100_000;
const SHEET_NAME = "问题台账";

interface Known {
  context: TierContext;
  /** what a focus is called; the template offers these names too */
  focuses: ReadonlyMap<string, string>;
}
interface KnownOfPage extends Known {
  besideOf(finding: ReadableFinding): Beside;
}
type Value = (finding: ReadableFinding, known: KnownOfPage) => string | number;

const COLUMNS: readonly (Column & { value: Value })[] = [
  { head: "问题编号", width: 32, value: ({ id }) => id },
  { head: "巡察办代码", width: 12, value: ({ office }) => office },
  { head: "轮次", width: 24, value: (finding, { besideOf }) => besideOf(finding).roundTitle },
  { head: "单位名称", width: 30, value: ({ unitName }) => unitName },
  { head: "所在地", width: 30, value: ({ region }, { context }) => context.services.regions.pathName(region) },
  { head: "序号", width: 6, value: ({ ordinal }) => ordinal },
  { head: "标题", width: 40, value: ({ title }) => title },
  { head: "内容", width: 60, value: ({ description }) => description },
  { head: "监督重点", width: 24, value: ({ focus }, { focuses }) => focuses.get(focus) ?? focus },
  { head: "类别", width: 20, value: ({ category }) => category },
  { head: "当前状态", width: 12, value: ({ liveStatus }) => STATUS_WORDS[liveStatus] ?? liveStatus },
  { head: "状态日期", width: 12, value: ({ liveStatusAt }) => liveStatusAt.slice(0, 10) },
  { head: "到期日", width: 12, value: (finding, { besideOf }) => besideOf(finding).dueOn },
  { head: "理由", width: 30, value: ({ note }) => note ?? "" },
  { head: "反馈文号", width: 20, value: (finding, { besideOf }) => besideOf(finding).feedbackNumber },
  { head: "所见依据", width: 10, value: ({ basis }) => (basis === "BOOK" ? "本办台账" : "报送版本") },
  { head: "单位意见", width: 30, value: ({ unitReply }) => unitReply ?? "" },
  { head: "代录单位", width: 12, value: ({ enteredByOffice }) => enteredByOffice ?? "" },
  { head: "合成数据", width: 10, value: ({ synthetic }) => (synthetic ? YES : NO) },
  { head: "记录日期", width: 12, value: ({ openedAt }) => openedAt.slice(0, 10) },
  // by which a file that comes back is measured
  { head: "版本", width: 6, value: ({ basis, version }) => (basis === "BOOK" ? version : "") },
];

/** All that the list shows, in one snapshot, page by page: however many rows there are, one page is in memory. It is made as
 * fast as the database gives it and put aside, so that no connection waits for whoever fetches it.
 * @param gone ends it: whoever asked has hung up */
export async function exportLedger(
  context: TierContext,
  ticket: FileTicketRow,
  _body: Readable,
  gone: AbortSignal,
): Promise<FileAnswer> {
  const { format, ...list } = JSON.parse(ticket.details) as List & { format: LedgerFormat };
  const { exports, spool } = context.services.files;
  const name = `${SHEET_NAME}${context.today().replaceAll("-", "")}`;
  const file = { name: `${name}.${format.toLowerCase()}`, mime: MIMES[format] };
  return exports.take(context.standing.person, gone, async () => {
    const made = AbortSignal.any([gone, AbortSignal.timeout(MAKING_MS)]);
    try {
      return { ...file, ...(await spool.take(sheetOf(format, rowsOf(context, list)), made)) };
    } catch (cause) {
      throw made.aborted && !gone.aborted ? new TooBusy(`not made within ${MAKING_MS} ms`) : cause;
    } finally {
      await context.session.close();
    }
  });
}

const MIMES: Record<LedgerFormat, string> = { XLSX: FILE_TYPES.xlsx, CSV: "text/csv; charset=utf-8" };

function sheetOf(format: LedgerFormat, rows: AsyncGenerator<(string | number)[]>): Readable {
  if (format === "XLSX") return writeXlsx(SHEET_NAME, COLUMNS, rows);
  const heads = COLUMNS.map(({ head }) => head);
  return writeCsv(heads, rows);
}

interface List {
  filter: FindingFilter;
  sort: FindingSort;
}

async function* rowsOf(context: TierContext, { filter, sort }: List): AsyncGenerator<(string | number)[]> {
  const { office } = context.standing;
  const known: Known = { context, focuses: await context.session.read((db) => findTermNames(db, "FOCUS")) };
  let request: PageRequest | undefined = { first: PAGE };
  let count = 0;
  while (request) {
    const asked: PageRequest = request;
    const page = await context.session.read((db) => findPage(db, office, filter, asked, sort));
    count += page.rows.length;
    if (count > MAX_ROWS) throw new Error("more rows than a sheet holds: a file that is not whole is not given");
    const ofPage = { ...known, besideOf: await besideOf(context, page.rows) };
    for (const finding of page.rows) yield COLUMNS.map(({ value }) => value(finding, ofPage));
    const last = page.rows.at(-1);
    request = page.hasNext && last ? { first: PAGE, after: page.keyOf(last) } : undefined;
  }
}

/** An empty ledger of one round: the heads, and the units of the round as a list to choose from. */
export async function sendTemplate(context: TierContext, ticket: FileTicketRow): Promise<FileAnswer> {
  const found = await context.session.read((db) => roundToRecordIn(context, db, ticket.subject as string, "ticket"));
  const terms = await context.session.read((db) => findTermsValidOn(db, context.today()));
  await context.session.close();
  if (isRefused(found)) return refusedAnswer(found);
  const namesOf = (kind: TermRow["kind"]) => [
    ...new Set(terms.filter((term) => term.kind === kind).map(({ zh }) => zh)),
  ];
  const allowed: Record<string, string[]> = {
    unit: [...new Set(found.targets.filter(({ status }) => willTakeFindings(status)).map(({ unitName }) => unitName))],
    focus: namesOf("FOCUS"),
    category: namesOf("CATEGORY"),
    synthetic: [YES, NO],
  };
  const columns = LEDGER_COLUMNS.map(({ field, head, width }) => ({ head, width, allowed: allowed[field] }));
  return { name: "台账模板.xlsx", mime: FILE_TYPES.xlsx, body: writeXlsx("台账", columns, []) };
}
