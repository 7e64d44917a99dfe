import { isRefused, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findTargetsOfRound } from "../../storage/ledger/ledger.repository";
import { findOfficesByCode } from "../../storage/office/office.repository";
import { findRoundsById } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { issueFileTicket, NO_BOOK } from "../files/fileTicket.service";
import { filterOf } from "../finding/finding.list";
import { rightToRecord } from "../finding/recording.service";
import { notFound } from "../graph/errors";
import type { ExportLedgerInput, LedgerTemplateInput, UploadLedgerInput } from "./ledger.type";

const MAX_LEDGER_BYTES = 20 * 1024 * 1024;

/** A round, its targets, and those of them in which the caller may record findings.
 * @throws NOT_FOUND where the round may not be seen */
export async function roundToRecordIn(
  context: TierContext,
  db: Db,
  id: string,
  path: string,
): Promise<{ round: RoundRow; all: TargetRow[]; targets: TargetRow[] } | Refused> {
  const [round] = await findRoundsById(db, [id]);
  if (!round) throw notFound(path);
  const targets = await findTargetsOfRound(db, id);
  const [office] = await findOfficesByCode(db, [round.office]);
  const right = await rightToRecord(context.actingFor(office), db, targets);
  return isRefused(right) ? right : { round, all: targets, targets: right };
}

export async function uploadLedger(context: TierContext, input: UploadLedgerInput, key: string) {
  const id = requireOwnId(context, input.roundId, "input.roundId");
  return issueFileTicket(context, bookWith("round", [id]), "uploadLedger", key, input, async (db, context) => {
    const found = await roundToRecordIn(context, db, id, "input.roundId");
    if (isRefused(found)) return found;
    const details = { dryRun: input.dryRun };
    return { office: found.round.office, purpose: "LEDGER_UPLOAD", subject: id, details, maxBytes: MAX_LEDGER_BYTES };
  });
}

export async function downloadLedgerTemplate(context: TierContext, input: LedgerTemplateInput, key: string) {
  const id = requireOwnId(context, input.roundId, "input.roundId");
  return issueFileTicket(
    context,
    bookWith("round", [id]),
    "downloadLedgerTemplate",
    key,
    input,
    async (db, context) => {
      const found = await roundToRecordIn(context, db, id, "input.roundId");
      return isRefused(found) ? found : { office: found.round.office, purpose: "LEDGER_TEMPLATE", subject: id };
    },
  );
}

/** Whoever reads the list may take it along: the same rows, by the same filter and in the same order. */
export async function exportTierLedger(context: TierContext, input: ExportLedgerInput, key: string) {
  return issueFileTicket(context, NO_BOOK, "exportLedger", key, input, async (db) => {
    const { office } = context.standing;
    const { sort, format } = input;
    const filter = await filterOf(db, input.filter, { office, today: context.today() });
    return { office, purpose: "LEDGER_EXPORT", subject: null, details: { filter, sort, format } };
  });
}
