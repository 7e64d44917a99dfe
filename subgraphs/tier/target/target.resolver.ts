import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Correction } from "../../domain/correction/correction";
import { HEARING_FIELDS } from "../../domain/target/correction";
import { findTargets } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { loadAll, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { TierCorrection, toldOf } from "../correction/correction.type";
import { TierDisclosure } from "../disclosure/disclosure.type";
import { findingKey } from "../finding/finding.service";
import { TierFindingConnection } from "../finding/finding.type";
import { notFound } from "../graph/errors";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { requireRegionCode } from "../graph/regionArgument";
import { offersOf } from "../offers";
import { Region, TierOffice } from "../office/office.type";
import { TierPublication } from "../publication/publication.type";
import { TierRectification } from "../rectification/rectification.type";
import { TierRound } from "../round/round.type";
import { AnyInspectedUnit } from "../unit/unit.type";
import { TierVerdict } from "../verdict/verdict.type";
import { addTargets } from "./planning.service";
import { moveTargets, targetKey } from "./target.service";
import {
  AddTargetsInput,
  AppointTeamInput,
  EndAppointmentInput,
  MoveTargetsInput,
  TargetCommandEnum,
  TargetPageArgs,
  TierAppointment,
  TierHearing,
  TierRoundTarget,
  TierRoundTargetConnection,
  TierRoundTargetResult,
  TierWithdrawalProposal,
} from "./target.type";
import { appointTeam, endAppointment } from "./team.service";

@Resolver(() => TierRoundTarget)
export class TierRoundTargetResolver {
  @Query(() => TierRoundTarget, { nullable: true, description: "按标识查巡察对象。A target by its id." })
  async tierRoundTarget(@Arg("id", () => ID) id: string, @Ctx() context: TierContext) {
    const target = await context.loaders.target.load(requireOwnId(context, id, "id"));
    if (!target) throw notFound("id");
    return target;
  }

  @Query(() => TierRoundTargetConnection, {
    nullable: true,
    description: "一个巡察办的巡察对象，新的在前。The targets of an office, newest first.",
  })
  async tierRoundTargets(@Args(() => TargetPageArgs) args: TargetPageArgs, @Ctx() context: TierContext) {
    const { status, roundStatus, roundId, enteredBefore, inStead } = args.filter ?? {};
    const filter = {
      office: requireRegionCode(args.office, "office"),
      status: status ?? undefined,
      roundStatus: roundStatus ?? undefined,
      roundId: roundId ?? undefined,
      enteredBefore: enteredBefore ?? undefined,
      inStead: inStead ?? false,
    };
    return toConnection(await context.session.read((db) => findTargets(db, filter, pageRequest(args))), targetKey);
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "所属巡察办。Its office." })
  office(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(target.office);
  }

  @FieldResolver(() => TierRound, { nullable: true, description: "所属轮次。Its round." })
  round(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.round.load(target.roundId);
  }

  @FieldResolver(() => AnyInspectedUnit, { nullable: true, description: "单位。The unit." })
  unit(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.unit(target.unitId);
  }

  @FieldResolver(() => Region, { nullable: true, description: "所在地。Region of the unit." })
  region(@Root() target: TargetRow): Region {
    return { code: target.region };
  }

  @FieldResolver(() => TierRoundTarget, {
    nullable: true,
    description: "回头看：所回看的对象。The target that a look-back looks back on.",
  })
  predecessor(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return target.predecessorId ? context.loaders.target.load(target.predecessorId) : null;
  }

  @FieldResolver(() => TierFindingConnection, {
    nullable: true,
    description: "回头看：所回看的问题（本办和巡察组）。The findings that are looked back on; own office and team.",
  })
  async predecessorFindings(
    @Root() target: TargetRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: TierContext,
  ) {
    if (!target.predecessorId || !(await worksWith(target, context))) return null;
    return toConnection(
      await context.loaders.findingsOfTarget(pageRequest(args)).load(target.predecessorId),
      findingKey,
    );
  }

  @FieldResolver(() => [TierVerdict], {
    description: "回头看：结论（本办和巡察组）。The verdicts of a look-back; own office and team.",
  })
  verdicts(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.verdictsOfTarget.load(target.id);
  }

  @FieldResolver(() => TierFindingConnection, { description: "问题（所见部分）。Its findings, as far as you may see." })
  async findings(@Root() target: TargetRow, @Args(() => PageArgs) args: PageArgs, @Ctx() context: TierContext) {
    return toConnection(await context.loaders.findingsOfTarget(pageRequest(args)).load(target.id), findingKey);
  }

  @FieldResolver(() => [TierPublication], { description: "报送的各版本，近者在前。Its submissions, the latest first." })
  publications(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.publicationsOfTarget.load(target.id);
  }

  @FieldResolver(() => TierRectification, { nullable: true, description: "整改（仅本办）。Rectification; own office." })
  rectification(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.rectificationOfTarget.load(target.id);
  }

  @FieldResolver(() => [TierDisclosure], { description: "反馈（仅本办）。What was fed back; own office." })
  async disclosures(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return (await context.readsBookOf(target.office)) ? context.loaders.disclosuresOfTarget.load(target.id) : [];
  }

  @FieldResolver(() => [TierAppointment], { description: "巡察组（本办可见）。The team; own office only." })
  team(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.appointmentsOfTarget.load(target.id);
  }

  @FieldResolver(() => TierHearing, {
    nullable: true,
    description: "听取汇报（仅本办和巡察组）。The hearing; own office and team.",
  })
  async hearing(@Root() target: TargetRow, @Ctx() context: TierContext): Promise<TierHearing | null> {
    const { hearingBody: body, hearingDocumentNumber: documentNumber } = target;
    return body && documentNumber && (await worksWith(target, context)) ? { body, documentNumber } : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "理由或意见（仅本办和巡察组）。Note; own office and team.",
  })
  async note(@Root() target: TargetRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await worksWith(target, context)) ? target.note : null;
  }

  @FieldResolver(() => TierWithdrawalProposal, {
    nullable: true,
    description: "撤回反馈的提议（仅本办）。A proposal to withdraw the feedback; own office only.",
  })
  async withdrawalProposal(
    @Root() target: TargetRow,
    @Ctx() context: TierContext,
  ): Promise<TierWithdrawalProposal | null> {
    const { withdrawalProposedBy: by, withdrawalReason: reason } = target;
    return by && reason && (await context.readsBookOf(target.office)) ? { by, reason } : null;
  }

  @FieldResolver(() => [TierCorrection], {
    description: "更正与撤回，近者在前。Dates and hearings that were put right or taken back, the latest first.",
  })
  async corrections(@Root() target: TargetRow, @Ctx() context: TierContext) {
    if (target.corrections.length === 0) return [];
    const inside = await worksWith(target, context);
    // the header goes upward, and with it that its dates were corrected; the hearing does not
    const header = ({ field }: Correction) => !(HEARING_FIELDS as readonly string[]).includes(field);
    return toldOf(inside ? target.corrections : target.corrections.filter(header), inside);
  }

  @FieldResolver(() => [TargetCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return offersOf(context).target.load(target);
  }

  @Mutation(() => TierRoundTargetResult, { nullable: true, description: "加入巡察对象。Adds targets to a round." })
  async addTierRoundTargets(
    @Arg("input", () => AddTargetsInput) input: AddTargetsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await addTargets(context, input, key), (ids) => loadAll(context.loaders.target, ids));
  }

  @Mutation(() => TierRoundTargetResult, {
    nullable: true,
    description: "推进巡察对象：进驻、报告、听取、反馈等。Moves targets along.",
  })
  async moveTierRoundTargets(
    @Arg("input", () => MoveTargetsInput) input: MoveTargetsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveTargets(context, input, key), (ids) => loadAll(context.loaders.target, ids));
  }

  @Mutation(() => TierRoundTargetResult, {
    nullable: true,
    description: "组建巡察组。Appoints people to a target's team.",
  })
  async appointTierTeam(
    @Arg("input", () => AppointTeamInput) input: AppointTeamInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await appointTeam(context, input, key), (ids) => loadAll(context.loaders.target, ids));
  }

  @Mutation(() => TierRoundTargetResult, {
    nullable: true,
    description: "提前终止一项任职。Ends an appointment early.",
  })
  async endTierAppointment(
    @Arg("input", () => EndAppointmentInput) input: EndAppointmentInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await endAppointment(context, input, key), (ids) => loadAll(context.loaders.target, ids));
  }
}

/** The header goes upward; what was said and decided inside stays with the office and the team. */
async function worksWith(target: TargetRow, context: TierContext): Promise<boolean> {
  if (await context.readsBookOf(target.office)) return true;
  return (await context.loaders.teamRoles.load(target.id)).length > 0;
}
