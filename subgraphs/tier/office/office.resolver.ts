import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Role } from "../../../schema/contract/standing";
import { APPOINTERS } from "../../domain/office/office";
import { isStaff } from "../../domain/office/roles";
import { findPeopleOfOffice } from "../../storage/office/account.repository";
import type { OfficeRow } from "../../storage/office/office.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import { pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { requireRegionCode } from "../graph/regionArgument";
import { roundKey } from "../round/round.service";
import { TierRoundConnection, TierRoundPageArgs } from "../round/round.type";
import { OpenTermInput, Region, TierOffice, TierTerm, TierTermResult } from "./office.type";
import { openTerm } from "./term.service";

const APPOINTS: readonly Role[] = APPOINTERS;

@Resolver(() => TierOffice)
export class TierOfficeResolver {
  @Query(() => TierOffice, { nullable: true, description: "按所在地代码查巡视办、巡察办。An office by its region." })
  async tierOffice(@Arg("code", () => ID) code: string, @Ctx() context: TierContext) {
    const office = await context.loaders.officeByCode.load(requireRegionCode(code, "code"));
    if (!office) throw notFound("code");
    return office;
  }

  @FieldResolver(() => Region, { nullable: true, description: "所在地。Its region." })
  region(@Root() office: OfficeRow): Region {
    return { code: office.code };
  }

  @FieldResolver(() => [TierTerm], { description: "各届，近者在前。Its terms, the latest first." })
  terms(@Root() office: OfficeRow, @Ctx() context: TierContext) {
    return context.loaders.termsOfOffice.load(office.code);
  }

  @FieldResolver(() => [ID], {
    nullable: true,
    description:
      "可任命进组的账号（仅本办，任命者可见）。Accounts that may be appointed to a team; own office, to those who appoint.",
  })
  async staff(@Root() { code }: OfficeRow, @Ctx() { standing, session }: TierContext): Promise<string[] | null> {
    if (standing.office !== code || !standing.roles.some((role) => APPOINTS.includes(role))) return null;
    const people = await session.read((db) => findPeopleOfOffice(db, code));
    return people.filter(({ roles }) => isStaff(roles)).map(({ id }) => id);
  }

  @FieldResolver(() => TierRoundConnection, { description: "轮次，新的在前。Its rounds, newest first." })
  async rounds(
    @Root() office: OfficeRow,
    @Args(() => TierRoundPageArgs) args: TierRoundPageArgs,
    @Ctx() context: TierContext,
  ) {
    const filter = args.status ? { status: args.status } : {};
    const page = await context.loaders.roundsOfOffice(pageRequest(args), filter).load(office.code);
    return toConnection(page, roundKey);
  }

  @Mutation(() => TierTermResult, { nullable: true, description: "开启一届。Opens a term of the own committee." })
  async openTierTerm(
    @Arg("input", () => OpenTermInput) input: OpenTermInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await openTerm(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.term, ids));
  }
}

/** What this tier knows of a region. */
@Resolver(() => Region)
export class TierRegionResolver {
  @FieldResolver(() => TierOffice, { nullable: true, description: "驻此地的巡视办、巡察办。The office of the region." })
  tierOffice(@Root() region: Region, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(region.code);
  }
}
