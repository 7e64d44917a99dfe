import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { derivedId } from "../../schema/contract/ids";
import type { OfficeRow } from "../storage/office/office.row";
import type { TierContext } from "../tier/context";
import { TierOffice } from "../tier/office/office.type";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "县级巡察办（见县级）。An office of a county: see the county tier." })
export class CountyOffice {
  @Field(() => ID, { description: "标识。Id." }) id: string;
}

/** The counties of a city, so that one question leads from the city down. */
@Resolver(() => TierOffice)
export class CityCountiesResolver {
  @FieldResolver(() => [CountyOffice], {
    nullable: "itemsAndList",
    description: "所辖各县（市、区）。The counties of the city.",
  })
  counties(@Root() office: OfficeRow, @Ctx() context: TierContext): CountyOffice[] {
    return context.services.regions
      .childrenOf(office.code)
      .map((region) => ({ id: derivedId("COUNTY", "office", region.code) }));
  }
}
