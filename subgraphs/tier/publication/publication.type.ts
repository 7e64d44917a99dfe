import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import type { ExchangeException, FindingStatus } from "../../domain/finding/finding";
import {
  PUBLICATION_COMMANDS,
  PUBLICATION_STATUSES,
  type PublicationStatus,
} from "../../domain/publication/publication";
import { ExchangeExceptionEnum, FindingStatusEnum } from "../finding/finding.type";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { Refusal, resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length } from "../graph/rules";
import { Instant } from "../graph/scalars";

export const PublicationStatusEnum = enumOf(PUBLICATION_STATUSES, {
  name: "PublicationStatus",
  description: "报送状态。Status of a submission.",
});
export const PublicationCommandEnum = enumOf(PUBLICATION_COMMANDS, {
  name: "PublicationCommand",
  description: "对报送的操作。Commands.",
});

@InterfaceType("Publication", {
  description: "报送：一个对象的成果，编号且不可更改的版本。An immutable, numbered version of a target's results.",
  autoRegisterImplementations: false,
  resolveType: () => "TierPublication",
})
abstract class Publication {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "第几版。Number of the version." }) version: number;
  @Field(() => PublicationStatusEnum, { description: "状态。Status." }) status: PublicationStatus;
  @Field(() => Int, { description: "状态的修订号，撤回时须提供。Revision of the status, to be named by a recall." })
  revision: number;
  @Field(() => Boolean, { description: "是否现行版本。Whether it is the current version." }) isCurrent: boolean;
  @Field(() => String, { description: "清单的 SHA-256。SHA-256 of the manifest." }) manifestHash: string;
  @Field(() => Instant, { description: "报送时间。Submitted at." }) submittedAt: string;
  @Field(() => ID, { description: "报送账号。The account that submitted." }) submittedBy: string;
  @Field(() => Instant, { nullable: true, description: "撤回时间。Recalled at." }) recalledAt: string | null;
  @Field(() => String, { nullable: true, description: "撤回理由。Why it was recalled." }) recallReason: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Publication, description: "本级的报送。A submission of this tier." })
export class TierPublication extends Publication {
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "直接上级的决定何时到达。When the direct superior's decision arrived.",
  })
  decidedAt: string | null;
}

export const TierPublicationConnection = connectionOf(TierPublication, "TierPublication", "报送");
export const TierPublicationResult = resultOf(TierPublication, "TierPublication", "报送");

@ArgsType()
export class PublicationPageArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "所在地及其以下。Region and below." }) region?: string | null;
  @Field(() => PublicationStatusEnum, { nullable: true, description: "状态。Status." })
  status?: PublicationStatus | null;
}

@ObjectType({ description: "谁将看到。Who will see it." })
class TierPublicationReader {
  @Field(() => ID, { description: "巡视办、巡察办所在地代码。Region code of the office." }) officeCode: string;
  @Field(() => String, { description: "依据。The rule." }) rule: string;
}

@ObjectType({ description: "不报送的问题。A finding that is not submitted." })
class TierWithheldFinding {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => FindingStatusEnum, { description: "状态：未报告、不予认定，或涉及案件的。Its status." })
  status: FindingStatus;
  @Field(() => ExchangeExceptionEnum, {
    nullable: true,
    description:
      "未交换意见的情形；涉及案件的一律不报送。Why it went unheard; what may become a case is never submitted.",
  })
  exchangeException: ExchangeException | null;
}

@ObjectType({ description: "报送预览：谁将看到什么。Exactly who will see what." })
export class TierPublicationPreview {
  @Field(() => Int, { description: "将是第几版。The number it will bear." }) version: number;
  @Field(() => [TierPublicationReader], { description: "谁将看到。Who will see it." }) readers: TierPublicationReader[];
  @Field(() => [ID], { description: "将报送的问题。The findings that are listed." }) listed: string[];
  @Field(() => [TierWithheldFinding], { description: "不报送的问题。What is withheld." })
  withheld: TierWithheldFinding[];
  @Field(() => Refusal, { nullable: true, description: "现在不能报送的理由。Why it cannot be submitted now." })
  refusal: Refusal | null;
}

@InputType({
  description: "报送若干对象的成果，每个对象一版。Submits results, one version for each target, all or none.",
})
export class SubmitPublicationsInput {
  @Field(() => [ID], { description: "巡察对象。The targets." }) @ArrayMinSize(1) @ArrayMaxSize(500) targetIds: string[];
  @Field(() => String, { nullable: true, description: "说明。Note." }) @Length(0, 2000) note?: string | null;
}

@InputType({ description: "撤回一次报送。Recalls a submission." })
export class RecallPublicationInput {
  @Field(() => ID, { description: "报送。The submission." }) id: string;
  @Field(() => Int, { description: "所见修订号。The revision that was read." }) revision: number;
  @Field(() => String, { description: "理由。The reason." }) @Length(0, 2000) reason: string;
}
