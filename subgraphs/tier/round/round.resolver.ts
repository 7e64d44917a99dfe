import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { commandsFor } from "../../domain/lifecycle";
import { roundTransitions } from "../../domain/round/transitions";
import type { RoundRow } from "../../storage/round/round.row";
import { loadAll, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { findingKey } from "../finding/finding.service";
import { TierFindingConnection } from "../finding/finding.type";
import { notFound } from "../graph/errors";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { TierOffice, TierTerm } from "../office/office.type";
import { targetKey } from "../target/target.service";
import { TierRoundTargetConnection } from "../target/target.type";
import { moveRound, openRound } from "./round.service";
import { MoveRoundInput, OpenRoundInput, RoundCommandEnum, TierRound, TierRoundResult } from "./round.type";

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
  note(@Root() round: RoundRow, @Ctx() context: TierContext): string | null {
    return context.readsBookOf(round.office) ? round.note : null;
  }

  @FieldResolver(() => [RoundCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return commandsFor(roundTransitions, round, context.actor());
  }

  @Mutation(() => TierRoundResult, { nullable: true, description: "筹备一轮。Prepares a round." })
  async openTierRound(
    @Arg("input", () => OpenRoundInput) input: OpenRoundInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await openRound(context, input, key), (ids) => loadAll(context.loaders.round, ids));
  }

  @Mutation(() => TierRoundResult, { nullable: true, description: "授权或撤回一轮。Authorises or withdraws a round." })
  async moveTierRound(
    @Arg("input", () => MoveRoundInput) input: MoveRoundInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveRound(context, input, key), (ids) => loadAll(context.loaders.round, ids));
  }
}
