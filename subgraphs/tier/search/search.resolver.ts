import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { type FindingHit, searchFindings } from "../../storage/search/finding.search";
import { searchUnits } from "../../storage/search/unit.search";
import type { TierContext } from "../context";
import { TierDisclosedFinding, TierDisclosure } from "../disclosure/disclosure.type";
import { TierFinding } from "../finding/finding.type";
import { connectionBy, nameCursor, namePage, pageRequest, toConnection } from "../graph/paging";
import { optionalRegion } from "../graph/regionArgument";
import { TierUnitConnection } from "../unit/unit.type";
import { SearchArgs, TierFindingHit, TierFindingHitConnection } from "./search.type";

@Resolver(() => TierFindingHit)
export class TierSearchResolver {
  @Query(() => TierFindingHitConnection, {
    nullable: true,
    description:
      "检索您可见的问题的标题和内容，新的在前。Findings that you may see, by words of title and description.",
  })
  async searchTierFindings(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: TierContext) {
    const page = pageRequest(args);
    const search = { text: args.text, region: optionalRegion(args.region, "region") };
    const hits = await context.session.read((db) => searchFindings(db, context.standing.office, search, page));
    return toConnection(hits, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @Query(() => TierUnitConnection, {
    nullable: true,
    description:
      "按名称中的词或代码的开头检索本级对象库，按名称排列。Units by words of the name or the beginning of the code, by name.",
  })
  async searchTierUnits(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: TierContext) {
    const page = namePage(args);
    const search = { text: args.text, region: optionalRegion(args.region, "region") };
    return connectionBy(await context.session.read((db) => searchUnits(db, search, page)), nameCursor);
  }

  @FieldResolver(() => TierFinding, {
    nullable: true,
    description: "问题（台账或报送）。The finding; null where it was disclosed to you.",
  })
  finding(@Root() { basis, findingId }: FindingHit, @Ctx() context: TierContext) {
    return basis === "DISCLOSED" ? null : context.loaders.finding.load(findingId);
  }

  @FieldResolver(() => TierDisclosedFinding, {
    nullable: true,
    description: "反馈所列的问题。What the disclosure says of it.",
  })
  disclosed(@Root() { disclosureId, findingId }: FindingHit, @Ctx() context: TierContext) {
    return disclosureId === null ? null : context.loaders.disclosedFinding.load({ disclosureId, findingId });
  }

  @FieldResolver(() => TierDisclosure, { nullable: true, description: "所在的反馈。The disclosure that says it." })
  disclosure(@Root() { disclosureId }: FindingHit, @Ctx() context: TierContext) {
    return disclosureId === null ? null : context.loaders.disclosure.load(disclosureId);
  }
}
