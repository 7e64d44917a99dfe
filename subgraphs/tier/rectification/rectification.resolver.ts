import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { findRectifications, findRectificationsByDue } from "../../storage/rectification/rectification.repository";
import type { RectificationRow } from "../../storage/rectification/rectification.row";
import { TierAttachment } from "../attachment/attachment.type";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierCorrection, TierTakeBackProposal, toldOf } from "../correction/correction.type";
import { rangeOf } from "../graph/dayRange";
import { dueCursor, duePage, NEVER, PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { historyBefore, toHistory } from "../history/history";
import { offersOf } from "../offers";
import { TierOffice } from "../office/office.type";
import { TierRoundTarget } from "../target/target.type";
import { AnyInspectedUnit } from "../unit/unit.type";
import { moveRectification, rectificationKey } from "./rectification.service";
import {
  MoveRectificationInput,
  RectificationCommandEnum,
  RectificationPageArgs,
  TierMeasure,
  TierRectification,
  TierRectificationConnection,
  TierRectificationHistoryConnection,
  TierRectificationResult,
} from "./rectification.type";
import { partiesOfOffice, setReviewParties, signReview } from "./review.service";
import {
  SetReviewPartiesInput,
  SignReviewInput,
  TierReviewParty,
  TierReviewPartyResult,
  TierReviewSignature,
} from "./review.type";

@Resolver(() => TierRectification)
export class TierRectificationResolver {
  @Query(() => TierRectificationConnection, {
    nullable: true,
    description: "本办的或本单位的整改，新的在前。Rectifications of the own office or unit, latest first.",
  })
  async tierRectifications(
    @Args(() => RectificationPageArgs) args: RectificationPageArgs,
    @Ctx() context: TierContext,
  ) {
    const { status, unitId, fedBack, due } = args.filter ?? {};
    const filter = {
      ...{ status: status ?? undefined, unitId: unitId ?? undefined },
      ...{ fedBack: rangeOf(fedBack), due: rangeOf(due) },
    };
    const { standing } = context;
    if ((args.sort === "DUE" || due) && !standing.unit) {
      const { first, after } = duePage(args, "DUE");
      const behind = after && { ...after, dueOn: after.dueOn === NEVER ? "infinity" : after.dueOn };
      const page = { first, after: behind };
      const found = await context.session.read((db) => findRectificationsByDue(db, standing.office, filter, page));
      return toConnection(found, ({ dueOn, id }) => ({ ...dueCursor({ dueOn: dueOn ?? NEVER, id }), sort: "DUE" }));
    }
    const page = pageRequest(args);
    return toConnection(
      await context.session.read((db) => findRectifications(db, standing, filter, page)),
      rectificationKey,
    );
  }

  @Query(() => [TierReviewParty], {
    nullable: true,
    description: "本办联合审核的各方（今日）。The parties of the own office's joint reviews, today.",
  })
  tierReviewParties(@Ctx() context: TierContext) {
    return context.session.read((db) => partiesOfOffice(db, context.standing.office, context.today()));
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "所属巡察办。Its office." })
  office(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(rectification.office);
  }

  @FieldResolver(() => TierRoundTarget, {
    nullable: true,
    description: "巡察对象（本办可见）。The target; own office.",
  })
  target(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(rectification.targetId);
  }

  @FieldResolver(() => AnyInspectedUnit, { nullable: true, description: "被巡察单位。The inspected unit." })
  unit(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.unit(rectification.unitId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "整改方案；其中有您须回避的则为空。The plan; null where it names what you are recused from.",
  })
  async plan(@Root() { id, plan }: RectificationRow, @Ctx() { loaders }: TierContext) {
    return (await loaders.recusedPlan.load(id)) ? null : plan;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "整改报告；其中有您须回避的则为空。The report; null where the plan names what you are recused from.",
  })
  async report(@Root() { id, report }: RectificationRow, @Ctx() { loaders }: TierContext) {
    return (await loaders.recusedPlan.load(id)) ? null : report;
  }

  @FieldResolver(() => [TierMeasure], { description: "最近一次方案的措施。The measures of the last plan." })
  measures(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.loaders.measuresOfRectification.load(rectification.id);
  }

  @FieldResolver(() => [TierAttachment], {
    description: "方案和报告的佐证（本办和该单位）。Proofs of the plan and the report; own office and that unit.",
  })
  proofs(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.loaders.proofsOfRectification.load(rectification.id);
  }

  @FieldResolver(() => [TierReviewSignature], { description: "最近一次联合审核。The last joint review." })
  review(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return context.loaders.signaturesOfRectification.load(rectification.id);
  }

  @FieldResolver(() => TierRectificationHistoryConnection, {
    nullable: true,
    description:
      "经历，近者在前，含历次方案和报告（本办和签署各方）。What happened to it, every plan and report; office and signers.",
  })
  async history(@Root() { id }: RectificationRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    const { first } = args;
    return toHistory(await context.loaders.historyOfRectification({ first }, historyBefore(args)).load(id));
  }

  @FieldResolver(() => [TierCorrection], {
    description: "更正与撤回，近者在前。Dates that were put right or taken back, the latest first.",
  })
  async corrections(@Root() { corrections, office }: RectificationRow, @Ctx() context: TierContext) {
    return corrections.length ? toldOf(corrections, await context.readsBookOf(office)) : [];
  }

  @FieldResolver(() => TierTakeBackProposal, {
    nullable: true,
    description: "撤回此步骤的提议（仅本办）。A proposal to take its last step back; own office only.",
  })
  async takeBackProposal(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    const { takeBackProposedBy: by, takeBackReason: reason } = rectification;
    return by && reason && (await context.readsBookOf(rectification.office)) ? { by, reason } : null;
  }

  @FieldResolver(() => [RectificationCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() rectification: RectificationRow, @Ctx() context: TierContext) {
    return offersOf(context).rectification.load(rectification);
  }

  @Mutation(() => TierRectificationResult, { nullable: true, description: "推进整改。Moves a rectification along." })
  async moveTierRectification(
    @Arg("input", () => MoveRectificationInput) input: MoveRectificationInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveRectification(context, input, key), (ids) => loadAll(context.loaders.rectification, ids));
  }

  @Mutation(() => TierRectificationResult, { nullable: true, description: "签署联合审核。Signs a joint review." })
  async signTierReview(
    @Arg("input", () => SignReviewInput) input: SignReviewInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await signReview(context, input, key), (ids) => loadAll(context.loaders.rectification, ids));
  }

  @Mutation(() => TierReviewPartyResult, {
    nullable: true,
    description: "配置联合审核的各方。Configures the parties of joint reviews.",
  })
  async setTierReviewParties(
    @Arg("input", () => SetReviewPartiesInput) input: SetReviewPartiesInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await setReviewParties(context, input, key), (ids) => loadAll(context.loaders.reviewParty, ids));
  }
}
