import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { findPolicies, findPoliciesById } from "../../storage/deadline/policy.repository";
import type { TierContext } from "../context";
import { answer } from "../graph/refusal.type";
import { requireRegionCode } from "../graph/regionArgument";
import { CalendarDate } from "../graph/scalars";
import { setDeadlinePolicy } from "./policy.service";
import { SetDeadlinePolicyInput, TierDeadlinePolicy, TierDeadlinePolicyResult } from "./policy.type";

@Resolver(() => TierDeadlinePolicy)
export class TierDeadlinePolicyResolver {
  @Query(() => [TierDeadlinePolicy], {
    nullable: true,
    description:
      "一个巡视办、巡察办的时限规定，以及其未规定时通用的。What an office has set, and what counts where it has not.",
  })
  tierDeadlinePolicies(
    @Arg("office", () => ID, { description: "所在地代码。Its region." }) office: string,
    @Arg("on", () => CalendarDate, { nullable: true, description: "仅此日有效的。Only what is valid on this day." })
    on: string | null,
    @Ctx() context: TierContext,
  ) {
    const code = requireRegionCode(office, "office");
    return context.session.read((db) => findPolicies(db, code, on ?? undefined));
  }

  @Mutation(() => TierDeadlinePolicyResult, {
    nullable: true,
    description:
      "规定本办自某日起的时限，不追溯已起算的，可代录。Sets a deadline of your office, on behalf too; what has started keeps its days.",
  })
  async setTierDeadlinePolicy(
    @Arg("input", () => SetDeadlinePolicyInput) input: SetDeadlinePolicyInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await setDeadlinePolicy(context, input, key), (ids) =>
      context.session.read((db) => findPoliciesById(db, ids)),
    );
  }
}
