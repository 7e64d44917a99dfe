import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { findRecusalsById } from "../../storage/office/account.repository";
import type { TierContext } from "../context";
import { answer } from "../graph/refusal.type";
import { declareRecusal } from "./recusal.service";
import { DeclareRecusalInput, TierRecusal, TierRecusalResult } from "./recusal.type";

@Resolver(() => TierRecusal)
export class TierRecusalResolver {
  @Mutation(() => TierRecusalResult, {
    nullable: true,
    description: "声明回避：本人，或由办主任为本办人员声明。Declares a recusal.",
  })
  async declareTierRecusal(
    @Arg("input", () => DeclareRecusalInput) input: DeclareRecusalInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await declareRecusal(context, input, key);
    return answer(outcome, (ids) => context.session.read((db) => findRecusalsById(db, ids)));
  }
}
