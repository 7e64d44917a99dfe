import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { SMALLEST_CELL } from "../../domain/clue/clue";
import type { ClueDeclarationRow } from "../../storage/clue/clue.row";
import { findDeclarationsById } from "../../storage/clue/declaration.repository";
import type { PublicationRow } from "../../storage/publication/publication.row";
import type { RoundRow } from "../../storage/round/round.row";
import { requireId } from "../change";
import { officeDay } from "../clock";
import type { TierContext } from "../context";
import { PageArgs } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { CalendarDate } from "../graph/scalars";
import { historyBefore, toHistory } from "../history/history";
import { TierPublication } from "../publication/publication.type";
import { TierRound } from "../round/round.type";
import { custodyKeys, declareClues, readAlerts, readRecord, reconcile } from "./custody.service";
import {
  DeclareCluesInput,
  TierClueAlertConnection,
  TierClueDeclaration,
  TierClueDeclarationResult,
  TierClueHistoryConnection,
  TierClueReconciliation,
  TierCustodyKeys,
} from "./custody.type";

@Resolver()
export class TierCustodyResolver {
  @Query(() => TierClueHistoryConnection, {
    nullable: true,
    description:
      "一条线索的留痕；查看留痕也留痕。What happened to a clue and who read it; that you asked is in it too.",
  })
  async tierClueRecord(
    @Arg("id", () => ID) id: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: TierContext,
  ) {
    return toHistory(await readRecord(context, requireId(id, "id"), args.first, historyBefore(args)));
  }

  @Query(() => TierClueAlertConnection, {
    nullable: true,
    description:
      "本方线索所涉之人、须回避者试图查阅的预警，近的在前。Attempts of those whom your clues concern or who are recused.",
  })
  tierClueAlerts(@Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    return readAlerts(context, args);
  }

  @Query(() => [TierClueReconciliation], {
    nullable: true,
    description: "一个月的线索对账。The reconciliation of a month: sent and received, by counterpart.",
  })
  tierClueReconciliation(
    @Arg("month", () => CalendarDate, { description: "该月中任一日。Any day of the month." }) month: string,
    @Ctx() context: TierContext,
  ) {
    return reconcile(context, `${month.slice(0, 8)}01`);
  }

  @Query(() => [TierCustodyKeys], {
    nullable: true,
    description: "本方的密钥和轮换情况。The keys of your custody, and how far they are rotated.",
  })
  tierCustodyKeys(@Ctx() context: TierContext) {
    return custodyKeys(context);
  }

  @Mutation(() => TierClueDeclarationResult, {
    nullable: true,
    description: "线索专管员申报一轮的线索数。A custodian declares the clues of a round.",
  })
  async declareTierClues(
    @Arg("input", () => DeclareCluesInput) input: DeclareCluesInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await declareClues(context, input, key), (ids) =>
      context.session.read((db) => findDeclarationsById(db, ids)),
    );
  }
}

@Resolver(() => TierClueDeclaration)
export class TierClueDeclarationResolver {
  @FieldResolver(() => Int, { nullable: true, description: "少于此数。Less than this." })
  fewerThan(@Root() { declared }: ClueDeclarationRow): number | null {
    return declared === null ? SMALLEST_CELL : null;
  }

  @FieldResolver(() => CalendarDate, { description: "申报日。Declared on." })
  declaredOn(@Root() { declaredAt }: ClueDeclarationRow): string {
    return officeDay(new Date(declaredAt));
  }
}

@Resolver(() => TierRound)
export class TierCluesOfRound {
  @FieldResolver(() => TierClueDeclaration, {
    nullable: true,
    description: "申报的线索数；尚未申报为空。Its declared clues; null until they are declared.",
  })
  declaredClues(@Root() round: RoundRow, @Ctx() context: TierContext) {
    return context.loaders.declaredCluesOfRound.load(round.id);
  }
}

@Resolver(() => TierPublication)
export class TierCluesOfPublication {
  @FieldResolver(() => TierClueDeclaration, {
    nullable: true,
    description: "随该轮成批申报的线索数，不分单位。The declared clues of its whole round, never of its unit.",
  })
  declaredClues(@Root() publication: PublicationRow, @Ctx() context: TierContext) {
    return context.loaders.declaredCluesOfRound.load(publication.roundId);
  }
}
