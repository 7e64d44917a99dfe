import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { isRefused } from "../../domain/refusals";
import { requireId } from "../change";
import type { TierContext } from "../context";
import { pageRequest, toConnection } from "../graph/paging";
import { answer, toRefusal } from "../graph/refusal.type";
import { listClues, readClue, readReporter, seeClues } from "./clue.reading";
import { moveClueReceipt } from "./clue.receipt";
import { moveClue } from "./clue.referral";
import { registerClue } from "./clue.service";
import {
  CluePageArgs,
  MoveClueInput,
  MoveClueReceiptInput,
  RegisterClueInput,
  TierClue,
  TierClueConnection,
  TierClueResult,
} from "./clue.type";
import { TierClueReporterResult, TierClueTextResult } from "./custody.type";

@Resolver(() => TierClue)
export class TierClueResolver {
  @Query(() => TierClueConnection, {
    nullable: true,
    description: "本方保管的线索，查阅留痕。The clues in your custody; that you saw them is recorded.",
  })
  async tierClues(@Args(() => CluePageArgs) args: CluePageArgs, @Ctx() context: TierContext) {
    const { status, side } = args.filter ?? {};
    const page = await listClues(
      context,
      { statuses: status ?? undefined, side: side ?? undefined },
      pageRequest(args),
    );
    return toConnection(page, ({ registeredAt: at, id }) => ({ at, id }));
  }

  @Query(() => TierClueTextResult, {
    nullable: true,
    description:
      "启封一条线索，留痕；非保管人所得与不存在者相同。Opens a clue, which is recorded; for others it does not exist.",
  })
  async tierClueText(@Arg("id", () => ID) id: string, @Ctx() context: TierContext) {
    const read = await readClue(context, requireId(id, "id"));
    if (!read) return null;
    return isRefused(read) ? toRefusal(read) : read;
  }

  @Query(() => TierClueReporterResult, {
    nullable: true,
    description: "反映人，仅登记方，留痕。Who reported it, for the custody that registered it; recorded.",
  })
  async tierClueReporter(@Arg("id", () => ID) id: string, @Ctx() context: TierContext) {
    const read = await readReporter(context, requireId(id, "id"));
    if (!read) return null;
    return isRefused(read) ? toRefusal(read) : read;
  }

  @Mutation(() => TierClueResult, {
    nullable: true,
    description: "登记一条线索，即密封。Registers a clue, and seals it.",
  })
  async registerTierClue(
    @Arg("input", () => RegisterClueInput) input: RegisterClueInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await registerClue(context, input, key), (ids) => seeClues(context, ids));
  }

  @Mutation(() => TierClueResult, {
    nullable: true,
    description: "批准移送、移送、封存。Clears a clue for transfer, refers it, or seals it.",
  })
  async moveTierClue(
    @Arg("input", () => MoveClueInput) input: MoveClueInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveClue(context, input, key), (ids) => seeClues(context, ids));
  }

  @Mutation(() => TierClueResult, {
    nullable: true,
    description: "签收、退回、处置、办结。Signs for a clue, returns it, disposes of it, concludes it.",
  })
  async moveTierClueReceipt(
    @Arg("input", () => MoveClueReceiptInput) input: MoveClueReceiptInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveClueReceipt(context, input, key), (ids) => seeClues(context, ids));
  }
}
