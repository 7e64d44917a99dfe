import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  VERDICT_COMMANDS,
  VERDICT_STATUSES,
  VERDICTS,
  type Verdict,
  type VerdictStatus,
} from "../../domain/verdict/verdict";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { Instant } from "../graph/scalars";

const VerdictEnum = enumOf(VERDICTS, {
  name: "Verdict",
  description: "已整改、部分整改、未整改、虚假整改、反弹。What became of a finding.",
});
const VerdictStatusEnum = enumOf(VERDICT_STATUSES, {
  name: "VerdictStatus",
  description: "结论状态。Status of a verdict.",
});
export const VerdictCommandEnum = enumOf(VERDICT_COMMANDS, {
  name: "VerdictCommand",
  description: "对结论的操作。Commands on a verdict.",
});

@ObjectType({ description: "回头看结论。The verdict of a look-back on one finding." })
export class TierVerdict {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => VerdictEnum, { description: "结论。The verdict." }) verdict: Verdict;
  @Field(() => VerdictStatusEnum, { description: "状态。Status." }) status: VerdictStatus;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => String, { nullable: true, description: "说明。Note." }) note: string | null;
  @Field(() => Instant, { description: "提出时间。Proposed at." }) proposedAt: string;
  @Field(() => ID, { description: "提出的账号。Proposed by." }) proposedBy: string;
  @Field(() => Instant, { nullable: true, description: "决定时间。Decided at." }) decidedAt: string | null;
  @Field(() => ID, { nullable: true, description: "决定的账号。Decided by." }) decidedBy: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierVerdictResult = resultOf(TierVerdict, "TierVerdict", "结论");

@InputType({ description: "对一个问题的结论。The verdict on one finding." })
export class ProposeVerdictInput {
  @Field(() => ID, { description: "所回看的问题。The finding that is looked back on." }) findingId: string;
  @Field(() => VerdictEnum, { description: "结论。The verdict." }) verdict: Verdict;
  @Field(() => String, { nullable: true, description: "说明。Note." }) @Length(0, 4000) note?: string | null;
}

@InputType({ description: "提出或修改结论，至多 500 条。Proposes or revises up to 500 verdicts, all or none." })
export class ProposeVerdictsInput {
  @Field(() => ID, { description: "回头看的对象。The target of the look-back." }) targetId: string;
  @Field(() => [ProposeVerdictInput], { description: "结论。The verdicts." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  verdicts: ProposeVerdictInput[];
}

@InputType({ description: "结论及所见版本。A verdict and the version that was read." })
class VerdictVersionInput {
  @Field(() => ID, { description: "结论。The verdict." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "决定结论，至多 500 条。Decides up to 500 verdicts, all or none." })
export class DecideVerdictsInput {
  @Field(() => [VerdictVersionInput], { description: "结论。The verdicts." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  verdicts: VerdictVersionInput[];
}
