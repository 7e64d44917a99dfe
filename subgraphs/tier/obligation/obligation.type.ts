import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  OBLIGATION_COMMANDS,
  OBLIGATION_KINDS,
  OBLIGATION_STATUSES,
  type ObligationKind,
  type ObligationStatus,
} from "../../domain/obligation/obligation";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, EARLIEST_DUE, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate } from "../graph/scalars";

const ObligationKindEnum = enumOf(OBLIGATION_KINDS, {
  name: "ObligationKind",
  description: "周督促、月研判、季汇报。Weekly urging, monthly assessment, quarterly report.",
});
const ObligationStatusEnum = enumOf(OBLIGATION_STATUSES, {
  name: "ObligationStatus",
  description: "待办、已办、失效（反馈已撤回）。Status of an obligation; it lapses when the feedback is withdrawn.",
});
export const ObligationCommandEnum = enumOf(OBLIGATION_COMMANDS, {
  name: "ObligationCommand",
  description: "对督促、研判、汇报的操作；LAPSE 随对象而定。Commands on an obligation; LAPSE follows from the target.",
});

@ObjectType({
  description: "整改期间的周督促、月研判、季汇报。What an office does again and again while a unit rectifies.",
})
export class TierObligation {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => ObligationKindEnum, { description: "种类。Kind." }) kind: ObligationKind;
  @Field(() => Int, { description: "第几周、月、季。Which week, month or quarter of the rectification." })
  ordinal: number;
  @Field(() => CalendarDate, { description: "到期日。Due on." }) dueOn: string;
  @Field(() => ObligationStatusEnum, { description: "状态。Status." }) status: ObligationStatus;
  @Field(() => Boolean, {
    description: "到期前整改已结束，或反馈已撤回。The rectification ended before it was due, or was withdrawn.",
  })
  lapsed: boolean;
  @Field(() => CalendarDate, { nullable: true, description: "办理日。Done on." }) doneOn: string | null;
  @Field(() => ID, { nullable: true, description: "办理人账号。Who did it." }) doneBy: string | null;
  @Field(() => String, { nullable: true, description: "办理情况。What was done." }) note: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierObligationConnection = connectionOf(
  TierObligation,
  "TierObligation",
  "督促、研判、汇报",
  EARLIEST_DUE,
);
export const TierObligationResult = resultOf(TierObligation, "TierObligation", "督促、研判、汇报");

@InputType({ description: "筛选督促、研判、汇报。Which obligations." })
class ObligationFilter {
  @Field(() => [ObligationKindEnum], { nullable: true, description: "种类。Which kinds." }) kind?:
    | ObligationKind[]
    | null;
  @Field(() => Boolean, { nullable: true, description: "仅待办的。Only what is to be done." }) open?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "仅逾期的。Only what is overdue." }) overdue?: boolean | null;
  @Field(() => CalendarDate, { nullable: true, description: "此日之前到期。Due before this day." }) dueBefore?:
    | string
    | null;
}

@ArgsType()
export class ObligationPageArgs extends PageArgs {
  @Field(() => ObligationFilter, { nullable: true, description: "筛选。Filter." }) filter?: ObligationFilter | null;
}

@InputType({ description: "一项及所见版本。An obligation and the version that was read." })
class ObligationVersionInput {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "办理至多 500 项，全部或全不。Fulfils up to 500 obligations, all or none." })
export class FulfilObligationsInput {
  @Field(() => [ObligationVersionInput], { description: "督促、研判、汇报。The obligations." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  obligations: ObligationVersionInput[];
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
  @Field(() => String, { description: "办理情况。What was done." }) @Length(0, 2000) note: string;
}

@InputType({
  description: "撤回误记的办理，至多 500 项，全部或全不。Takes back up to 500 that were recorded as done by mistake.",
})
export class UndoObligationsInput {
  @Field(() => [ObligationVersionInput], { description: "督促、研判、汇报。The obligations." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  obligations: ObligationVersionInput[];
  @Field(() => String, { description: "理由。Reason." }) @Length(0, 2000) note: string;
}
