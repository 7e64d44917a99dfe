import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { findingTransitions } from "../../domain/finding/transitions";
import { commandsFor } from "../../domain/lifecycle";
import { findFindings, type ReadableFinding } from "../../storage/finding/finding.repository";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { Region, TierOffice } from "../office/office.type";
import { TierPublication } from "../publication/publication.type";
import { TierRound } from "../round/round.type";
import { TierRoundTarget } from "../target/target.type";
import { AnyInspectedUnit } from "../unit/unit.type";
import { findingKey, moveFindings, recordFindings, reviseFinding } from "./finding.service";
import {
  FindingCommandEnum,
  FindingPageArgs,
  MoveFindingsInput,
  RecordFindingsInput,
  ReviseFindingInput,
  TierFinding,
  TierFindingConnection,
  TierFindingResult,
} from "./finding.type";

@Resolver(() => TierFinding)
export class TierFindingResolver {
  @Query(() => TierFindingConnection, {
    nullable: true,
    description: "您可见的问题，新的在前。Findings that you may see, newest first.",
  })
  async tierFindings(@Args(() => FindingPageArgs) args: FindingPageArgs, @Ctx() context: TierContext) {
    const { region, liveStatus, focus, category, roundId, targetId } = args.filter ?? {};
    const filter = {
      region: optionalRegion(region, "filter.region"),
      liveStatus: liveStatus ?? undefined,
      focus: focus ?? undefined,
      category: category ?? undefined,
      roundId: roundId ?? undefined,
      targetId: targetId ?? undefined,
    };
    const page = pageRequest(args);
    return toConnection(
      await context.session.read((db) => findFindings(db, context.standing.office, filter, page)),
      findingKey,
    );
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
    return context.loaders.unit.load(finding.unitId);
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

  @FieldResolver(() => [FindingCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    if (finding.basis !== "BOOK") return [];
    return commandsFor(
      findingTransitions,
      finding,
      context.actor(await context.loaders.teamRoles.load(finding.targetId)),
    );
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
    description: "推进问题：组务会、交换意见、报告、整改、销号等。Moves findings along.",
  })
  async moveTierFindings(
    @Arg("input", () => MoveFindingsInput) input: MoveFindingsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveFindings(context, input, key), (ids) => loadAll(context.loaders.finding, ids));
  }
}
