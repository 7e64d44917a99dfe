import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { offeredOfObligation } from "../../domain/obligation/transitions";
import {
  type ObligationFilter as Filter,
  findObligations,
  findObligationsById,
  type ReadableObligation,
} from "../../storage/obligation/obligation.repository";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import { dueCursor, duePage, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { TierRoundTarget } from "../target/target.type";
import { fulfilObligations, undoObligations } from "./obligation.service";
import {
  FulfilObligationsInput,
  ObligationCommandEnum,
  ObligationPageArgs,
  TierObligation,
  TierObligationConnection,
  TierObligationResult,
  UndoObligationsInput,
} from "./obligation.type";

@Resolver(() => TierObligation)
export class TierObligationResolver {
  @Query(() => TierObligationConnection, {
    nullable: true,
    description: "本办的周督促、月研判、季汇报，先到期的在前。Your office's obligations, earliest due first.",
  })
  tierObligations(@Args(() => ObligationPageArgs) args: ObligationPageArgs, @Ctx() context: TierContext) {
    return readPage(context, context.standing.office, args);
  }

  @FieldResolver(() => Boolean, { description: "是否逾期。Whether it is overdue." })
  overdue(@Root() obligation: ReadableObligation, @Ctx() context: TierContext): boolean {
    return obligation.status === "SCHEDULED" && !obligation.lapsed && obligation.dueOn < context.today();
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "对象。Its target." })
  target(@Root() obligation: ReadableObligation, @Ctx() context: TierContext) {
    return context.loaders.target.load(obligation.targetId);
  }

  @FieldResolver(() => [ObligationCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() obligation: ReadableObligation, @Ctx() context: TierContext) {
    return offeredOfObligation(obligation, await context.actorIn(obligation.office));
  }

  @Mutation(() => TierObligationResult, {
    nullable: true,
    description: "记录已督促、已研判、已汇报。Records that obligations were fulfilled.",
  })
  async fulfilTierObligations(
    @Arg("input", () => FulfilObligationsInput) input: FulfilObligationsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await fulfilObligations(context, input, key), (ids) => inOrder(context, ids));
  }

  @Mutation(() => TierObligationResult, {
    nullable: true,
    description: "撤回误记的已督促、已研判、已汇报。Takes back what was recorded as done by mistake.",
  })
  async undoTierObligations(
    @Arg("input", () => UndoObligationsInput) input: UndoObligationsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await undoObligations(context, input, key), (ids) => inOrder(context, ids));
  }
}

@Resolver(() => TierRoundTarget)
export class TierObligationsOfTarget {
  @FieldResolver(() => TierObligationConnection, {
    description: "周督促、月研判、季汇报（仅本办）。Its obligations; own office only.",
  })
  obligations(
    @Root() target: TargetRow,
    @Args(() => ObligationPageArgs) args: ObligationPageArgs,
    @Ctx() context: TierContext,
  ) {
    return readPage(context, target.office, args, target.id);
  }
}

async function inOrder(context: TierContext, ids: readonly string[]): Promise<ReadableObligation[]> {
  const rows = await context.session.read((db) => findObligationsById(db, ids));
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

async function readPage(context: TierContext, office: string, args: ObligationPageArgs, targetId?: string) {
  const { kind, open, overdue, dueBefore } = args.filter ?? {};
  const filter: Filter = {
    kinds: kind ?? undefined,
    open: open ?? undefined,
    overdue: overdue ?? undefined,
    dueBefore: dueBefore ?? undefined,
    targetId,
  };
  const page = await context.session.read((db) => findObligations(db, office, context.today(), filter, duePage(args)));
  return toConnection(page, ({ dueOn, id }) => dueCursor({ dueOn, id }));
}
