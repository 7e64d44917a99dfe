import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { isUnder } from "../../../schema/contract/regionCode";
import { closureRateOf, openOf } from "../../domain/finding/figures";
import { FIGURES_READERS } from "../../domain/office/office";
import type { TierContext } from "../context";
import { Region } from "../office/office.type";
import { TierFigures } from "./figures.type";

@Resolver(() => Region)
export class TierFiguresResolver {
  @FieldResolver(() => TierFigures, {
    nullable: true,
    description: "本级在此地区的数字；不在您的管辖之内则为空。Figures of this tier; null outside your area.",
  })
  async tierFigures(@Root() region: Region, @Ctx() context: TierContext): Promise<TierFigures | null> {
    const { office, roles } = context.standing;
    if (!isUnder(region.code, office) || !roles.some((role) => FIGURES_READERS.includes(role))) return null;
    const counts = await context.loaders.figures.load(region.code);
    if (!counts) return null;
    return { ...counts, open: openOf(counts), closureRate: closureRateOf(counts) ?? null };
  }
}
