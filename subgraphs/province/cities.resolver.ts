import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { derivedId } from "../../schema/contract/ids";
import type { OfficeRow } from "../storage/office/office.row";
import type { TierContext } from "../tier/context";
import { TierOffice } from "../tier/office/office.type";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "市级巡察办（见市级）。An office of a city: see the city tier." })
export class CityOffice {
  @Field(() => ID, { description: "标识。Id." }) id: string;
}

/** The cities of a province, so that one question leads from the province down. */
@Resolver(() => TierOffice)
export class ProvinceCitiesResolver {
  @FieldResolver(() => [CityOffice], {
    nullable: "itemsAndList",
    description: "所辖各市（州）。The cities of the province.",
  })
  cities(@Root() office: OfficeRow, @Ctx() context: TierContext): CityOffice[] {
    return context.services.regions
      .childrenOf(office.code)
      .map((region) => ({ id: derivedId("CITY", "office", region.code) }));
  }
}
