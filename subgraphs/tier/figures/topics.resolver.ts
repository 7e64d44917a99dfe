import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { BOOK_READERS } from "../../domain/office/office";
import { findUnitsNotInspected } from "../../storage/figures/coverage.repository";
import { findCommonTopics } from "../../storage/figures/sharedTopics.repository";
import type { UnitRow } from "../../storage/office/unit.row";
import { toPage } from "../../storage/page";
import type { TierContext } from "../context";
import { enumOf } from "../graph/enums";
import { connectionBy, PageArgs, pageRequest, rankCursor, rankPage, toConnection } from "../graph/paging";
import { requireRegionCode } from "../graph/regionArgument";
import { Max, Min } from "../graph/rules";
import { TierUnit, TierUnitConnection } from "../unit/unit.type";
import { betraysRegion, counts, sumOf, withRates } from "./figures.service";
import { TierCommonTopic, TierCommonTopicConnection } from "./figures.type";

const TOPIC_KINDS = ["FOCUS", "CATEGORY"] as const;
const TopicKindEnum = enumOf(TOPIC_KINDS, {
  name: "TopicKind",
  description: "监督重点、类别。What findings have in common.",
});

@ArgsType()
class CommonTopicsArgs extends PageArgs {
  @Field(() => ID, { description: "地区代码。Code of the region." }) region: string;

  @Field(() => TopicKindEnum, { defaultValue: "CATEGORY", description: "按监督重点或类别。By focus or by category." })
  by: (typeof TOPIC_KINDS)[number];

  @Field(() => Int, { defaultValue: 2, description: "至少几个县，1 至 200。In how many counties at least, 1 to 200." })
  @Min(1)
  @Max(200)
  atLeast: number;
}

@Resolver(() => TierCommonTopic)
export class TierCommonTopicResolver {
  @Query(() => TierCommonTopicConnection, {
    nullable: true,
    description:
      "一个地区的几个县共有的问题，涉及县多者在前；不在您的管辖之内则为空。What several counties of a region have in common, the most widespread first; null outside your area.",
  })
  async tierCommonTopics(@Args(() => CommonTopicsArgs) args: CommonTopicsArgs, @Ctx() context: TierContext) {
    const { region, by, atLeast, first } = args;
    const code = requireRegionCode(region, "region");
    const page = rankPage(args, 2);
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const column = by === "FOCUS" ? "focus" : "category";
    const rows = await context.session.read((db) => findCommonTopics(db, column, code, atLeast, page));
    const topics = [...new Set(rows.map((row) => row.code))].map((code) => {
      const counties = rows.filter((row) => row.code === code);
      return {
        ...withRates(sumOf(counties)),
        code,
        counties: counties.map((row) => ({ ...withRates(row), region: { code: row.region } })),
      };
    });
    return connectionBy(toPage(topics, { first }), ({ code, counties, total }) =>
      rankCursor({ counts: [counties.length, total], code }),
    );
  }
}

@Resolver(() => TierUnit)
export class TierUnitsNotInspectedResolver {
  @Query(() => TierUnitConnection, {
    nullable: true,
    description:
      "本级对象库中本届尚未进驻的单位，须回避的除外；不在您的管辖之内则为空。Units of the registers not entered in their office's term, without those from which you are recused; null outside your area.",
  })
  async tierUnitsNotInspected(
    @Arg("region", () => ID, { description: "地区代码。Code of the region." }) region: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: TierContext,
  ) {
    const code = requireRegionCode(region, "region");
    const reads = context.standing.roles.some((role) => BOOK_READERS.includes(role));
    if (!reads || !counts(context, code) || (await betraysRegion(context, code))) return null;
    const page = await context.session.read((db) =>
      findUnitsNotInspected(db, code, context.today(), pageRequest(args)),
    );
    return toConnection(page, (unit) => ({ at: unit.registeredAt, id: unit.id }));
  }

  @FieldResolver(() => Boolean, {
    description:
      "是否已列入授权的轮次、尚未进驻（上级自备案起可见）。Whether an authorised round still has to enter it.",
  })
  async planned(@Root() { id }: UnitRow, @Ctx() { loaders }: TierContext) {
    return Boolean(await loaders.plannedUnit.load(id));
  }
}
