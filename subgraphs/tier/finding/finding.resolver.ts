import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierTakeBackProposal } from "../correction/correction.type";
import { PageArgs } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { historyBefore, toHistory } from "../history/history";
import { offersOf } from "../offers";
import { Region, TierOffice } from "../office/office.type";
import { TierPublication } from "../publication/publication.type";
import { TierRound } from "../round/round.type";
import { TierRoundTarget } from "../target/target.type";
import { AnyInspectedUnit } from "../unit/unit.type";
import { listFindings } from "./finding.list";
import { moveFindings, moveFindingsOfTarget } from "./finding.service";
import {
  ClearFindingTextInput,
  FindingCommandEnum,
  FindingPageArgs,
  MoveFindingsInput,
  MoveFindingsOfTargetInput,
  RecordFindingsInput,
  ReviseFindingInput,
  TierFinding,
  TierFindingConnection,
} from "./finding.type";
import { TierFindingResult } from "./findingList.type";
import { PersonAdvice, TierFindingHistoryConnection, TierFindingText, TierObjection } from "./findingParts.type";
import { recordFindings } from "./recording.service";
import { adviceOn, clearFindingText, reviseFinding } from "./text.service";

@Resolver(() => TierFinding)
export class TierFindingResolver {
  @Query(() => TierFindingConnection, {
    nullable: true,
    description: "您可见的问题，新的在前。Findings that you may see, newest first.",
  })
  tierFindings(@Args(() => FindingPageArgs) args: FindingPageArgs, @Ctx() context: TierContext) {
    return listFindings(context, args);
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "所属巡察办。Its office." })
  office(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(finding.office);
  }

  @FieldResolver(() => TierRound, { nullable: true, description: "轮次。Its round." })
  round(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return context.loaders.round.load(finding.roundId);
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "巡察对象。Its target." })
  target(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return context.loaders.target.load(finding.targetId);
  }

  @FieldResolver(() => AnyInspectedUnit, { nullable: true, description: "单位。The unit." })
  unit(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return context.unit(finding.unitId);
  }

  @FieldResolver(() => [AnyInspectedUnit], { description: "其他责任单位。Further responsible units." })
  async furtherUnits(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    const units = await Promise.all(finding.furtherUnitIds.map((id) => context.unit(id)));
    return units.filter((unit) => unit !== undefined);
  }

  @FieldResolver(() => [TierFindingText], {
    description: "文本的各版本，近者在前（台账）。All versions of the text; book.",
  })
  texts(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.basis === "BOOK" ? context.loaders.textsOfFinding.load(finding.id) : [];
  }

  @FieldResolver(() => [TierObjection], { description: "申诉，近者在前（台账）。Objections, the latest first; book." })
  objections(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.basis === "BOOK" ? context.loaders.objectionsOfFinding.load(finding.id) : [];
  }

  @FieldResolver(() => [PersonAdvice], {
    description: "文本疑似涉及个人之处（台账）。Where the text seems to name a person; book.",
  })
  advice(@Root() finding: ReadableFinding) {
    return finding.basis === "BOOK" ? adviceOn(finding) : [];
  }

  @FieldResolver(() => TierFindingHistoryConnection, {
    nullable: true,
    description: "经历，近者在前（台账）。What happened to it, the latest first; null where you do not read the book.",
  })
  async history(@Root() finding: ReadableFinding, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    const before = historyBefore(args);
    if (finding.basis !== "BOOK") return null;
    return toHistory(await context.loaders.historyOfFinding({ first: args.first }, before).load(finding.id));
  }

  @FieldResolver(() => Region, { nullable: true, description: "所在地。Region of the unit." })
  region(@Root() finding: ReadableFinding): Region {
    return { code: finding.region };
  }

  @FieldResolver(() => TierPublication, {
    nullable: true,
    description: "所依据的报送（非台账时）。The submission that you read.",
  })
  publication(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.publicationId ? context.loaders.publication.load(finding.publicationId) : null;
  }

  @FieldResolver(() => TierTakeBackProposal, {
    nullable: true,
    description: "撤回此步骤的提议（台账）。A proposal to take its last step back; book.",
  })
  takeBackProposal(@Root() { takeBackProposedBy: by, takeBackReason: reason }: ReadableFinding) {
    return by && reason ? { by, reason } : null;
  }

  @FieldResolver(() => [FindingCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    if (finding.basis !== "BOOK") return [];
    return offersOf(context).finding.load(finding);
  }

  @Mutation(() => TierFindingResult, {
    nullable: true,
    description: "记录问题。Records findings of a target as drafts.",
  })
  async recordTierFindings(
    @Arg("input", () => RecordFindingsInput) input: RecordFindingsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await recordFindings(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }

  @Mutation(() => TierFindingResult, { nullable: true, description: "修改草稿。Revises a draft." })
  async reviseTierFinding(
    @Arg("input", () => ReviseFindingInput) input: ReviseFindingInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await reviseFinding(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }

  @Mutation(() => TierFindingResult, {
    nullable: true,
    description: "确认文本未涉及个人，或遮盖。Confirms that a text names nobody, or masks what seems to.",
  })
  async clearTierFindingText(
    @Arg("input", () => ClearFindingTextInput) input: ClearFindingTextInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await clearFindingText(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }

  @Mutation(() => TierFindingResult, {
    nullable: true,
    description: "推进问题：组务会、交换意见、报告、整改、销号等。Moves findings along.",
  })
  async moveTierFindings(
    @Arg("input", () => MoveFindingsInput) input: MoveFindingsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveFindings(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }

  @Mutation(() => TierFindingResult, {
    nullable: true,
    description: "推进一个对象处于某一状态的全部问题。Moves all findings of a target along that are in a status.",
  })
  async moveTierFindingsOfTarget(
    @Arg("input", () => MoveFindingsOfTargetInput) input: MoveFindingsOfTargetInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveFindingsOfTarget(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }
}
