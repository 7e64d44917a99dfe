import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import type { Colour } from "../../domain/deadline/deadline";
import {
  EXCHANGE_EXCEPTIONS,
  type ExchangeException,
  FINDING_COMMANDS,
  FINDING_SORTS,
  FINDING_STATUSES,
  type FindingCommand,
  type FindingSort,
  type FindingStatus,
} from "../../domain/finding/finding";
import { ColourEnum } from "../deadline/deadline.type";
import { DayRangeInput } from "../graph/dayRange";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { ArrayMaxSize, ArrayMinSize, Length, Max, Min, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

export const FindingStatusEnum = enumOf(FINDING_STATUSES, {
  name: "FindingStatus",
  description: "问题状态。Status of a finding.",
});
export const FindingCommandEnum = enumOf(FINDING_COMMANDS, {
  name: "FindingCommand",
  description:
    "对问题的操作；FEED_BACK 和 START_RECTIFICATION 随对象而定，VERIFY_AT_ONCE 随立行立改而定，REOPEN 随回头看而定。Commands; the two follow from the target, VERIFY_AT_ONCE from an immediate action, REOPEN from a look-back.",
});
export const ExchangeExceptionEnum = enumOf(EXCHANGE_EXCEPTIONS, {
  name: "ExchangeException",
  description: "不交换意见的情形：涉及主要负责人、涉及案件。Why facts are not exchanged with the unit.",
});
const FindingBasisEnum = enumOf(["BOOK", "PUBLISHED"], {
  name: "FindingBasis",
  description: "所见依据：本办台账，或报送的版本。What you read: the office's book, or what was submitted.",
});

@InterfaceType("Finding", {
  description: "问题：针对单位，不针对个人。A finding about a unit, never about a person.",
  autoRegisterImplementations: false,
  resolveType: () => "TierFinding",
})
abstract class Finding {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "在对象中的序号。Number within the target." }) ordinal: number;
  @Field(() => String, { description: "被巡察时的单位名称。The unit's name at the time." }) unitName: string;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Description." }) description: string;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
  @Field(() => FindingStatusEnum, { description: "所见版本的状态。Status in the version that you read." })
  status: FindingStatus;
  @Field(() => Instant, { description: "该状态的时间。Since when, or submitted at." }) statusAt: string;
  @Field(() => FindingStatusEnum, { description: "当前状态。The live status, today." }) liveStatus: FindingStatus;
  @Field(() => Instant, { description: "当前状态的时间。Since when." }) liveStatusAt: string;
  @Field(() => Int, { description: "所见版本。The version that you read." }) version: number;
  @Field(() => FindingBasisEnum, { description: "所见依据。What you read." }) basis: "BOOK" | "PUBLISHED";
  @Field(() => String, { nullable: true, description: "被巡察党组织的意见。The unit's reply." }) unitReply:
    | string
    | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
  @Field(() => Instant, { description: "记录时间。Recorded at." }) openedAt: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Finding, description: "本级问题。A finding of this tier." })
export class TierFinding extends Finding {
  @Field(() => Instant, {
    nullable: true,
    description:
      "报送的文本被封存的时间：标题和内容随之为空，须待下一次报送（台账为空）。When what was submitted was sealed: title and description are empty since, until it is submitted anew; null in the book.",
  })
  sealedAt: string | null;
  @Field(() => ExchangeExceptionEnum, {
    nullable: true,
    description: "直接报告的情形（台账）。Why reported directly; book.",
  })
  exchangeException: ExchangeException | null;
  @Field(() => [ID], {
    description: "其他责任单位的标识，可属他级。The ids of further responsible units, of whichever tier.",
  })
  furtherUnitIds: string[];
  @Field(() => Boolean, {
    description:
      "已确认文本未涉及个人（台账）：advice 不再妨碍报送。Whether somebody confirmed that the text names nobody, so that `advice` keeps nothing back; book.",
  })
  confirmedNoPerson: boolean;
  @Field(() => String, { nullable: true, description: "整改佐证（台账）。Proof of the rectification; book." })
  proof: string | null;
  @Field(() => String, { nullable: true, description: "最近的理由（台账）。The latest reason; book." }) note:
    | string
    | null;
}

export const TierFindingConnection = connectionOf(TierFinding, "TierFinding", "问题");

@InputType({ description: "问题的筛选条件，同时成立。All conditions hold." })
export class FindingFilterInput {
  @Field(() => ID, { nullable: true, description: "所在地及其以下。Region and below." }) region?: string | null;
  @Field(() => [FindingStatusEnum], { nullable: true, description: "当前状态之一。One of these live statuses." })
  liveStatus?: FindingStatus[] | null;
  @Field(() => String, { nullable: true, description: "监督重点。Focus." }) focus?: string | null;
  @Field(() => String, { nullable: true, description: "类别。Category." }) category?: string | null;
  @Field(() => ID, { nullable: true, description: "轮次。Round." }) roundId?: string | null;
  @Field(() => ID, { nullable: true, description: "巡察对象。Target." }) targetId?: string | null;
  @Field(() => ID, { nullable: true, description: "被巡察单位。The inspected unit." }) unitId?: string | null;
  @Field(() => DayRangeInput, { nullable: true, description: "记录日期。When it was recorded." })
  @ValidateNested()
  found?: DayRangeInput | null;
  @Field(() => DayRangeInput, {
    nullable: true,
    description: "反馈日期（仅本办台账）。When it was fed back; own book.",
  })
  @ValidateNested()
  fedBack?: DayRangeInput | null;
  @Field(() => DayRangeInput, { nullable: true, description: "到期日（仅本办台账）。What is due; own book." })
  @ValidateNested()
  due?: DayRangeInput | null;
  @Field(() => [ColourEnum], {
    nullable: true,
    description:
      "预警颜色之一：集中整改或核实期限的。One of these colours of the concentrated rectification or the review of the claim.",
  })
  colour?: Colour[] | null;
  @Field(() => Instant, {
    nullable: true,
    description: "此后状态有变动的（仅本办台账）。What came to another status since; own book.",
  })
  changedSince?: string | null;
}

