import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { gapsOf, type SliceGap } from "../../domain/figures/completeness";
import { findOfficeSlices } from "../../storage/figures/completeness.repository";
import { rankOverdueOffices } from "../../storage/figures/overdue.repository";
import type { TierContext } from "../context";
import { requireRegionCode } from "../graph/regionArgument";
import { TierOffice } from "../office/office.type";
import { betraysRegion, counts, overdueDays, waitDays } from "./figures.service";
import { OfficesArgs, SliceGapEnum, TierOfficeSlice, TierOverdueOffice } from "./slices.type";

@Resolver(() => TierOfficeSlice)
export class TierOfficeSliceResolver {
  @Query(() => [TierOfficeSlice], {
    nullable: true,
    description:
      "一个地区各巡察办报送的情况，久未报送者在前；不在您的管辖之内则为空。What the offices of a region have let their superiors know, the longest wait first; null outside your area.",
  })
  async tierOfficeSlices(
    @Args(() => OfficesArgs) { region, first }: OfficesArgs,
    @Arg("gaps", () => [SliceGapEnum], {
      nullable: true,
      description: "只列有这些缺口之一的。Only with one of these gaps.",
    })
    gaps: SliceGap[] | null,
    @Ctx() context: TierContext,
  ) {
    const code = requireRegionCode(region, "region");
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const slices = await context.session.read((db) => findOfficeSlices(db, [code], context.today()));
    return slices
      .map((slice) => ({ ...slice, gaps: gapsOf(slice), longestWaitDays: waitDays(slice, context.today()) }))
      .filter((slice) => !gaps || slice.gaps.some((gap) => gaps.includes(gap)))
      .sort((a, b) => (b.longestWaitDays ?? 0) - (a.longestWaitDays ?? 0) || (a.code < b.code ? -1 : 1))
      .slice(0, first);
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "巡察办。The office." })
  office(@Root() { code }: TierOfficeSlice, @Ctx() { loaders }: TierContext) {
    return loaders.officeByCode.load(code);
  }
}

@Resolver(() => TierOverdueOffice)
export class TierOverdueOfficeResolver {
  @Query(() => [TierOverdueOffice], {
    nullable: true,
    description:
      "一个地区的逾期问题，按巡察办，多者在前；不在您的管辖之内则为空。What is overdue in a region, by office, the most first; null outside your area.",
  })
  async tierOverdueOffices(@Args(() => OfficesArgs) { region, first }: OfficesArgs, @Ctx() context: TierContext) {
    const code = requireRegionCode(region, "region");
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const rows = await context.session.read((db) => rankOverdueOffices(db, code, context.today(), first));
    return rows.map((row) => ({ ...row, code: row.place, longestOverdueDays: overdueDays(row, context.today()) }));
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "巡察办。The office." })
  office(@Root() { code }: TierOverdueOffice, @Ctx() { loaders }: TierContext) {
    return loaders.officeByCode.load(code);
  }
}
