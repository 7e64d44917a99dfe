import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { isRefused } from "../../domain/refusals";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierFileTicketResult } from "../files/fileTicket.type";
import { POSSIBLE_DUPLICATES, toDuplicate } from "../finding/duplicates.resolver";
import { findDuplicates } from "../finding/duplicates.service";
import { TierPossibleDuplicate } from "../finding/findingList.type";
import { answer, toRefusal } from "../graph/refusal.type";
import { recordLedger } from "./ledger.service";
import { downloadLedgerTemplate, exportTierLedger, uploadLedger } from "./ledger.tickets";
import {
  ExportLedgerInput,
  LedgerTemplateInput,
  RecordLedgerInput,
  TierLedger,
  TierLedgerResult,
  UploadLedgerInput,
} from "./ledger.type";

/** With all else that is wrong with a ledger: see `recordLedger`. */
const BY_THE_SERVICE = () => {};

interface Recorded {
  entries: RecordLedgerInput["findings"];
  ids: string[];
}

@Resolver(() => TierLedger)
export class TierLedgerResolver {
  @Mutation(() => TierLedgerResult, {
    nullable: true,
    description: "记录台账，至多 5,000 条，全部或全不，可代录。Records a ledger, all or none, on behalf too.",
  })
  async recordTierLedger(
    @Arg("input", () => RecordLedgerInput, { validateFn: BY_THE_SERVICE }) input: RecordLedgerInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await recordLedger(context, "recordLedger", key, input);
    if (isRefused(outcome)) return toRefusal(outcome);
    const { dryRun, recorded, ids } = outcome;
    return { dryRun, recorded, items: await loadAll(context.loaders.finding, ids), entries: input.findings, ids };
  }

  @FieldResolver(() => [TierPossibleDuplicate], { description: POSSIBLE_DUPLICATES })
  async possibleDuplicates(@Root() { entries, ids }: Recorded, @Ctx() context: TierContext) {
    return (await findDuplicates(context, entries, ids)).map(toDuplicate);
  }

  @Mutation(() => TierFileTicketResult, {
    nullable: true,
    description: "申请上传台账文件。A ticket to bring a ledger.",
  })
  async uploadTierLedger(
    @Arg("input", () => UploadLedgerInput) input: UploadLedgerInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await uploadLedger(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }

  @Mutation(() => TierFileTicketResult, { nullable: true, description: "申请下载台账模板。A ticket for the template." })
  async downloadTierLedgerTemplate(
    @Arg("input", () => LedgerTemplateInput) input: LedgerTemplateInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await downloadLedgerTemplate(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }

  @Mutation(() => TierFileTicketResult, { nullable: true, description: "申请导出台账。A ticket to export a ledger." })
  async exportTierLedger(
    @Arg("input", () => ExportLedgerInput) input: ExportLedgerInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await exportTierLedger(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }
}
