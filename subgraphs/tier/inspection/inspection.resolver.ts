import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InspectionRow } from "../../storage/inspection/inspection.repository";
import type { TierContext } from "../context";
import { TierOffice } from "../office/office.type";
import { TierRoundTarget } from "../target/target.type";
import { TierInspection } from "./inspection.type";

@Resolver(() => TierInspection)
export class TierInspectionResolver {
  @FieldResolver(() => TierOffice, { nullable: true, description: "巡察的巡视办、巡察办。The office that inspected." })
  office(@Root() inspection: InspectionRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(inspection.office);
  }

  @FieldResolver(() => TierRoundTarget, {
    nullable: true,
    description: "巡察对象，可查阅者可见。The target, for those who may read it.",
  })
  target(@Root() inspection: InspectionRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(inspection.targetId);
  }
}
