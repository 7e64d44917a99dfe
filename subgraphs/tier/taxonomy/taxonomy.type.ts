import { Directive, Field, Int, ObjectType } from "type-graphql";
import { TAXONOMY_KINDS, type TaxonomyKind } from "../../domain/taxonomy/taxonomy";
import { enumOf } from "../graph/enums";
import { CalendarDate } from "../graph/scalars";

export const TaxonomyKindEnum = enumOf(TAXONOMY_KINDS, {
  name: "TaxonomyKind",
  description: "监督重点、类别。Kind of a taxonomy.",
});

@Directive("@shareable")
@ObjectType({ description: "监督重点或类别的一个用语。A term of one version of a taxonomy." })
export class TaxonomyTerm {
  @Field(() => TaxonomyKindEnum, { description: "监督重点或类别。Focus or category." }) kind: TaxonomyKind;
  @Field(() => String, { description: "代码，记入问题。The code that a finding keeps." }) code: string;
  @Field(() => String, { description: "用语。The term, in Chinese." }) zh: string;
  @Field(() => String, { description: "用语（英文）。The term, in English." }) en: string;
  @Field(() => String, { description: "所属版本。Its version." }) version: string;
  @Field(() => String, { description: "版本名称。Name of the version, in Chinese." }) versionZh: string;
  @Field(() => String, { description: "版本名称（英文）。Name of the version, in English." }) versionEn: string;
  @Field(() => CalendarDate, { nullable: true, description: "起。Valid from." }) validFrom: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "止（不含）。Valid to, exclusive." }) validTo:
    | string
    | null;
}

@Directive("@shareable")
@ObjectType({ description: "用语在各版本中的对应。A term, and how many versions it is away." })
export class MappedTerm extends TaxonomyTerm {
  @Field(() => Int, { description: "相隔版本数，负为更早。Versions away, negative where earlier, 0 the code itself." })
  steps: number;
}
