import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { offered } from "../../domain/lifecycle";
import { verdictTransitions } from "../../domain/verdict/transitions";
import { takesVerdicts, type VerdictCommand, type VerdictStatus } from "../../domain/verdict/verdict";
import type { VerdictRow } from "../../storage/verdict/verdict.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierFinding } from "../finding/finding.type";
import { answer } from "../graph/refusal.type";
import { decideVerdicts, proposeVerdicts } from "./verdict.service";
import {
  DecideVerdictsInput,
  ProposeVerdictsInput,
  TierVerdict,
  TierVerdictResult,
  VerdictCommandEnum,
} from "./verdict.type";

@Resolver(() => TierVerdict)
export class TierVerdictResolver {
  @FieldResolver(() => TierFinding, { nullable: true, description: "所回看的问题。The finding." })
  finding(@Root() verdict: VerdictRow, @Ctx() context: TierContext) {
    return context.loaders.finding.load(verdict.findingId);
  }

  @FieldResolver(() => [VerdictCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() verdict: VerdictRow, @Ctx() context: TierContext) {
    const teamRoles = await context.loaders.teamRoles.load(verdict.targetId);
    const target = await context.loaders.target.load(verdict.targetId);
    const met = { TARGET_NOT_ENTERED: target !== undefined && takesVerdicts(target.status) };
    return offered<VerdictStatus, VerdictCommand>(
      verdictTransitions,
      verdict,
      await context.actorIn(verdict.office, teamRoles),
      () => met,
    );
  }

  @Mutation(() => TierVerdictResult, { nullable: true, description: "提出结论。Proposes the verdicts of a look-back." })
  async proposeTierVerdicts(
    @Arg("input", () => ProposeVerdictsInput) input: ProposeVerdictsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await proposeVerdicts(context, input, key), (ids) => loadAll(context.loaders.verdict, ids));
  }

  @Mutation(() => TierVerdictResult, {
    nullable: true,
    description: "决定结论；未整改、虚假整改、反弹的问题重新开启。Decides verdicts; what is undone is reopened.",
  })
  async decideTierVerdicts(
    @Arg("input", () => DecideVerdictsInput) input: DecideVerdictsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await decideVerdicts(context, input, key), (ids) => loadAll(context.loaders.verdict, ids));
  }
}
