import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { gapsOf, rankOfSlice, type SliceGap } from "../../domain/figures/completeness";
import { findOfficeSlices } from "../../storage/figures/completeness.repository";
import { type OverdueRow, rankOverdueOffices } from "../../storage/figures/overdue.repository";
import type { TierContext } from "../context";
import { connectionBy, pageOfRanked, rankCursor, rankPage } from "../graph/paging";
import { requireRegionCode } from "../graph/regionArgument";
import { TierOffice } from "../office/office.type";
import { betraysRegion, counts, overdueDays, waitDays } from "./figures.service";
import {
  OfficesArgs,
  SliceGapEnum,
  TierOfficeSlice,
  TierOfficeSliceConnection,
  TierOverdueOffice,
  TierOverdueOfficeConnection,
} from "./slices.type";

@Resolver(() => TierOfficeSlice)
export class TierOfficeSliceResolver {
  @Query(() => TierOfficeSliceConnection, {
    nullable: true,
    description:
      "一个地区各巡察办报送的情况，久未报送者在前；不在您的管辖之内则为空。What the offices of a region have let their superiors know, the longest wait first; null outside your area.",
  })
  async tierOfficeSlices(
    @Args(() => OfficesArgs) args: OfficesArgs,
    @Arg("gaps", () => [SliceGapEnum], {
      nullable: true,
      description: "只列有这些缺口之一的。Only with one of these gaps.",
    })
    gaps: SliceGap[] | null,
    @Arg("running", () => Boolean, {
      nullable: true,
      description: "是否有进行中的轮次。Only with a round that is running, or only without.",
    })
    running: boolean | null | undefined,
    @Ctx() context: TierContext,
  ) {
    const code = requireRegionCode(args.region, "region");
    const page = rankPage(args, 2);
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const slices = await context.session.read((db) => findOfficeSlices(db, [code], context.today()));
    const shown = slices
      .map((slice) => ({ ...slice, gaps: gapsOf(slice), longestWaitDays: waitDays(slice, context.today()) }))
      .filter((slice) => !gaps || slice.gaps.some((gap) => gaps.includes(gap)))
      .filter(({ runningRounds }) => typeof running !== "boolean" || runningRounds > 0 === running);
    const rankOf = (slice: (typeof shown)[number]) => ({ counts: rankOfSlice(slice), code: slice.code });
    return connectionBy(pageOfRanked(shown, rankOf, page), (slice) => rankCursor(rankOf(slice)));
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "巡察办。The office." })
  office(@Root() { code }: TierOfficeSlice, @Ctx() { loaders }: TierContext) {
    return loaders.officeByCode.load(code);
  }
}

@Resolver(() => TierOverdueOffice)
export class TierOverdueOfficeResolver {
  @Query(() => TierOverdueOfficeConnection, {
    nullable: true,
    description:
      "一个地区的逾期问题，按巡察办，多者在前；不在您的管辖之内则为空。What is overdue in a region, by office, the most first; null outside your area.",
  })
  async tierOverdueOffices(@Args(() => OfficesArgs) args: OfficesArgs, @Ctx() context: TierContext) {
    const code = requireRegionCode(args.region, "region");
    const page = rankPage(args, 1);
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const rows = await context.session.read((db) => rankOverdueOffices(db, code, context.today()));
    const rankOf = ({ overdue, place }: OverdueRow) => ({ counts: [overdue], code: place });
    const { rows: ranked, hasNext } = pageOfRanked(rows, rankOf, page);
    const shown = ranked.map((row) => ({
      ...row,
      code: row.place,
      longestOverdueDays: overdueDays(row, context.today()),
    }));
    return connectionBy({ rows: shown, hasNext }, (row) => rankCursor(rankOf(row)));
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "巡察办。The office." })
  office(@Root() { code }: TierOverdueOffice, @Ctx() { loaders }: TierContext) {
    return loaders.officeByCode.load(code);
  }
}
