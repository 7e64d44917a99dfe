import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { dayNumber } from "../../domain/deadline/days";
import { type OrderFilter as Filter, findOrders } from "../../storage/order/order.repository";
import type { ReadableOrder } from "../../storage/order/order.row";
import { loadAll, requireId } from "../change";
import type { TierContext } from "../context";
import { TierReceipt } from "../exchange/exchange.type";
import { notFound } from "../graph/errors";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { historyBefore, toHistory } from "../history/history";
import { Region } from "../office/office.type";
import { TierReceivedFinding } from "../received/received.type";
import { TierReceivedRelease } from "../release/release.type";
import { issueOrders } from "./issuing.service";
import { commandsOn, moveOrders } from "./order.service";
import {
  IssueOrdersInput,
  MoveOrdersInput,
  OrderCommandEnum,
  OrderPageArgs,
  TierOrder,
  TierOrderConnection,
  TierOrderHistoryConnection,
  TierOrderResult,
  TierSecondment,
} from "./order.type";

@Resolver(() => TierOrder)
export class TierOrderResolver {
  @Query(() => TierOrderConnection, {
    nullable: true,
    description:
      "本办的派单：发出的、下达的、抄送的，新的在前。Orders of the own office: issued, come down, copied; latest first.",
  })
  async tierOrders(@Args(() => OrderPageArgs) args: OrderPageArgs, @Ctx() context: TierContext) {
    const { way, kind, status, open, overdue, colour, issueId, lentOn, region } = args.filter ?? {};
    const filter: Filter = {
      ...{ ways: way ?? undefined, kinds: kind ?? undefined, statuses: status ?? undefined },
      ...{ open: open ?? undefined, overdue: overdue ?? undefined, colours: colour ?? undefined },
      ...{
        issueId: issueId ?? undefined,
        lentOn: lentOn ?? undefined,
        region: optionalRegion(region, "filter.region"),
      },
    };
    const page = await context.session.read((db) =>
      findOrders(db, context.standing.office, context.today(), filter, pageRequest(args)),
    );
    return toConnection(page, ({ issuedAt, id }) => ({ at: issuedAt, id }));
  }

  @Query(() => TierOrder, {
    nullable: true,
    description: "按标识查本级所存的派单。An order that this tier holds, by its id.",
  })
  async tierOrder(@Arg("id", () => ID) id: string, @Ctx() { loaders }: TierContext) {
    const order = await loaders.order.load(requireId(id, "id"));
    if (!order) throw notFound("id");
    return order;
  }

  @FieldResolver(() => Region, { nullable: true, description: "下达方。The office that issued it." })
  issuer(@Root() { issuer }: ReadableOrder): Region {
    return { code: issuer };
  }

  @FieldResolver(() => Region, { nullable: true, description: "承办方。The office that it went to." })
  addressee(@Root() { addressee }: ReadableOrder): Region {
    return { code: addressee };
  }

  @FieldResolver(() => TierSecondment, {
    nullable: true,
    description: "抽调的内容；任务为空。The people; null of a task.",
  })
  secondment(@Root() { roundId, startsOn, endsOn, peopleWanted, people }: ReadableOrder) {
    return roundId && { roundId, startsOn, endsOn, peopleWanted, people };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "逾期几天（自然日）。Calendar days overdue; null where it is not.",
  })
  daysOverdue(@Root() { waitsUntil, colour }: ReadableOrder, @Ctx() context: TierContext): number | null {
    return waitsUntil && colour === "RED" ? dayNumber(context.today()) - dayNumber(waitsUntil) : null;
  }

  @FieldResolver(() => [TierReceipt], {
    description: "送达情况：承办方和抄送方何时收到（仅下达方）。Who has received it, and when; its issuer only.",
  })
  receipts(@Root() { id, way }: ReadableOrder, @Ctx() { loaders }: TierContext) {
    return way === "OUT" ? loaders.receiptsOfOrder.load(id) : [];
  }

  @FieldResolver(() => [TierReceivedFinding], {
    description:
      "反馈所涉问题，依本办收到的报送（仅下达方）。What the answer names, as it was submitted to us; its issuer only.",
  })
  async receivedFindings(@Root() { findingIds, way }: ReadableOrder, @Ctx() { loaders }: TierContext) {
    return way === "OUT" ? loadAll(loaders.receivedFinding, findingIds) : [];
  }

  @FieldResolver(() => [TierReceivedRelease], {
    description:
      "附件（仅承办方）：随单所附的通报，其内容至撤回或到期为止。What it encloses, for its addressee: as long as the release stands.",
  })
  async enclosures(@Root() { releaseIds, way }: ReadableOrder, @Ctx() { loaders }: TierContext) {
    return way === "IN" ? loadAll(loaders.receivedRelease, releaseIds) : [];
  }

  @FieldResolver(() => TierOrderHistoryConnection, {
    nullable: true,
    description: "经历，近者在前，含历次反馈。What happened to it, earlier answers too, the latest first.",
  })
  async history(@Root() { id }: ReadableOrder, @Args(() => PageArgs) args: PageArgs, @Ctx() { loaders }: TierContext) {
    return toHistory(await loaders.historyOfOrder({ first: args.first }, historyBefore(args)).load(id));
  }

  @FieldResolver(() => [OrderCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() order: ReadableOrder, @Ctx() context: TierContext) {
    return commandsOn(context, order);
  }

  @Mutation(() => TierOrderResult, { nullable: true, description: "向下级下达派单。Issues orders to offices below." })
  async issueTierOrders(
    @Arg("input", () => IssueOrdersInput) input: IssueOrdersInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await issueOrders(context, input, key), (ids) => loadAll(context.loaders.order, ids));
  }

  @Mutation(() => TierOrderResult, {
    nullable: true,
    description: "办理派单，下达方和承办方各办各的。Moves orders along, each side its own steps.",
  })
  async moveTierOrders(
    @Arg("input", () => MoveOrdersInput) input: MoveOrdersInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveOrders(context, input, key), (ids) => loadAll(context.loaders.order, ids));
  }
}
