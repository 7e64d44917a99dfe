import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { TaxonomyKind } from "../../domain/taxonomy/taxonomy";
import { findMappedTerms, findTermsValidOn } from "../../storage/taxonomy/taxonomy.repository";
import type { TierContext } from "../context";
import { CalendarDate } from "../graph/scalars";
import { MappedTerm, TaxonomyKindEnum, TaxonomyTerm } from "./taxonomy.type";

@Resolver(() => TaxonomyTerm)
export class TierTaxonomyResolver {
  @Query(() => [TaxonomyTerm], {
    nullable: true,
    description: "某日有效的监督重点和类别，缺省为今天。The terms that are valid on a day, today by default.",
  })
  tierTaxonomyTerms(
    @Arg("kind", () => TaxonomyKindEnum, { nullable: true, description: "监督重点或类别。Focus or category." })
    kind: TaxonomyKind | null,
    @Arg("on", () => CalendarDate, { nullable: true, description: "日期。Calendar date." }) on: string | null,
    @Ctx() context: TierContext,
  ) {
    return context.session.read((db) => findTermsValidOn(db, on ?? context.today(), kind ?? undefined));
  }

  @Query(() => [MappedTerm], {
    nullable: true,
    description:
      "一个代码在各版本中的对应用语，早者在前。What a code was and became in other versions, earliest first.",
  })
  tierMappedTerms(
    @Arg("kind", () => TaxonomyKindEnum, { description: "监督重点或类别。Focus or category." }) kind: TaxonomyKind,
    @Arg("code", () => String, { description: "代码。The code." }) code: string,
    @Ctx() context: TierContext,
  ) {
    return context.session.read((db) => findMappedTerms(db, kind, code));
  }
}
