import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { correctionsOf } from "../../domain/correction/correction";
import { UNIT_FIELDS } from "../../domain/unit/unit";
import { findUnits } from "../../storage/office/office.repository";
import type { UnitRow } from "../../storage/office/unit.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierCorrection, toldOf } from "../correction/correction.type";
import { pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion, requireRegionCode } from "../graph/regionArgument";
import { TierInspection } from "../inspection/inspection.type";
import { offersOf } from "../offers";
import { Region, TierOffice } from "../office/office.type";
import { TierRoundTarget } from "../target/target.type";
import { moveUnit } from "./correction.service";
import { succeedUnits } from "./succession.service";
import { registerUnits } from "./unit.service";
import {
  MoveUnitInput,
  RegisterUnitsInput,
  SucceedUnitsInput,
  TierUnit,
  TierUnitConnection,
  TierUnitLeftBehind,
  TierUnitProposal,
  TierUnitResult,
  UnitCommandEnum,
  UnitPageArgs,
} from "./unit.type";

@Resolver(() => TierUnit)
export class TierUnitResolver {
  @Query(() => TierUnitConnection, { nullable: true, description: "对象库。The register of units of an office." })
  async tierUnits(@Args(() => UnitPageArgs) args: UnitPageArgs, @Ctx() context: TierContext) {
    const filter = {
      office: requireRegionCode(args.office, "office"),
      region: optionalRegion(args.region, "region"),
      kind: args.kind ?? undefined,
      code: args.code ?? undefined,
      validOn: args.validOn ?? undefined,
    };
    const page = await context.session.read((db) => findUnits(db, filter, pageRequest(args)));
    return toConnection(page, (unit) => ({ at: unit.registeredAt, id: unit.id }));
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "负责的巡察办。The responsible office." })
  office(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(unit.office);
  }

  @FieldResolver(() => Region, { nullable: true, description: "所在地。Its region." })
  region(@Root() unit: UnitRow): Region {
    return { code: unit.region };
  }

  @FieldResolver(() => TierUnit, {
    nullable: true,
    description: "承接单位（更名或合并后）。The unit that goes on from it.",
  })
  successor(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return unit.successorId ? context.loaders.unit.load(unit.successorId) : null;
  }

  @FieldResolver(() => [TierUnit], {
    description: "原单位（更名或合并前）。The units from which it goes on, with all that was found there.",
  })
  predecessors(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return context.loaders.predecessorsOfUnit.load(unit.id);
  }

  @FieldResolver(() => TierUnitLeftBehind, {
    nullable: true,
    description:
      "登记终止后仍在其名下的事项（仅本办），未终止的为空。What still stands under it since it ended; own office only, null while it is valid.",
  })
  async leftBehind(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    if (unit.status !== "ENDED" || !(await context.readsBookOf(unit.office))) return null;
    return context.loaders.leftBehindOfUnit.load(unit.id);
  }

  @FieldResolver(() => [TierInspection], {
    nullable: true,
    description: "本级巡察该单位的记录，近者在前。When this tier inspected the unit, the latest first.",
  })
  tierInspections(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return context.loaders.inspectionsOfUnit.load(unit.id);
  }

  @FieldResolver(() => [TierCorrection], {
    description: "更正记录，近者在前。What was entered wrongly and put right, the latest first.",
  })
  async corrections(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return unit.corrections.length ? toldOf(unit.corrections, await context.readsBookOf(unit.office)) : [];
  }

  @FieldResolver(() => TierUnitProposal, {
    nullable: true,
    description: "所提的更正（仅本办）。A correction that is proposed; own office only.",
  })
  async proposal(@Root() unit: UnitRow, @Ctx() context: TierContext): Promise<TierUnitProposal | null> {
    const { proposal } = unit;
    if (!proposal || !(await context.readsBookOf(unit.office))) return null;
    return { ...proposal, values: correctionsOf(UNIT_FIELDS, unit, proposal.values, proposal) };
  }

  @FieldResolver(() => [UnitCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  commands(@Root() unit: UnitRow, @Ctx() context: TierContext) {
    return offersOf(context).unit.load(unit);
  }

  @Mutation(() => TierUnitResult, {
    nullable: true,
    description: "更正登记，或终止登记（撤销单位）。Puts an entry of the register right, or ends it.",
  })
  async moveTierUnit(
    @Arg("input", () => MoveUnitInput) input: MoveUnitInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await moveUnit(context, input, key), (ids) => loadAll(context.loaders.unit, ids));
  }

  @Mutation(() => TierUnitResult, {
    nullable: true,
    description: "单位更名或合并。Renames a unit, or merges several: the new entry first, then those that ended.",
  })
  async succeedTierUnits(
    @Arg("input", () => SucceedUnitsInput) input: SucceedUnitsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await succeedUnits(context, input, key), (ids) => loadAll(context.loaders.unit, ids));
  }

  @Mutation(() => TierUnitResult, {
    nullable: true,
    description: "登记单位。Registers units in the own office's register.",
  })
  async registerTierUnits(
    @Arg("input", () => RegisterUnitsInput) input: RegisterUnitsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await registerUnits(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.unit, ids));
  }
}

@Resolver(() => TierUnitLeftBehind)
export class TierUnitLeftBehindResolver {
  @FieldResolver(() => [TierRoundTarget], {
    description:
      "已列入计划、尚未进驻的对象：终止日及以后不得以原登记进驻，请不再巡察（RELEASE），承接单位列入下一轮。Targets that are planned: nobody enters them from the end on; release them, and plan the entry that goes on.",
  })
  planned(@Root() { plannedIds }: TierUnitLeftBehind, @Ctx() { loaders }: TierContext) {
    return loadAll(loaders.target, plannedIds);
  }

  @FieldResolver(() => [TierRoundTarget], {
    description: "整改尚未完成的对象：仍以原名办结。Targets whose rectification goes on, under the name of before.",
  })
  rectifying(@Root() { rectifyingIds }: TierUnitLeftBehind, @Ctx() { loaders }: TierContext) {
    return loadAll(loaders.target, rectifyingIds);
  }
}
