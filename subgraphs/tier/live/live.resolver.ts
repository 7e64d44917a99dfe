import { Args, Ctx, FieldResolver, Resolver, Root, Subscription } from "type-graphql";
import type { TierContext } from "../context";
import { TierAlert } from "../deadline/deadline.type";
import { TierFinding } from "../finding/finding.type";
import { Region, TierOffice } from "../office/office.type";
import { TierOrder } from "../order/order.type";
import { TierPublication } from "../publication/publication.type";
import { TierReceivedRelease } from "../release/release.type";
import { TierReceivedSupervision, TierSupervision } from "../supervision/supervision.type";
import { TierRoundTarget } from "../target/target.type";
import { FollowArgs, TierEvent, TierFiguresChange } from "./live.type";

const asked = () => {
  throw new Error("the gateway asks for events by POST /live");
};
/** Each event is executed by itself, with the event as its root (answering.ts): there is no stream that could be subscribed to. */
export const NO_STREAM = { publish: asked, subscribe: asked };
const topics = "events";

@Resolver(() => TierEvent)
export class TierEventResolver {
  @Subscription(() => TierEvent, {
    topics,
    description:
      "关注一个地区及其以下：报送、接收、退回、撤回，已报送问题的状态变化，派单，预警，联动监督，收到的通报。What happens in a region and below it, in order and without a gap.",
  })
  tierEvents(@Root() event: TierEvent, @Args(() => FollowArgs) _: FollowArgs): TierEvent {
    return event;
  }

  @FieldResolver(() => Region, { nullable: true, description: "何地。Where." })
  region(@Root() { region }: TierEvent): Region | null {
    return region ? { code: region } : null;
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "哪个巡察办的台账。In which office's book." })
  office(@Root() { office }: TierEvent, @Ctx() { loaders }: TierContext) {
    return office ? loaders.officeByCode.load(office) : null;
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "巡察对象。The target." })
  target(@Root() { targetId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return targetId ? loaders.target.load(targetId) : null;
  }

  @FieldResolver(() => TierPublication, { nullable: true, description: "报送。The submission." })
  publication(@Root() { publicationId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return publicationId ? loaders.publication.load(publicationId) : null;
  }

  @FieldResolver(() => TierFinding, {
    nullable: true,
    description: "问题，以现在所见为准。The finding, as you may read it now.",
  })
  finding(@Root() { findingId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return findingId ? loaders.finding.load(findingId) : null;
  }

  @FieldResolver(() => TierOrder, { nullable: true, description: "派单，本方的一份。The order, as it stands here." })
  order(@Root() { orderId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return orderId ? loaders.order.load(orderId) : null;
  }

  @FieldResolver(() => TierSupervision, {
    nullable: true,
    description: "本办发起的联动监督。A joint supervision that you opened.",
  })
  supervision(@Root() { supervisionId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return supervisionId ? loaders.supervision.load(supervisionId) : null;
  }

  @FieldResolver(() => TierReceivedSupervision, {
    nullable: true,
    description: "本办受邀的联动监督。A joint supervision that you are invited to.",
  })
  receivedSupervision(@Root() { supervisionId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return supervisionId ? loaders.receivedSupervision.load(supervisionId) : null;
  }

  @FieldResolver(() => TierReceivedRelease, {
    nullable: true,
    description: "收到的通报。The release that came to you.",
  })
  receivedRelease(@Root() { releaseId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return releaseId ? loaders.receivedRelease.load(releaseId) : null;
  }

  @FieldResolver(() => TierAlert, {
    nullable: true,
    description: "预警；上级只见 clock 与颜色。The alert; above, only its clock and its colour are told.",
  })
  alert(@Root() { alertId }: TierEvent, @Ctx() { loaders }: TierContext) {
    return alertId ? loaders.alert.load(alertId) : null;
  }
}

@Resolver(() => TierFiguresChange)
export class TierFiguresChangeResolver {
  @Subscription(() => TierFiguresChange, {
    topics,
    description:
      "关注一个地区的数字：先给出全部，其后仅变化的。The figures of a region: all of them, then those that changed.",
  })
  tierFiguresChanges(@Root() change: TierFiguresChange, @Args(() => FollowArgs) _: FollowArgs): TierFiguresChange {
    return change;
  }

  @FieldResolver(() => Region, { nullable: true, description: "地区。The region." })
  region(@Root() { region }: TierFiguresChange): Region {
    return { code: region };
  }
}
