import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { amountOf } from "../../domain/immediateAction/recovery";
import type { ImmediateActionRow } from "../../storage/immediateAction/immediateAction.row";
import { loadAll, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { TierFinding } from "../finding/finding.type";
import { notFound } from "../graph/errors";
import { PageArgs } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { historyBefore, toHistory } from "../history/history";
import { offersOf } from "../offers";
import { TierRoundTarget } from "../target/target.type";
import { moveImmediateActions } from "./immediateAction.service";
import {
  ImmediateActionCommandEnum,
  MoveImmediateActionsInput,
  ProposeImmediateActionsInput,
  TierImmediateAction,
  TierImmediateActionHistoryConnection,
  TierImmediateActionResult,
} from "./immediateAction.type";
import { proposeImmediateActions } from "./proposal.service";
import { QualifiedAmount, QualifiedCount } from "./recovery.type";

@Resolver(() => TierImmediateAction)
export class TierImmediateActionResolver {
  @Query(() => TierImmediateAction, {
    nullable: true,
    description: "按标识查立行立改等事项。An immediate action by its id.",
  })
  async tierImmediateAction(@Arg("id", () => ID) id: string, @Ctx() context: TierContext) {
    const action = await context.loaders.immediateAction.load(requireOwnId(context, id, "id"));
    if (!action) throw notFound("id");
    return action;
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "巡察对象。Its target." })
  target(@Root() action: ImmediateActionRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(action.targetId);
  }

  @FieldResolver(() => [TierFinding], {
    description: "所涉问题；佐证材料见其附件。The findings; their attachments prove it.",
  })
  findings(@Root() action: ImmediateActionRow, @Ctx() context: TierContext) {
    return loadAll(context.loaders.finding, action.findingIds);
  }

  @FieldResolver(() => QualifiedAmount, { nullable: true, description: "挽回金额。Recovered amount." })
  recovered(@Root() { recoveredFen: fen, recoveredQualifier: qualifier }: ImmediateActionRow) {
    return fen !== null && qualifier ? { amount: amountOf(BigInt(fen)), qualifier } : null;
  }

  @FieldResolver(() => QualifiedCount, { nullable: true, description: "受益人数。People helped." })
  peopleHelped(@Root() { peopleHelped: count, peopleQualifier: qualifier }: ImmediateActionRow) {
    return count !== null && qualifier ? { count, qualifier } : null;
  }

  @FieldResolver(() => QualifiedCount, { nullable: true, description: "受益户数。Households helped." })
  householdsHelped(@Root() { householdsHelped: count, householdsQualifier: qualifier }: ImmediateActionRow) {
    return count !== null && qualifier ? { count, qualifier } : null;
  }

  @FieldResolver(() => TierImmediateActionHistoryConnection, {
    nullable: true,
    description: "经历，近者在前。What happened to it, the latest first.",
  })
  async history(@Root() action: ImmediateActionRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    const { first } = args;
    return toHistory(await context.loaders.historyOfImmediateAction({ first }, historyBefore(args)).load(action.id));
  }

  @FieldResolver(() => [ImmediateActionCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() action: ImmediateActionRow, @Ctx() context: TierContext) {
    return offersOf(context).immediateAction.load(action);
  }

  @Mutation(() => TierImmediateActionResult, {
    nullable: true,
    description: "提出立行立改等事项。Proposes immediate actions of a target.",
  })
  async proposeTierImmediateActions(
    @Arg("input", () => ProposeImmediateActionsInput) input: ProposeImmediateActionsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await proposeImmediateActions(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.immediateAction, ids));
  }

  @Mutation(() => TierImmediateActionResult, {
    nullable: true,
    description:
      "推进立行立改等事项；确认后所涉问题即核实。Moves immediate actions along; a confirmation verifies their findings.",
  })
  async moveTierImmediateActions(
    @Arg("input", () => MoveImmediateActionsInput) input: MoveImmediateActionsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await moveImmediateActions(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.immediateAction, ids));
  }
}
