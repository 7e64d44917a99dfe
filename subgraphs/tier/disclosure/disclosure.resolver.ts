import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { isRevocable } from "../../domain/disclosure/disclosure";
import { disclosureTransitions } from "../../domain/disclosure/transitions";
import { commandsFor } from "../../domain/lifecycle";
import { findDisclosures } from "../../storage/disclosure/disclosure.repository";
import type { DisclosureRow } from "../../storage/disclosure/disclosure.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierDeadline } from "../deadline/deadline.type";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { TierOffice } from "../office/office.type";
import { TierRectification } from "../rectification/rectification.type";
import { FeedbackInput, TierRoundTarget } from "../target/target.type";
import { AnyInspectedUnit } from "../unit/unit.type";
import { answerFeedback, asked, disclosedFindingKey, disclosureKey, moveDisclosure } from "./disclosure.service";
import {
  AnswerFeedbackInput,
  DisclosureCommandEnum,
  DisclosurePageArgs,
  MoveDisclosureInput,
  TierDisclosedFindingConnection,
  TierDisclosure,
  TierDisclosureConnection,
  TierDisclosureResult,
  TierSealedText,
} from "./disclosure.type";
import { previewFeedback } from "./feedbackPreview";
import { TierFeedbackPreview } from "./feedbackPreview.type";
import { sealedTextsOf } from "./sealed.service";

@Resolver(() => TierDisclosure)
export class TierDisclosureResolver {
  @Query(() => TierDisclosureConnection, {
    nullable: true,
    description: "反馈：发给本单位的或本办发出的，新的在前。What was fed back to us, or by us, latest first.",
  })
  async tierDisclosures(@Args(() => DisclosurePageArgs) args: DisclosurePageArgs, @Ctx() context: TierContext) {
    const { direction, status, purpose } = args;
    const filter = { direction, status: status ?? undefined, purpose: purpose ?? undefined };
    const page = pageRequest(args);
    return toConnection(
      await context.session.read((db) => findDisclosures(db, context.standing, filter, page)),
      disclosureKey,
    );
  }

  @Query(() => [TierSealedText], {
    nullable: true,
    description:
      "一个问题已封存的反馈文本（仅本办安全审计员，查阅留痕）。What was fed back of a finding before it was masked; audit administrator.",
  })
  tierSealedTexts(@Arg("findingId", () => ID) findingId: string, @Ctx() context: TierContext) {
    return sealedTextsOf(context, findingId);
  }

  @Query(() => TierFeedbackPreview, {
    nullable: true,
    description:
      "反馈预览（仅本办台账）：反馈后单位、上级党组织和另抄送的单位各将收到什么。What each would receive by a feedback; own book only.",
  })
  tierFeedbackPreview(
    @Arg("targetId", () => ID) targetId: string,
    @Arg("feedback", () => FeedbackInput, { nullable: true, description: "拟作的反馈。The feedback as it is meant." })
    feedback: FeedbackInput | null,
    @Ctx() context: TierContext,
  ) {
    return previewFeedback(context, targetId, feedback);
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "发出的巡察办。The office that fed back." })
  office(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(disclosure.office);
  }

  @FieldResolver(() => TierRoundTarget, {
    nullable: true,
    description: "巡察对象（本办可见）。The target; own office.",
  })
  target(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(disclosure.targetId);
  }

  @FieldResolver(() => AnyInspectedUnit, { nullable: true, description: "被巡察单位。The inspected unit." })
  unit(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    return context.unit(disclosure.unitId);
  }

  @FieldResolver(() => TierRectification, { nullable: true, description: "整改。The rectification." })
  rectification(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    // what was withdrawn has none, whatever was fed back since
    return disclosure.status === "WITHDRAWN" ? null : context.loaders.rectificationOfTarget.load(disclosure.targetId);
  }

  @FieldResolver(() => [TierDeadline], {
    description:
      "本单位的时限：申诉、方案、集中整改、整改报告，先到期的在前。The unit's clocks, earliest due first; the right to object is told to the unit alone.",
  })
  deadlines(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    return context.loaders.deadlinesOfDisclosure.load(disclosure.id);
  }

  @FieldResolver(() => TierDisclosedFindingConnection, { description: "所反馈的问题。What it says of findings." })
  async findings(@Root() disclosure: DisclosureRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    const page = await context.loaders.findingsOfDisclosure(pageRequest(args)).load(disclosure.id);
    return toConnection(page, disclosedFindingKey);
  }

  @FieldResolver(() => String, { nullable: true, description: "撤回理由（仅本办）。Why withdrawn; own office." })
  async note(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await context.readsBookOf(disclosure.office)) ? disclosure.note : null;
  }

  @FieldResolver(() => [DisclosureCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() disclosure: DisclosureRow, @Ctx() context: TierContext) {
    const commands = commandsFor(disclosureTransitions, asked(disclosure), await context.actorIn(disclosure.office));
    return commands.filter((command) => command !== "WITHDRAW" || isRevocable(disclosure.purpose));
  }

  @Mutation(() => TierDisclosureResult, { nullable: true, description: "签收或撤回反馈。Acknowledges or withdraws." })
  async moveTierDisclosure(
    @Arg("input", () => MoveDisclosureInput) input: MoveDisclosureInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveDisclosure(context, input, key), (ids) => loadAll(context.loaders.disclosure, ids));
  }

  @Mutation(() => TierDisclosureResult, {
    nullable: true,
    description: "被巡察单位答复反馈。A unit answers what was fed back to it.",
  })
  async answerTierFeedback(
    @Arg("input", () => AnswerFeedbackInput) input: AnswerFeedbackInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await answerFeedback(context, input, key), (ids) => loadAll(context.loaders.disclosure, ids));
  }
}
