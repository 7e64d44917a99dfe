import { Field, ID, Int, ObjectType } from "type-graphql";
import type { FileMove } from "../../../schema/contract/fileTicket";
import { FILE_PURPOSES, type FilePurpose } from "../../storage/ticket/fileTicket.row";
import { enumOf } from "../graph/enums";
import { resultOf } from "../graph/refusal.type";
import { Instant } from "../graph/scalars";

const FilePurposeEnum = enumOf(FILE_PURPOSES, {
  name: "FilePurpose",
  description: "文件票据的用途。What a ticket is for.",
});
export const FileMethodEnum = enumOf(["PUT", "GET"] as const, {
  name: "FileMethod",
  description: "上传或下载。To bring a file, or to fetch one.",
});

@ObjectType({
  description:
    "文件票据：十分钟内经 HTTP 传一个文件，上传仅一次；同一文件再传，答复相同。The right to move one file over HTTP within ten minutes; the same file brought again gets the same answer.",
})
export class TierFileTicket {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => FilePurposeEnum, { description: "用途。What it is for." }) purpose: FilePurpose;
  @Field(() => FileMethodEnum, { description: "HTTP 方法。The HTTP method." }) method: FileMove;
  @Field(() => String, { description: "网关上的路径，勿外传。Path at the gateway; keep it to yourself." }) path: string;
  @Field(() => Int, { description: "上传的最大字节数。The most bytes that may be brought." }) maxBytes: number;
  @Field(() => Instant, { description: "失效时间。When it ends." }) expiresAt: string;
  @Field(() => Instant, { nullable: true, description: "上传完成的时间。When its file was taken." }) usedAt:
    | string
    | null;
  @Field(() => Int, { nullable: true, description: "由此记录或修改的条数。How many rows its file brought or changed." })
  recorded: number | null;
}

export const TierFileTicketResult = resultOf(TierFileTicket, "TierFileTicket", "文件票据");
