import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { AttachmentRow } from "../../storage/attachment/attachment.row";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierFileTicketResult } from "../files/fileTicket.type";
import { TierFinding } from "../finding/finding.type";
import { answer } from "../graph/refusal.type";
import { downloadAttachment, removeAttachment, uploadAttachment } from "./attachment.service";
import {
  DownloadAttachmentInput,
  RemoveAttachmentInput,
  TierAttachment,
  TierAttachmentResult,
  UploadAttachmentInput,
  UploadProofInput,
} from "./attachment.type";
import { uploadProof } from "./proof.service";

@Resolver(() => TierAttachment)
export class TierProofResolver {
  @FieldResolver(() => Boolean)
  byUnit(@Root() { ofUnit }: AttachmentRow): boolean {
    return ofUnit !== null;
  }
}

@Resolver(() => TierFinding)
export class TierAttachmentResolver {
  @FieldResolver(() => [TierAttachment], {
    nullable: true,
    description:
      "附件，含单位的佐证和已移除的；非台账则为空。Attachments, the unit's and removed ones too; null outside the book.",
  })
  attachments(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.basis === "BOOK" ? context.loaders.attachmentsOfFinding.load(finding.id) : null;
  }

  @Mutation(() => TierFileTicketResult, { nullable: true, description: "申请上传附件。A ticket to attach a file." })
  async uploadTierAttachment(
    @Arg("input", () => UploadAttachmentInput) input: UploadAttachmentInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await uploadAttachment(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }

  @Mutation(() => TierFileTicketResult, {
    nullable: true,
    description: "单位申请上传佐证。A ticket for a unit to bring a proof.",
  })
  async uploadTierProof(
    @Arg("input", () => UploadProofInput) input: UploadProofInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await uploadProof(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }

  @Mutation(() => TierFileTicketResult, { nullable: true, description: "申请下载附件。A ticket to fetch a file." })
  async downloadTierAttachment(
    @Arg("input", () => DownloadAttachmentInput) input: DownloadAttachmentInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await downloadAttachment(context, input, key), (ids) => loadAll(context.loaders.fileTicket, ids));
  }

  @Mutation(() => TierAttachmentResult, {
    nullable: true,
    description: "移除附件，须说明理由。Removes an attachment, with a reason.",
  })
  async removeTierAttachment(
    @Arg("input", () => RemoveAttachmentInput) input: RemoveAttachmentInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await removeAttachment(context, input, key), (ids) => loadAll(context.loaders.attachment, ids));
  }
}
