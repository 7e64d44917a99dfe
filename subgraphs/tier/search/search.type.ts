import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { LONGEST_SEARCH, SEARCH_BASES, type SearchBasis } from "../../domain/search/search";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { Length } from "../graph/rules";

const SearchBasisEnum = enumOf(SEARCH_BASES, {
  name: "SearchBasis",
  description:
    "所见依据：台账、报送的版本、反馈。What you read: the book, what was submitted, what was fed back to you.",
});

@ObjectType({ description: "检索所得的一个问题。A finding that says what you searched for, as you may see it." })
export class TierFindingHit {
  @Field(() => ID, { description: "问题标识。Id of the finding." }) findingId: string;
  @Field(() => SearchBasisEnum, { description: "所见依据。What you read." }) basis: SearchBasis;
}

export const TierFindingHitConnection = connectionOf(TierFindingHit, "TierFindingHit", "检索所得的问题");

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    description: `检索词，一字即可，以空格分隔的各词须同时出现；至多 ${LONGEST_SEARCH} 字。Words of one character or more, all of which must occur.`,
  })
  @Length(1, LONGEST_SEARCH)
  text: string;
  @Field(() => ID, { nullable: true, description: "所在地及其以下。Region and below." }) region?: string | null;
}
