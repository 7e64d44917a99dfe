import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { FindingSort } from "../../domain/finding/finding";
import { MAX_LEDGER_ROWS } from "../../domain/ledger/ledger";
import type { ReturnedRow } from "../../domain/ledger/returned";
import {
  FindingFilterInput,
  FindingSortEnum,
  FindingTextInput,
  RecordFindingInput,
  TierFinding,
} from "../finding/finding.type";
import { enumOf } from "../graph/enums";
import { Refusal } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from "../graph/rules";

const LedgerFormatEnum = enumOf(["XLSX", "CSV"] as const, {
  name: "LedgerFormat",
  description: "台账文件格式。Format of a ledger file.",
});
export type LedgerFormat = keyof typeof LedgerFormatEnum;

@InputType({ description: "台账的一行。One row of a ledger." })
export class LedgerFindingInput extends RecordFindingInput {
  @Field(() => ID, { description: "巡察对象，同属一轮。The target; all of one round." }) targetId: string;
}

@InputType({
  description: "记录台账，1 至 5,000 条，同一轮，全部或全不。Records 1 to 5,000 findings of one round, all or none.",
})
export class RecordLedgerInput {
  @Field(() => [LedgerFindingInput], { description: "各行。The rows." })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LEDGER_ROWS)
  @ValidateNested({ each: true })
  findings: LedgerFindingInput[];
  @Field(() => Boolean, {
    defaultValue: false,
    description: "试运行：除提交外一切照做。Dry run: everything but the commit.",
  })
  dryRun: boolean;
}

/** A row of a file that names its finding: held to the rules of a finding's text, and no part of the graph. */
export class LedgerRevision extends FindingTextInput implements ReturnedRow {
  id: string;
  version?: number;
  unit: string;
  targetId: string;
  synthetic?: string;
  ordinal?: string;
  status?: string;
  note?: string;
  unitReply?: string;
}

@ObjectType({ description: "台账的记录结果。What became of a ledger." })
export class TierLedger {
  @Field(() => Boolean, { description: "是否试运行。Whether it was a dry run." }) dryRun: boolean;
  @Field(() => Int, { description: "（将）记录的条数。How many were, or would be, recorded." }) recorded: number;
  @Field(() => [TierFinding], {
    description:
      "所记录的问题，依请求的顺序；试运行时为空。The findings, in the order of the request; none in a dry run.",
  })
  items: TierFinding[];
}

export const TierLedgerResult = createUnionType({
  name: "TierLedgerResult",
  description: "台账的记录结果，或不予办理的理由。What became of a ledger, or why not.",
  types: () => [TierLedger, Refusal] as const,
  resolveType: (value) => (value instanceof Refusal ? "Refusal" : "TierLedger"),
});

@InputType({ description: "上传台账文件（.xlsx 或 .csv）。Asks to bring a ledger file." })
export class UploadLedgerInput {
  @Field(() => ID, { description: "轮次。The round." }) roundId: string;
  @Field(() => Boolean, { defaultValue: false, description: "试运行。Dry run." }) dryRun: boolean;
}

@InputType({ description: "下载某轮的台账模板。Asks for the template of a round's ledger." })
export class LedgerTemplateInput {
  @Field(() => ID, { description: "轮次。The round." }) roundId: string;
}

@InputType({
  description:
    "导出问题台账，筛选和排序与问题列表相同。Asks for an export: the filter and the sort are those of the list.",
})
export class ExportLedgerInput {
  @Field(() => FindingFilterInput, { nullable: true, description: "筛选。Filter." }) filter?: FindingFilterInput | null;
  @Field(() => FindingSortEnum, { defaultValue: "NEWEST", description: "排序。Sort." }) sort: FindingSort;
  @Field(() => LedgerFormatEnum, { description: "格式。Format." }) format: LedgerFormat;
}
