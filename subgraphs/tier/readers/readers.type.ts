import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import type { Role } from "../../../schema/contract/standing";
import { READABLE_KINDS, READING_RULE_NAMES, type ReadableKind, type ReadingRule } from "../../domain/readers/readers";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { CalendarDate, Instant } from "../graph/scalars";

const ReadableKindEnum = enumOf(READABLE_KINDS, {
  name: "ReadableKind",
  description: "轮次、巡察对象、问题、派单。Of what it is asked.",
});
const ReadingRuleEnum = enumOf(READING_RULE_NAMES, {
  name: "ReadingRule",
  description: "可见的依据。The rule by which somebody reads something of an object.",
  valuesConfig: {
    OWN_OFFICE: { description: "本办台账。The office whose book it is." },
    ENTERED_FOR: { description: "代录的直接上级。The office directly above, which enters for an office on paper." },
    TEAM: { description: "巡察组。Whoever is appointed to its team." },
    LOOK_BACK: { description: "回头看巡察组。The team that looks back on it." },
    FILED: { description: "备案。The offices above, what was filed: the header." },
    INSPECTED: { description: "单位所在对象库的巡察办。The office that keeps the unit: that it was inspected." },
    SUBMITTED: { description: "报送。The offices above, what was submitted." },
    DISCLOSED: { description: "反馈、抄送。Whoever was told by a disclosure, what it names." },
    ANSWERS: { description: "答复的单位。The unit that answers its feedback." },
    RELEASED: { description: "成果通报、联动监督。The offices that it was released to, what the release names." },
    ORDERED: { description: "派单。The other side of an order, and the offices between the two." },
    SIGNS: { description: "联审各方。Whoever signs the joint review: the rectification." },
  },
});

@ObjectType({ description: "谁能看到，依据哪条规则；回避者除外。A reader and the rule; nobody who is recused." })
export class TierReader {
  @Field(() => ReadingRuleEnum, { description: "依据。The rule." }) rule: ReadingRule;
  @Field(() => ID, { nullable: true, description: "巡视办、巡察办所在地代码。Region code of an office." })
  officeCode: string | null;
  @Field(() => ID, { nullable: true, description: "账号。An account." }) person: string | null;
  @Field(() => ID, { nullable: true, description: "单位。A unit of some register." }) unitId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "部门：持此角色者。A department: whoever holds this role there.",
  })
  role: Role | null;
  @Field(() => Instant, { nullable: true, description: "自何时起；自始为空。Since when; null from the beginning." })
  since: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "至何日（含）；无期限为空。Through which day; null where it does not end by itself.",
  })
  until: string | null;
}

export const TierReaderConnection = connectionOf(TierReader, "TierReader", "能看到的人", {
  zh: "近得者在前",
  en: "the latest right first",
});

@ArgsType()
export class ReadersArgs extends PageArgs {
  @Field(() => ReadableKindEnum, { description: "轮次、对象、问题或派单。What the id is of." }) kind: ReadableKind;
  @Field(() => ID, { description: "标识。Its id." }) id: string;
}
