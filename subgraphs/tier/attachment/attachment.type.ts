import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { FILE_TYPE_NAMES, type FileType } from "../../domain/attachment/attachment";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { resultOf } from "../graph/refusal.type";
import { Length } from "../graph/rules";
import { Instant } from "../graph/scalars";

const FileTypeEnum = enumOf(FILE_TYPE_NAMES, {
  name: "FileType",
  description: "文件类型，以内容为准。Type of a file, as its bytes say it.",
});

@ObjectType({
  description:
    "附件（佐证材料）：本办的仅台账可见，单位的另为该单位可见。A file that proves something: the office's is seen in the book alone, a unit's by that unit too.",
})
export class TierAttachment {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => String, { description: "文件名。Name." }) name: string;
  @Field(() => FileTypeEnum, { description: "类型。Type." }) type: FileType;
  @Field(() => Int, { description: "字节数。Bytes." }) size: number;
  @Field(() => String, { description: "内容的 SHA-256。SHA-256 of the content, hex." }) sha256: string;
  @Field(() => Boolean, { description: "是否被巡察单位提交的佐证。Whether the inspected unit brought it." })
  byUnit?: boolean;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => Instant, { description: "上传时间。Added at." }) addedAt: string;
  @Field(() => ID, { description: "上传人账号。Account of who added it." }) addedBy: string;
  @Field(() => Instant, { nullable: true, description: "移除时间。Removed at." }) removedAt: string | null;
  @Field(() => ID, { nullable: true, description: "移除人账号。Account of who removed it." }) removedBy: string | null;
  @Field(() => String, { nullable: true, description: "移除理由。Why it was removed." }) removalReason: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierAttachmentResult = resultOf(TierAttachment, "TierAttachment", "附件");

@InputType({ description: "为一个问题上传附件。Asks to attach a file to a finding." })
export class UploadAttachmentInput {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => String, { description: "文件名。Name of the file." }) @Length(1, 200) name: string;
}

@InputType({
  description:
    "单位为反馈的问题，或为方案、报告上传佐证。A unit brings a proof of a finding, or of its plan and report.",
})
export class UploadProofInput {
  @Field(() => ID, { description: "反馈。The feedback." }) disclosureId: string;
  @Field(() => ID, {
    nullable: true,
    description:
      "所反馈的问题（含其措施）；方案、报告的佐证则留空。The finding, its measures too; null for the plan and the report.",
  })
  findingId?: string | null;
  @Field(() => String, { description: "文件名。Name of the file." }) @Length(1, 200) name: string;
}

@InputType({ description: "下载附件。Asks for the content of an attachment." })
export class DownloadAttachmentInput {
  @Field(() => ID, { description: "附件。The attachment." }) id: string;
}

@InputType({ description: "移除附件；记录和内容都保留。Removes an attachment; its row and its content stay." })
export class RemoveAttachmentInput {
  @Field(() => ID, { description: "附件。The attachment." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => String, { description: "理由。The reason." }) @Length(1, 1000) reason: string;
}
