import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { commandsFor } from "../../domain/lifecycle";
import { type ReleaseCommand, type ReleaseState, stateOf } from "../../domain/release/release";
import { releaseTransitions } from "../../domain/release/transitions";
import { findReleases } from "../../storage/release/release.repository";
import type { ReleaseRow } from "../../storage/release/release.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { moveRelease, releaseResults } from "./release.service";
import {
  MoveReleaseInput,
  ReleaseCommandEnum,
  ReleasePageArgs,
  ReleaseResultsInput,
  ReleaseStateEnum,
  TierRelease,
  TierReleaseConnection,
  TierReleasedFindingConnection,
  TierReleaseGrantee,
  TierReleaseResult,
} from "./release.type";

@Resolver(() => TierRelease)
export class TierReleaseResolver {
  @Query(() => TierReleaseConnection, {
    nullable: true,
    description: "本办发出的通报，新的在前。What the own office released, latest first.",
  })
  async tierReleases(@Args(() => ReleasePageArgs) args: ReleasePageArgs, @Ctx() context: TierContext) {
    const { purpose, supervision, unacknowledged } = args;
    const filter = {
      purpose: purpose ?? undefined,
      grantee: optionalRegion(args.grantee, "grantee"),
      supervisionId: supervision ?? undefined,
      unacknowledged: unacknowledged ?? false,
    };
    const page = pageRequest(args);
    const { office } = context.standing;
    const found = await context.session.read((db) => findReleases(db, office, filter, page));
    return toConnection(found, ({ issuedAt, id }) => ({ at: issuedAt, id }));
  }

  @FieldResolver(() => ReleaseStateEnum, { description: "现状。How it stands today." })
  state(@Root() release: ReleaseRow, @Ctx() context: TierContext): ReleaseState {
    return stateOf(release, context.today());
  }

  @FieldResolver(() => [TierReleaseGrantee], { description: "向谁、是否签收。To whom, and who has acknowledged it." })
  async grantees(@Root() { id }: ReleaseRow, @Ctx() { loaders }: TierContext): Promise<TierReleaseGrantee[]> {
    const [grantees, receipts] = await Promise.all([
      loaders.granteesOfRelease.load(id),
      loaders.receiptsOfRelease.load(id),
    ]);
    const received = new Map(receipts.map(({ officeCode, receivedAt }) => [officeCode, receivedAt]));
    return grantees.map(({ granteeOffice: officeCode, releaseId: _, undeliverableAt, ...grantee }) => {
      const receivedAt = undeliverableAt ? null : (received.get(officeCode) ?? null);
      return { officeCode, ...grantee, undeliverableAt, receivedAt };
    });
  }

  @FieldResolver(() => TierReleasedFindingConnection, { description: "所通报的问题。What it says of findings." })
  async findings(@Root() { id }: ReleaseRow, @Args(() => PageArgs) args: PageArgs, @Ctx() { loaders }: TierContext) {
    const page = await loaders.findingsOfRelease(pageRequest(args)).load(id);
    return toConnection(page, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @FieldResolver(() => [ReleaseCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() release: ReleaseRow, @Ctx() context: TierContext): Promise<ReleaseCommand[]> {
    return commandsFor(releaseTransitions, release, await context.actorIn(release.office));
  }

  @Mutation(() => TierReleaseResult, {
    nullable: true,
    description: "向下级或同级通报成果，或抄送反馈。Releases results downward or sideways, or a copy of feedback.",
  })
  async releaseTierResults(
    @Arg("input", () => ReleaseResultsInput) input: ReleaseResultsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await releaseResults(context, input, key), (ids) => loadAll(context.loaders.release, ids));
  }

  @Mutation(() => TierReleaseResult, {
    nullable: true,
    description: "撤回通报。Withdraws a release from all that have it.",
  })
  async moveTierRelease(
    @Arg("input", () => MoveReleaseInput) input: MoveReleaseInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveRelease(context, input, key), (ids) => loadAll(context.loaders.release, ids));
  }
}