export const FindingSortEnum = enumOf(FINDING_SORTS, {
  name: "FindingSort",
  description:
    "问题的排序：新记录的、新变动的、按编号、先到期的在前；后三种仅列本办台账。How findings are sorted: newest, latest change, number, earliest due first; all but the first are of the own book.",
});

@ArgsType()
export class FindingPageArgs extends PageArgs {
  @Field(() => FindingSortEnum, { defaultValue: "NEWEST", description: "排序。Sort." }) sort: FindingSort;
  @Field(() => FindingFilterInput, { nullable: true, description: "筛选。Filter." })
  @ValidateNested()
  filter?: FindingFilterInput | null;
}

@InputType({ description: "问题的文本。The text of a finding." })
export class FindingTextInput {
  @Field(() => String, { description: "标题。Title." }) @Length(1, 200) title: string;
  @Field(() => String, { description: "内容，可为空。Description, may be empty." })
  @Length(0, 10_000)
  description: string;
  @Field(() => String, { description: "监督重点，当日有效的代码。Focus, a code that is valid today." })
  @Length(1, 100)
  focus: string;
  @Field(() => String, { description: "类别，当日有效的代码。Category, a code that is valid today." })
  @Length(1, 100)
  category: string;
  @Field(() => [ID], {
    defaultValue: [],
    description: "其他责任单位，至多 20 个，可属他级。Further responsible units, of any tier's register.",
  })
  @ArrayMaxSize(20)
  furtherUnitIds: string[];
  @Field(() => Boolean, {
    defaultValue: false,
    description: "确认文本未涉及个人（见 advice）。You confirm that the text names nobody.",
  })
  confirmedNoPerson: boolean;
}

@InputType({ description: "记录一个问题。One finding to record." })
export class RecordFindingInput extends FindingTextInput {
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}

@InputType({ description: "记录问题，至多 500 条。Records up to 500 findings of one target, all or none." })
export class RecordFindingsInput {
  @Field(() => ID, { description: "巡察对象。The target." }) targetId: string;
  @Field(() => [RecordFindingInput], { description: "问题。The findings." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  findings: RecordFindingInput[];
}

@InputType({ description: "问题及所见版本。A finding and the version that was read." })
export class FindingVersionInput {
  @Field(() => ID, { description: "问题。The finding." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

/** What a step of findings comes with, whichever of them it is for. */
@InputType()
abstract class FindingStepInput {
  @Field(() => FindingCommandEnum, { description: "操作。The command." }) command: FindingCommand;
  @Field(() => String, {
    nullable: true,
    description:
      "理由、被巡察党组织的意见或佐证，依操作而定。Reason, the unit's reply or the proof, as the command needs.",
  })
  @Length(0, 4000)
  note?: string | null;
  @Field(() => ExchangeExceptionEnum, { nullable: true, description: "直接报告的情形（REPORT）。Why directly." })
  exception?: ExchangeException | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "提出申诉的日期（OBJECT），缺省为今天。On which day the unit objected, today by default.",
  })
  on?: string | null;
  @Field(() => String, { nullable: true, description: "答复申诉的文号。Document number of the decision." })
  @Length(0, 100)
  documentNumber?: string | null;
}

@InputType({
  description: "对问题执行一个操作，至多 500 条。Carries out one command on up to 500 findings, all or none.",
})
export class MoveFindingsInput extends FindingStepInput {
  @Field(() => [FindingVersionInput], { description: "问题。The findings." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  findings: FindingVersionInput[];
  @Field(() => FindingTextInput, { nullable: true, description: "更正后的文本（CORRECT）。The corrected text." })
  @ValidateNested()
  text?: FindingTextInput | null;
}

@InputType({
  description:
    "对一个对象处于某一状态的全部问题执行一个操作，全部办理或全部不办理。Carries out one command on all findings of a target that are in a status: on all of them, or on none.",
})
export class MoveFindingsOfTargetInput extends FindingStepInput {
  @Field(() => ID, { description: "对象。The target." }) targetId: string;
  @Field(() => FindingStatusEnum, { description: "处于此状态的。Those in this status." }) status: FindingStatus;
  @Field(() => Int, {
    description:
      "所见件数：已有变动的不予办理。How many were read: where there are more or fewer by now, nothing is done.",
  })
  @Min(1)
  @Max(5000)
  count: number;
}

@InputType({ description: "修改草稿。Revises the text of a draft." })
export class ReviseFindingInput extends FindingTextInput {
  @Field(() => ID, { description: "问题。The finding." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({
  description: "确认文本未涉及个人，或将所提示之处遮盖。Confirms that a text names nobody, or masks what seems to.",
})
export class ClearFindingTextInput {
  @Field(() => ID, { description: "问题。The finding." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => Boolean, { description: "true 确认，false 遮盖。true confirms, false masks." })
  confirmedNoPerson: boolean;
}
