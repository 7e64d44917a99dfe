import { Field, ID, InputType, ObjectType } from "type-graphql";
import { type Evaluation, REVIEW_ROLES, type ReviewRole } from "../../domain/rectification/rectification";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { EvaluationEnum } from "./rectification.type";

const ReviewRoleEnum = enumOf(REVIEW_ROLES, {
  name: "ReviewRole",
  description: "联合审核各方的角色。Role of a party of a review.",
});

@ObjectType({ description: "联合审核的一方及其签署。A party of the joint review, and its signature." })
export class TierReviewSignature {
  @Field(() => String, { description: "审核方。The party." }) name: string;
  @Field(() => ReviewRoleEnum, { description: "角色。Role." }) role: ReviewRole;
  @Field(() => EvaluationEnum, {
    nullable: true,
    description: "提出并请其签署的等次。The grade that is proposed, and that the party is asked to sign.",
  })
  evaluation: Evaluation | null;
  @Field(() => ID, { nullable: true, description: "签署账号。Who signed." }) signedBy: string | null;
  @Field(() => Instant, { nullable: true, description: "签署时间。Signed at." }) signedAt: string | null;
  @Field(() => String, { nullable: true, description: "意见。Opinion." }) opinion: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "代录：该方在纸面签署的文号，签署账号即录入人。Number of what the party signed on paper; who signed is then who recorded it.",
  })
  paperDocument: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "联合审核的一方（配置）。A party of the joint review, as configured." })
export class TierReviewParty {
  @Field(() => ID, { nullable: true, description: "标识，缺省配置没有。Id; the default has none." }) id?: string;
  @Field(() => String, { description: "审核方。The party." }) name: string;
  @Field(() => ReviewRoleEnum, { description: "角色。Role." }) role: ReviewRole;
}

export const TierReviewPartyResult = resultOf(TierReviewParty, "TierReviewParty", "审核方");

@InputType({ description: "为一方签署联合审核。Signs the joint review for a party." })
export class SignReviewInput {
  @Field(() => ID, { description: "整改。The rectification." }) id: string;
  @Field(() => ReviewRoleEnum, { description: "代表哪一方。For which party." }) role: ReviewRole;
  @Field(() => EvaluationEnum, { description: "所签的等次，须为现提出的。The grade that you sign: the proposed one." })
  evaluation: Evaluation;
  @Field(() => String, { description: "意见。Opinion." }) @Length(1, 2000) opinion: string;
  @Field(() => String, {
    nullable: true,
    description:
      "代录：该方在纸面签署的文号，由上级办主任录入。Only on behalf: the number of what the party signed on paper, which the superior's director records.",
  })
  @Length(0, 100)
  documentNumber?: string | null;
}

@InputType({ description: "联合审核的一方。A party of the joint review." })
class ReviewPartyInput {
  @Field(() => String, { description: "审核方。The party." }) @Length(1, 100) name: string;
  @Field(() => ReviewRoleEnum, { description: "角色。Role." }) role: ReviewRole;
}

@InputType({ description: "配置本办联合审核的各方。Configures the parties of the joint reviews of the own office." })
export class SetReviewPartiesInput {
  @Field(() => ID, {
    nullable: true,
    description: "代录：纸面运行的直接下级；缺省为本办。An office on paper directly below; your own by default.",
  })
  office?: string | null;
  @Field(() => CalendarDate, { description: "自何日起，最早明日。From which day on, tomorrow at the earliest." })
  validFrom: string;
  @Field(() => [ReviewPartyInput], {
    description:
      "各方，依次：除上级党组织外至少两方，其中至少一方不是本办。The parties, in order: two at least beside the superior body, one of them from outside of the office.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  parties: ReviewPartyInput[];
}
