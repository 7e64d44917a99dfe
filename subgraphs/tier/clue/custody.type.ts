import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { enumOf } from "../graph/enums";
import { connectionOf } from "../graph/paging";
import { Refusal, resultOf } from "../graph/refusal.type";
import { Max, Min } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { HistoryStep } from "../history/history.type";
import { TierClueText } from "./clue.type";

export const TierClueTextResult = createUnionType({
  name: "TierClueTextResult",
  description: "线索的内容，或不出示的理由。The content of a clue, or why it is not shown.",
  types: () => [TierClueText, Refusal] as const,
  resolveType: (value) => (value instanceof Refusal ? "Refusal" : "TierClueText"),
});

@ObjectType({ description: "反映人：只向登记的保管方出示。Who reported it, for the custody that registered it alone." })
class TierClueReporter {
  @Field(() => String, { description: "反映人。Who." }) identity: string;
}
export const TierClueReporterResult = createUnionType({
  name: "TierClueReporterResult",
  description: "反映人，或不出示的理由。Who reported it, or why it is not shown.",
  types: () => [TierClueReporter, Refusal] as const,
  resolveType: (value) => (value instanceof Refusal ? "Refusal" : "TierClueReporter"),
});

@ObjectType({
  description: "线索的留痕：办理、查阅和被拒的查阅。What happened to a clue: steps, reads, and reads denied.",
})
class TierClueHistory extends HistoryStep {}
export const TierClueHistoryConnection = connectionOf(TierClueHistory, "TierClueHistory", "留痕");

@ObjectType({
  description:
    "预警：线索所涉之人、其下属或须回避者试图查阅。Somebody whom it concerns, or who is recused, tried to reach it.",
})
export class TierClueAlert {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "线索。The clue." }) clueId: string;
  @Field(() => CalendarDate, { description: "日期。On." }) onDay: string;
  @Field(() => ID, {
    nullable: true,
    description: "账号；密钥已更换而无法开启的为空。The account; null where it does not open.",
  })
  person: string | null;
  @Field(() => Instant, { nullable: true, description: "时间；同上。At; likewise." }) at: string | null;
}

export const TierClueAlertConnection = connectionOf(TierClueAlert, "TierClueAlert", "预警", {
  zh: "近者在前",
  en: "latest first",
});

const ClueDirectionEnum = enumOf(["SENT", "RECEIVED"], {
  name: "ClueDirection",
  description: "移送、接收。Sent or received.",
});

@ObjectType({
  description:
    "一个月内与一方往来线索的对账，以双方共有的回执为准。What went between two custodies in a month, by their common receipts.",
})
export class TierClueReconciliation {
  @Field(() => ClueDirectionEnum, { description: "方向。Direction." }) direction: "SENT" | "RECEIVED";
  @Field(() => ID, { description: "本方。Your custody." }) custody: string;
  @Field(() => ID, { description: "对方。The other one." }) counterpart: string;
  @Field(() => Int, { description: "移送件数。Handed over." }) handedOver: number;
  @Field(() => Int, { description: "其中已签收。Of these, signed for." }) signed: number;
  @Field(() => Int, { description: "其中已退回。Returned." }) returned: number;
  @Field(() => Int, { description: "其中已办结。Concluded." }) concluded: number;
  @Field(() => Int, { description: "尚未办结。Neither." }) open: number;
  @Field(() => Int, { description: "逾期未签收。Not signed for in time." }) unsignedOverdue: number;
}

@ObjectType({ description: "密钥的一代。A generation of keys." })
class TierKeyGeneration {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Instant, { description: "创建时间。Created at." }) createdAt: string;
  @Field(() => Boolean, { description: "在用。Whether new clues are sealed for it." }) inUse: boolean;
  @Field(() => Int, { description: "尚由它开启的线索数；为零即可停用。Clues that nothing else opens." }) clues: number;
}

@ObjectType({ description: "保管方的密钥及其轮换。The keys of a custody, and how far they are rotated." })
export class TierCustodyKeys {
  @Field(() => ID, { description: "保管方。The custody." }) custody: string;
  @Field(() => Boolean, { description: "密钥可用。Whether its keys are at hand." }) ready: boolean;
  @Field(() => [TierKeyGeneration], { description: "各代，新的在前。Generations, the newest first." })
  generations: TierKeyGeneration[];
  @Field(() => Int, { description: "已到而尚缺密钥、未能拆封的件数。Parcels that came and wait for a key." })
  waiting: number;
  @Field(() => Int, {
    description: "未予接收、搁置的件数；请告知运维。Parcels that were set aside; tell the operator.",
  })
  setAside: number;
}

@ObjectType({
  description:
    "申报的线索数：一轮一次，移交之后成批公布，不足5件的不显示。Clues declared of a round: once, after the handover, no small number.",
})
export class TierClueDeclaration {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { nullable: true, description: "件数；不足5件为空。Number; null where it is less than five." })
  declared: number | null;
  @Field(() => Int, { description: "涉及对象数，不少于3个。Of how many targets, three at least." }) targets: number;
  @Field(() => Boolean, { description: "合成数据。Synthetic." }) synthetic: boolean;
}
export const TierClueDeclarationResult = resultOf(TierClueDeclaration, "TierClueDeclaration", "线索数申报");

@InputType({
  description: "申报一轮的线索数：此后不再更改。Declares the clues of a round; it is not changed afterwards.",
})
export class DeclareCluesInput {
  @Field(() => ID, { description: "轮次。The round." }) roundId: string;
  @Field(() => Int, { description: "件数。Number." }) @Min(0) @Max(100_000) count: number;
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}
