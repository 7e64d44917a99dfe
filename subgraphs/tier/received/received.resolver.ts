import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Decision } from "../../domain/publication/publication";
import { findReceived, findTombstones, type ReceivedPublicationRow } from "../../storage/exchange/received.repository";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { CalendarDate } from "../graph/scalars";
import { Region } from "../office/office.type";
import { decidePublications, decisionsFor, receivedFigures } from "./received.service";
import {
  DecidePublicationsInput,
  DecisionEnum,
  ReceivedPageArgs,
  TierReceivedDifference,
  TierReceivedFigures,
  TierReceivedFindingConnection,
  TierReceivedPublication,
  TierReceivedPublicationConnection,
  TierReceivedPublicationResult,
} from "./received.type";

@Resolver(() => TierReceivedPublication)
export class TierReceivedPublicationResolver {
  @Query(() => TierReceivedPublicationConnection, {
    nullable: true,
    description:
      "本办收到的下级报送，后收到的在前；审计管理员只见已撤回的。What the own office received from below, latest first; an audit administrator sees what was recalled.",
  })
  async tierReceivedPublications(@Args(() => ReceivedPageArgs) args: ReceivedPageArgs, @Ctx() context: TierContext) {
    const { office, roles } = context.standing;
    const { status, since, waiting } = args;
    const filter = {
      region: optionalRegion(args.region, "region"),
      status: status ?? undefined,
      since: since ?? undefined,
    };
    const page = pageRequest(args);
    const found = await context.session.read((db) =>
      roles.includes("AUDIT_ADMIN")
        ? findTombstones(db, office, page)
        : findReceived(db, office, { ...filter, waiting: waiting ?? false }, page),
    );
    return toConnection(found, (received) => ({ at: received.receivedAt, id: received.id }));
  }

  @FieldResolver(() => Int, { description: "第几版。Number of the version." })
  version(@Root() { number }: ReceivedPublicationRow): number {
    return number;
  }

  @FieldResolver(() => ID, { description: "报送单位所在地代码。Region code of the office that submitted." })
  officeCode(@Root() { source }: ReceivedPublicationRow): string {
    return source;
  }

  @FieldResolver(() => Region, { nullable: true, description: "所在地。The region of the unit." })
  region(@Root() { region }: ReceivedPublicationRow): Region {
    return { code: region };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "所列问题数；撤回后为空。How many findings it lists; null once recalled.",
  })
  findingCount(@Root() { status, findingIds }: ReceivedPublicationRow): number | null {
    return status === "RECALLED" ? null : findingIds.length;
  }

  @FieldResolver(() => String, { nullable: true, description: "报送说明；撤回后为空。Note; null once recalled." })
  note(@Root() { status, note }: ReceivedPublicationRow): string | null {
    return status === "RECALLED" ? null : note;
  }

  @FieldResolver(() => TierReceivedFindingConnection, {
    description: "所列问题；撤回后仅审计管理员可见。What it lists; the audit administrator's alone once recalled.",
  })
  async findings(
    @Root() { id }: ReceivedPublicationRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: TierContext,
  ) {
    const page = await loaders.findingsOfReceived(pageRequest(args)).load(id);
    return toConnection(page, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @FieldResolver(() => TierReceivedDifference, {
    nullable: true,
    description: "与前一版的差别；第一版和已撤回的为空。What changed; null of a first and of a recalled version.",
  })
  difference(@Root() { id, status }: ReceivedPublicationRow, @Ctx() { loaders }: TierContext) {
    return status === "RECALLED" ? null : loaders.receivedDifference.load(id);
  }

  @FieldResolver(() => [DecisionEnum], { description: "您现在可作的决定。What you may decide now." })
  decisions(@Root() publication: ReceivedPublicationRow, @Ctx() context: TierContext): Decision[] {
    return decisionsFor(context, publication);
  }

  @Mutation(() => TierReceivedPublicationResult, {
    nullable: true,
    description: "直接上级接收或退回报送。The direct superior accepts or returns submissions.",
  })
  async decideTierPublications(
    @Arg("input", () => DecidePublicationsInput) input: DecidePublicationsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await decidePublications(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.received, ids));
  }
}

@Resolver(() => Region)
export class TierReceivedFiguresOfRegion {
  @FieldResolver(() => TierReceivedFigures, {
    nullable: true,
    description:
      "截至某日终了本办收到的此地区的数字，只依收件；不在管辖之内的为空。This region's figures as the own office had received them by the end of a day; null outside your area.",
  })
  tierReceivedFigures(
    @Root() region: Region,
    @Arg("on", () => CalendarDate) on: string,
    @Ctx() context: TierContext,
  ): Promise<TierReceivedFigures | null> {
    return receivedFigures(context, region.code, on);
  }
}
