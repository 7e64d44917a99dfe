import { ArgsType, Field, Float, ID, ObjectType } from "type-graphql";
import { RESYNC_REASONS, type ResyncReason } from "../../../schema/contract/live";
import type { Clock } from "../../domain/deadline/deadline";
import type { FindingStatus } from "../../domain/finding/finding";
import { LIVE_EVENTS, type LiveEvent } from "../../domain/live/events";
import type { OrderStatus } from "../../domain/order/order";
import { ClockEnum } from "../deadline/deadline.type";
import { FindingStatusEnum } from "../finding/finding.type";
import { enumOf } from "../graph/enums";
import { Length } from "../graph/rules";
import { Instant } from "../graph/scalars";
import { OrderStatusEnum } from "../order/order.type";

const EVENT_KINDS = ["STARTED", "RESYNC", ...LIVE_EVENTS] as const;
type EventKind = LiveEvent | "STARTED" | "RESYNC";
const EventKindEnum = enumOf(EVENT_KINDS, {
  name: "LiveEventKind",
  description:
    "发生了什么；开始时为 STARTED，有缺失、须重新查询时为 RESYNC。What happened; STARTED where it begins, RESYNC where something is missing.",
});

const FIGURES_KINDS = ["SNAPSHOT", "CHANGED", "RESYNC"] as const;
type FiguresKind = (typeof FIGURES_KINDS)[number];
const FiguresKindEnum = enumOf(FIGURES_KINDS, {
  name: "LiveFiguresKind",
  description: "数字动态：全部、仅变化的、重新给出全部。All numbers, those that changed, or all again.",
});

const ResyncEnum = enumOf(RESYNC_REASONS, {
  name: "ResyncReason",
  description:
    "须重新查询的原因：游标过旧、历史已不同、读取过慢、权限有变。Why something is missing: cursor too old, another history, slow reader, rights changed.",
});

const CURSOR = { description: "游标：断线后以 after 交回，从此处继续。Give it back as `after`, to go on from here." };
const RESYNC = { nullable: true, description: "仅 RESYNC：原因。Of RESYNC alone: why." };

@ArgsType()
export class FollowArgs {
  @Field(() => ID, { description: "地区及其以下。Region and below." }) region: string;
  @Field(() => String, {
    nullable: true,
    description: "最后所见的游标，缺省为从现在起。The last cursor that you have; from now on without one.",
  })
  @Length(1, 1_000)
  after?: string | null;
}

/** One thing that happened, or a word about the subscription itself. */
@ObjectType({ description: "动态：本级发生的一件事。One thing that happened in this tier." })
export class TierEvent {
  @Field(() => String, CURSOR) cursor: string;
  @Field(() => EventKindEnum, { description: "何事。What it is." }) kind: EventKind;
  @Field(() => ResyncEnum, RESYNC) resync: ResyncReason | null;
  @Field(() => Instant, { nullable: true, description: "何时发生。When it happened." }) at: string | null;
  @Field(() => FindingStatusEnum, { nullable: true, description: "当时变为何种状态。Which status the finding took." })
  findingStatus: FindingStatus | null;
  @Field(() => OrderStatusEnum, { nullable: true, description: "派单变为何种状态。Which status the order took." })
  orderStatus: OrderStatus | null;
  @Field(() => ClockEnum, {
    nullable: true,
    description: "预警：哪个期限。Of an alert: which deadline turned yellow or red.",
  })
  clock: Clock | null;
  orderId: string | null;
  region: string | null;
  office: string | null;
  targetId: string | null;
  publicationId: string | null;
  findingId: string | null;
  alertId: string | null;
  supervisionId: string | null;
  releaseId: string | null;
}

@ObjectType({ description: "一个数字。A number." })
export class TierFigure {
  @Field(() => String, { description: "名称，与 figures 的字段同名。Its name, as the field of the figures." })
  name: string;
  @Field(() => Float, { nullable: true, description: "现值。Its value now." }) value: number | null;
}

@ObjectType({ description: "数字动态：先给出全部，其后仅变化的。All numbers first, then those that changed." })
export class TierFiguresChange {
  @Field(() => String, CURSOR) cursor: string;
  @Field(() => FiguresKindEnum, { description: "全部或仅变化的。All, or what changed." }) kind: FiguresKind;
  @Field(() => ResyncEnum, RESYNC) resync: ResyncReason | null;
  @Field(() => Instant, { description: "统计时刻。When it was counted." }) at: string;
  @Field(() => [TierFigure], {
    nullable: true,
    description: "数字；不在您的管辖之内则为空。The numbers; null outside your area.",
  })
  numbers: TierFigure[] | null;
  region: string;
}
