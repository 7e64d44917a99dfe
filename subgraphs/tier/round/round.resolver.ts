import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { correctionsOf } from "../../domain/correction/correction";
import { ROUND_FIELDS } from "../../domain/round/correction";
import { dayOfPeriod, daysOfPeriod } from "../../domain/round/round";
import type { AuthorisationRow } from "../../storage/round/authorisation.row";
import type { RoundRow } from "../../storage/round/round.row";
import { loadAll, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { TierCorrection, toldOf } from "../correction/correction.type";
import { findingKey } from "../finding/finding.service";
import { TierFindingConnection } from "../finding/finding.type";
import { notFound } from "../graph/errors";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { offersOf } from "../offers";
import { TierOffice, TierTerm } from "../office/office.type";
import { targetKey } from "../target/target.service";
import { TierRoundTargetConnection } from "../target/target.type";
import { moveRound, openRound } from "./round.service";
import {
  MoveRoundInput,
  OpenRoundInput,
  RoundCommandEnum,
  TierAuthorisation,
  TierRound,
  TierRoundProposal,
  TierRoundResult,
} from "./round.type";

@Resolver(() => TierRound)
export class TierRoundResolver {
  @Query(() => TierRound, { nullable: true, description: "按标识查轮次。A round by its id." })
  async tierRound(@Arg("id", () => ID) id: string, @Ctx() context: TierContext) {
    const round = await context.loaders.round.load(requireOwnId(context, id, "id"));
    if (!round) throw notFound("id");
    return round;
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "所属巡察办。Its office." })
  office(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(round.office);
  }

  @FieldResolver(() => TierTerm, { nullable: true, description: "所属届次。Its term." })
  term(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return context.loaders.term.load(round.termId);
  }

  @FieldResolver(() => TierAuthorisation, {
    nullable: true,
    description: "授权；授权后随备案上报。Its authorisation, filed upward with it.",
  })
  authorisation(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return context.loaders.authorisationOfRound.load(round.id);
  }

  @FieldResolver(() => TierRound, { nullable: true, description: "所回看的轮次。The round that it looks back on." })
  predecessor(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return round.predecessorId ? context.loaders.round.load(round.predecessorId) : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "计划期间的第几天，期外为空。Day of the planned period; null outside of it.",
  })
  day(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return dayOfPeriod(round.startsOn, round.endsOn, context.today());
  }

  @FieldResolver(() => Int, { nullable: true, description: "计划期间的天数。Days of the planned period." })
  days(@Root() round: RoundRow) {
    return round.startsOn && round.endsOn ? daysOfPeriod(round.startsOn, round.endsOn) : null;
  }

  @FieldResolver(() => TierRoundTargetConnection, { description: "巡察对象。Its targets." })
  async targets(@Root() round: RoundRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    return toConnection(await context.loaders.targetsOfRound(pageRequest(args)).load(round.id), targetKey);
  }

  @FieldResolver(() => TierFindingConnection, {
    description: "本轮问题（所见部分）。Its findings, as far as you may see.",
  })
  async findings(@Root() round: RoundRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    return toConnection(await context.loaders.findingsOfRound(pageRequest(args)).load(round.id), findingKey);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "理由或备注（仅本办）。Reason or note; own office only.",
  })
  async note(@Root() round: RoundRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await context.readsBookOf(round.office)) ? round.note : null;
  }

  @FieldResolver(() => [TierCorrection], {
    description: "更正记录，近者在前。What was entered wrongly and put right, the latest first.",
  })
  async corrections(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return round.corrections.length ? toldOf(round.corrections, await context.readsBookOf(round.office)) : [];
  }

  @FieldResolver(() => TierRoundProposal, {
    nullable: true,
    description: "所提的更正（仅本办）。A correction that is proposed; own office only.",
  })
  async proposal(@Root() round: RoundRow, @Ctx() context: TierContext): Promise<TierRoundProposal | null> {
    const { proposal } = round;
    if (!proposal || !(await context.readsBookOf(round.office))) return null;
    return { ...proposal, values: correctionsOf(ROUND_FIELDS, round, proposal.values, proposal) };
  }

  @FieldResolver(() => [RoundCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return offersOf(context).round.load(round);
  }

  @Mutation(() => TierRoundResult, { nullable: true, description: "筹备一轮。Prepares a round." })
  async openTierRound(
    @Arg("input", () => OpenRoundInput) input: OpenRoundInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await openRound(context, input, key), (ids) => loadAll(context.loaders.round, ids));
  }

  @Mutation(() => TierRoundResult, {
    nullable: true,
    description: "授权、撤回或更正一轮。Authorises or withdraws a round, or puts its header right.",
  })
  async moveTierRound(
    @Arg("input", () => MoveRoundInput) input: MoveRoundInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveRound(context, input, key), (ids) => loadAll(context.loaders.round, ids));
  }
}

@Resolver(() => TierAuthorisation)
export class TierAuthorisationResolver {
  @FieldResolver(() => ID, { nullable: true, description: "经办账号（仅本办）。The account; own office only." })
  async authorisedBy(@Root() authorisation: AuthorisationRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await context.readsBookOf(authorisation.office)) ? authorisation.authorisedBy : null;
  }

  @FieldResolver(() => String, { nullable: true, description: "撤回理由（仅本办）。Why withdrawn; own office only." })
  async withdrawalReason(@Root() authorisation: AuthorisationRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await context.readsBookOf(authorisation.office)) ? authorisation.withdrawalReason : null;
  }
}
