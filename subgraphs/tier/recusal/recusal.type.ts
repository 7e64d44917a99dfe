import { ArgsType, Field, ID, InputType, ObjectType } from "type-graphql";
import { RECUSAL_SCOPES, type RecusalScope } from "../../../schema/contract/standing";
import { RECUSAL_KINDS, type RecusalKind } from "../../domain/office/office";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { Length } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

const RecusalKindEnum = enumOf(RECUSAL_KINDS, {
  name: "RecusalKind",
  description: "任职、地域、公务、亲属回避。Why somebody is recused.",
});
const RecusalScopeEnum = enumOf(RECUSAL_SCOPES, {
  name: "RecusalScope",
  description: "回避范围。What a recusal is about.",
});

@ObjectType({ description: "回避：拒绝优先于任何许可。A recusal; it wins over every grant, in all tiers." })
export class TierRecusal {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "账号。Account." }) accountId: string;
  @Field(() => RecusalKindEnum, { description: "种类。Kind." }) kind: RecusalKind;
  @Field(() => RecusalScopeEnum, { description: "范围。Scope." }) scope: RecusalScope;
  @Field(() => ID, {
    description: "地区代码，或单位、轮次、问题的标识。A region code, or the id of a unit, round or finding.",
  })
  subject: string;
  @Field(() => CalendarDate, { description: "起。From." }) since: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（含）。To, inclusive." }) until: string | null;
  @Field(() => Instant, { description: "声明时间。Declared at." }) declaredAt: string;
  @Field(() => ID, {
    description: "声明的账号：本人，或本办有权人员。Declared by: the person, or somebody of the office who may.",
  })
  declaredBy: string;
  @Field(() => CalendarDate, { nullable: true, description: "解除日期，自此不再回避。Ended on; it binds no longer." })
  endedOn: string | null;
  @Field(() => ID, { nullable: true, description: "解除的账号。Ended by." }) endedBy: string | null;
  @Field(() => String, { nullable: true, description: "解除的理由。Why it was ended." }) endReason: string | null;
}

@InputType({ description: "声明回避。Declares a recusal." })
export class DeclareRecusalInput {
  @Field(() => ID, { description: "账号。Account." }) accountId: string;
  @Field(() => RecusalKindEnum, { description: "种类。Kind." }) kind: RecusalKind;
  @Field(() => RecusalScopeEnum, { description: "范围。Scope." }) scope: RecusalScope;
  @Field(() => ID, { description: "地区代码，或任一级的单位、轮次、问题的标识。Region code, or id of any tier." })
  @Length(1, 64)
  subject: string;
  @Field(() => CalendarDate, { nullable: true, description: "起，缺省为今天。From, today by default." }) since?:
    | string
    | null;
  @Field(() => CalendarDate, { nullable: true, description: "止（含）。To, inclusive." }) until?: string | null;
}

@InputType({ description: "解除回避。Ends a recusal of somebody else." })
export class EndRecusalInput {
  @Field(() => ID, { description: "回避。The recusal." }) id: string;
  @Field(() => String, { description: "理由。Reason." }) @Length(0, 2000) reason: string;
}

@ArgsType()
export class RecusalPageArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "账号。Account." }) accountId?: string | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      "仅今日在期内的；被巡察单位人员的，除本人声明且不涉本单位者外不生效。Only those whose days include today; of a unit's people only their own binds, and none from the own unit.",
  })
  inForce: boolean;
}

export const TierRecusalConnection = connectionOf(TierRecusal, "TierRecusal", "回避");
export const TierRecusalResult = resultOf(TierRecusal, "TierRecusal", "回避");
