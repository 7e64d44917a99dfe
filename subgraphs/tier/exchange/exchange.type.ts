import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { Length } from "../graph/rules";
import { Instant } from "../graph/scalars";

const STREAM_RELEASES = ["RETRY", "SKIP"] as const;
type StreamRelease = (typeof STREAM_RELEASES)[number];
const StreamReleaseEnum = enumOf(STREAM_RELEASES, {
  name: "StreamRelease",
  description:
    "对停下的通道：再试，或略过那一条消息。What to do with a parked stream: try again, or leave the one message out.",
});
const StreamDirectionEnum = enumOf(["OUT", "IN"] as const, {
  name: "StreamDirection",
  description: "发出、收入。Outgoing, incoming.",
});

@ObjectType({
  description:
    "两个机关之间的通道，不含内容。What one office says to another, as an administrator sees it: no content.",
})
class TierExchangeStream {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => StreamDirectionEnum, { description: "方向。Direction." }) direction: "OUT" | "IN";
  @Field(() => ID, { description: "发出机关所在地代码。Region code of the source." }) source: string;
  @Field(() => ID, { description: "收入机关所在地代码。Region code of the destination." }) destination: string;
  @Field(() => String, { description: "状态：OPEN、PARKED、DIVERGED、SUPERSEDED、REFUSED。Its state." }) state: string;
  @Field(() => Int, { description: "第几期。The epoch." }) epoch: number;
  @Field(() => Int, { description: "已发至第几条。The last message that was sent." }) sent: number;
  @Field(() => Int, { description: "已收至第几条。The last message that was received." }) received: number;
  @Field(() => Int, { description: "尚缺几条。How many messages the receiver lacks." }) behind: number;
  @Field(() => Instant, { nullable: true, description: "此通道最近一次往来。Last contact of this stream." })
  lastContactAt: string | null;
  @Field(() => Instant, { nullable: true, description: "对方最近一次应答或来信。When the other tier was last heard." })
  answeredAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "对方最近一次见证本级日志的时刻。When it last witnessed the journal.",
  })
  witnessedAt: string | null;
  @Field(() => String, { nullable: true, description: "停下的消息的种类。Kind of the parked message." })
  parkedKind: string | null;
  @Field(() => String, { nullable: true, description: "停下的原因。Why it is parked." }) parkedReason: string | null;
  @Field(() => Instant, { nullable: true, description: "何时停下。Parked at." }) parkedAt: string | null;
}
export const TierExchangeStreamConnection = connectionOf(TierExchangeStream, "TierExchangeStream", "通道");
export const TierExchangeStreamResult = resultOf(TierExchangeStream, "TierExchangeStream", "通道");

@ObjectType({
  description: "本级恢复到较早时点后已不存的、曾经发出的一条消息：须重新录入。What was sent and lost: enter it again.",
})
class TierExchangeLoss {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "收入机关所在地代码。Who has it." }) destination: string;
  @Field(() => String, { description: "消息种类。Kind of the message." }) kind: string;
  @Field(() => ID, { description: "所涉对象。The object." }) subject: string;
  @Field(() => Instant, { description: "当时办理的时刻。When it was done." }) at: string;
  @Field(() => Instant, { description: "何时发现。Found at." }) foundAt: string;
}
export const TierExchangeLossConnection = connectionOf(TierExchangeLoss, "TierExchangeLoss", "缺失");

@ObjectType({ description: "谁已收到、何时收到。Who has received it, and when." })
export class TierReceipt {
  @Field(() => ID, { description: "收到的机关所在地代码。Region code of the office." }) officeCode: string;
  @Field(() => Instant, {
    nullable: true,
    description: "收到时刻，依对方时钟；尚未收到为空。Null while it is on its way.",
  })
  receivedAt: string | null;
}

@ArgsType()
export class StreamPageArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: "只要停下的。Only those that do not move." })
  stopped: boolean;
}

@InputType({ description: "放行一条停下的通道。Releases a parked stream." })
export class ReleaseStreamInput {
  @Field(() => ID, { description: "通道。The stream." }) id: string;
  @Field(() => StreamReleaseEnum, { description: "再试或略过。Try again, or leave it out." }) action: StreamRelease;
  @Field(() => String, { description: "理由，双方都保存。The reason, kept by both sides." })
  @Length(0, 500)
  reason: string;
}
