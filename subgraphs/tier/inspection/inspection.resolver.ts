import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { InspectionTopicRow } from "../../storage/figures/dossier.repository";
import type { InspectionRow } from "../../storage/inspection/inspection.repository";
import type { TierContext } from "../context";
import { betrays, counts, sumOf, withRates } from "../figures/figures.service";
import { TierInspectionTopic, TierWorkFigures } from "../figures/figures.type";
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

  @FieldResolver(() => TierWorkFigures, {
    nullable: true,
    description:
      "发现的问题；不在您的管辖之内，或其中有您须回避的，则为空。What was found; null outside your area, or where you are recused from a part of it.",
  })
  async figures(@Root() inspection: InspectionRow, @Ctx() context: TierContext) {
    const topics = await topicsOf(inspection, context);
    return topics && withRates(sumOf(topics));
  }

  @FieldResolver(() => [TierInspectionTopic], {
    nullable: true,
    description:
      "按类别，多者在前；以前发现过的注明。By category, the most first; says what an earlier inspection had found too.",
  })
  async categories(@Root() inspection: InspectionRow, @Ctx() context: TierContext) {
    return (await topicsOf(inspection, context))?.map(withRates) ?? null;
  }
}

async function topicsOf(
  { office, targetId }: InspectionRow,
  context: TierContext,
): Promise<InspectionTopicRow[] | null> {
  if (!counts(context, office) || (await betrays(context, "target", targetId))) return null;
  return context.loaders.inspectionTopics.load(targetId);
}
