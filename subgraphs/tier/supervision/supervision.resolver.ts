import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { commandsFor } from "../../domain/lifecycle";
import type { SupervisionCommand } from "../../domain/supervision/supervision";
import { supervisionTransitions } from "../../domain/supervision/transitions";
import { findSupervisions } from "../../storage/supervision/supervision.repository";
import type { SupervisionRow } from "../../storage/supervision/supervision.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { TierReleaseResult } from "../release/release.type";
import { linkFindings } from "./membership.service";
import { supervisionFigures } from "./supervision.figures";
import { inviteToSupervision, moveSupervision, proposeSupervision } from "./supervision.service";
import {
  InviteToSupervisionInput,
  LinkFindingsInput,
  MoveSupervisionInput,
  ProposeSupervisionInput,
  SupervisionCommandEnum,
  SupervisionPageArgs,
  TierLinkedFindingConnection,
  TierSupervision,
  TierSupervisionConnection,
  TierSupervisionFigures,
  TierSupervisionMember,
  TierSupervisionResult,
} from "./supervision.type";

@Resolver(() => TierSupervision)
export class TierSupervisionResolver {
  @Query(() => TierSupervisionConnection, {
    nullable: true,
    description: "本办发起的联动监督，新的在前。Joint supervisions that the own office opened, latest first.",
  })
  async tierSupervisions(@Args(() => SupervisionPageArgs) args: SupervisionPageArgs, @Ctx() context: TierContext) {
    const { office } = context.standing;
    const page = pageRequest(args);
    const filter = { status: args.status ?? undefined };
    const found = await context.session.read((db) => findSupervisions(db, office, filter, page));
    return toConnection(found, ({ proposedAt, id }) => ({ at: proposedAt, id }));
  }

  @FieldResolver(() => [TierSupervisionMember], { description: "受邀各办及其答复。The offices, and their answers." })
  async members(@Root() { id }: SupervisionRow, @Ctx() { loaders }: TierContext): Promise<TierSupervisionMember[]> {
    const members = await loaders.membersOfSupervision.load(id);
    return members.map(({ memberOffice: officeCode, ...member }) => ({ officeCode, ...member }));
  }

  @FieldResolver(() => TierLinkedFindingConnection, { description: "各办挂接的问题。What members linked." })
  async links(@Root() { id }: SupervisionRow, @Args(() => PageArgs) args: PageArgs, @Ctx() { loaders }: TierContext) {
    const page = await loaders.linksOfSupervision(pageRequest(args)).load(id);
    return toConnection(page, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @FieldResolver(() => TierSupervisionFigures, { description: "汇总数字。The merged figures." })
  figures(@Root() { id }: SupervisionRow, @Ctx() context: TierContext) {
    return supervisionFigures(context, id);
  }

  @FieldResolver(() => [SupervisionCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() supervision: SupervisionRow, @Ctx() context: TierContext): SupervisionCommand[] {
    return commandsFor(supervisionTransitions, supervision, context.actor());
  }

  @Mutation(() => TierSupervisionResult, {
    nullable: true,
    description: "提出联动监督（省、市）。Proposes a joint supervision of offices below.",
  })
  async proposeTierSupervision(
    @Arg("input", () => ProposeSupervisionInput) input: ProposeSupervisionInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await proposeSupervision(context, input, key), (ids) => loadAll(context.loaders.supervision, ids));
  }

  @Mutation(() => TierSupervisionResult, { nullable: true, description: "再邀请若干下级。Invites further offices." })
  async inviteTierMembers(
    @Arg("input", () => InviteToSupervisionInput) input: InviteToSupervisionInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await inviteToSupervision(context, input, key), (ids) => loadAll(context.loaders.supervision, ids));
  }

  @Mutation(() => TierSupervisionResult, {
    nullable: true,
    description: "启动、结束或撤销联动监督。Opens, concludes or withdraws a joint supervision.",
  })
  async moveTierSupervision(
    @Arg("input", () => MoveSupervisionInput) input: MoveSupervisionInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveSupervision(context, input, key), (ids) => loadAll(context.loaders.supervision, ids));
  }

  @Mutation(() => TierReleaseResult, {
    nullable: true,
    description:
      "将本办的问题挂接到联动监督；撤下即撤回该通报。Links findings of the own office; to withdraw a link, withdraw its release.",
  })
  async linkTierFindings(
    @Arg("input", () => LinkFindingsInput) input: LinkFindingsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await linkFindings(context, input, key), (ids) => loadAll(context.loaders.release, ids));
  }
}
