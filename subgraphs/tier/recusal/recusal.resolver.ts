import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { RECUSAL_DECLARERS } from "../../domain/office/office";
import { findRecusals, findRecusalsById } from "../../storage/office/account.repository";
import type { TierContext } from "../context";
import { pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { declareRecusal, endRecusal } from "./recusal.service";
import {
  DeclareRecusalInput,
  EndRecusalInput,
  RecusalPageArgs,
  TierRecusal,
  TierRecusalConnection,
  TierRecusalResult,
} from "./recusal.type";

@Resolver(() => TierRecusal)
export class TierRecusalResolver {
  @Query(() => TierRecusalConnection, {
    nullable: true,
    description: "本办人员的回避（办主任、安全保密管理员）。The recusals of the own office's people.",
  })
  async tierRecusals(@Args(() => RecusalPageArgs) args: RecusalPageArgs, @Ctx() context: TierContext) {
    context.requireOfficeRole(RECUSAL_DECLARERS);
    const filter = {
      office: context.standing.office,
      accountId: args.accountId ?? undefined,
      inForceOn: args.inForce ? context.today() : undefined,
    };
    const page = await context.session.read((db) => findRecusals(db, filter, pageRequest(args)));
    return toConnection(page, (recusal) => ({ at: recusal.declaredAt, id: recusal.id }));
  }

  @Mutation(() => TierRecusalResult, {
    nullable: true,
    description:
      "声明回避：本人；本办经办人、办主任等由办主任或安全保密管理员，领导小组、线索专管员、部门人员由安全保密管理员；被巡察单位人员和三员仅由本人。Declares a recusal: everybody the own; of clerks and directors the director or the security administrator; of whoever stands apart the security administrator; of a unit's people and administrators nobody else.",
  })
  async declareTierRecusal(
    @Arg("input", () => DeclareRecusalInput) input: DeclareRecusalInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await declareRecusal(context, input, key);
    return answer(outcome, (ids) => context.session.read((db) => findRecusalsById(db, ids)));
  }

  @Mutation(() => TierRecusalResult, {
    nullable: true,
    description: "解除他人的回避，须说明理由。Ends somebody else's recusal, with a reason.",
  })
  async endTierRecusal(
    @Arg("input", () => EndRecusalInput) input: EndRecusalInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await endRecusal(context, input, key);
    return answer(outcome, (ids) => context.session.read((db) => findRecusalsById(db, ids)));
  }
}
