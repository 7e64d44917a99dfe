import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { type ReceivedReleaseCommand, type ReleaseState, stateOf } from "../../domain/release/release";
import { findReceivedReleases } from "../../storage/release/received.repository";
import type { ReceivedReleaseRow } from "../../storage/release/release.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { acknowledgeReleases, commandsOnReceived, receivedReleaseKey } from "./received.service";
import {
  AcknowledgeReleasesInput,
  ReceivedReleaseCommandEnum,
  ReceivedReleasePageArgs,
  ReleaseStateEnum,
  TierReceivedRelease,
  TierReceivedReleaseConnection,
  TierReceivedReleaseResult,
  TierReleasedFindingConnection,
  TierSealedCopy,
} from "./release.type";
import { sealedCopiesOf } from "./sealed.service";

@Resolver(() => TierReceivedRelease)
export class TierReceivedReleaseResolver {
  @Query(() => TierReceivedReleaseConnection, {
    nullable: true,
    description: "本办收到的通报，后收到的在前。What was released to the own office, latest first.",
  })
  async tierReceivedReleases(
    @Args(() => ReceivedReleasePageArgs) args: ReceivedReleasePageArgs,
    @Ctx() context: TierContext,
  ) {
    const filter = {
      purpose: args.purpose ?? undefined,
      source: optionalRegion(args.source, "source"),
      supervisionId: args.supervision ?? undefined,
      standing: args.standing ?? false,
    };
    const page = pageRequest(args);
    const { office } = context.standing;
    const found = await context.session.read((db) => findReceivedReleases(db, office, filter, page));
    return toConnection(found, receivedReleaseKey);
  }

  @Query(() => [TierSealedCopy], {
    nullable: true,
    description:
      "一个问题已封存的、本办报送、通报或收到的文字（仅安全审计员，查阅留痕）。What submissions and releases in the own office's hands said of a finding before it was masked; audit administrator.",
  })
  tierSealedCopies(@Arg("findingId", () => ID) findingId: string, @Ctx() context: TierContext) {
    return sealedCopiesOf(context, findingId);
  }

  @FieldResolver(() => ID, { description: "通报单位所在地代码。Region code of the office that released." })
  officeCode(@Root() { source }: ReceivedReleaseRow): string {
    return source;
  }

  @FieldResolver(() => ReleaseStateEnum, { description: "现状。How it stands today." })
  state(@Root() release: ReceivedReleaseRow, @Ctx() context: TierContext): ReleaseState {
    return stateOf(release, context.today());
  }

  @FieldResolver(() => TierReleasedFindingConnection, {
    description: "所通报的问题；撤回或到期后为空。What it says of findings; nothing once it has ended.",
  })
  async findings(
    @Root() { id }: ReceivedReleaseRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: TierContext,
  ) {
    const page = await loaders.findingsOfReceivedRelease(pageRequest(args)).load(id);
    return toConnection(page, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @FieldResolver(() => [ReceivedReleaseCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() release: ReceivedReleaseRow, @Ctx() context: TierContext): ReceivedReleaseCommand[] {
    return commandsOnReceived(context, release);
  }

  @Mutation(() => TierReceivedReleaseResult, {
    nullable: true,
    description: "签收通报。Acknowledges what was released to the own office.",
  })
  async acknowledgeTierReleases(
    @Arg("input", () => AcknowledgeReleasesInput) input: AcknowledgeReleasesInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await acknowledgeReleases(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.receivedRelease, ids));
  }
}
