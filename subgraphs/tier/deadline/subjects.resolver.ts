import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { OVERDUE_CLOCK, REVIEW_CLOCK } from "../../domain/figures/overdue";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import { TierFinding } from "../finding/finding.type";
import { TierRoundTarget } from "../target/target.type";
import { TierAlert, TierDeadline } from "./deadline.type";

/** What a target says of its deadlines; the storage gives them to whoever reads its book, and to nobody above. */
@Resolver(() => TierRoundTarget)
export class TierDeadlinesOfTarget {
  @FieldResolver(() => [TierDeadline], {
    description: "已起算的时限（仅本办和巡察组）。Deadlines that have started; own office and team.",
  })
  deadlines(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.deadlinesOfTarget.load(target.id);
  }

  @FieldResolver(() => [TierAlert], {
    description: "预警记录，近者在前（仅本办和巡察组）。Its alerts, the latest first; own office and team.",
  })
  alerts(@Root() target: TargetRow, @Ctx() context: TierContext) {
    return context.loaders.alertsOfTarget.load(target.id);
  }
}

@Resolver(() => TierFinding)
export class TierDeadlinesOfFinding {
  @FieldResolver(() => TierDeadline, {
    nullable: true,
    description: "核实时限，仅在申报完成后。Until when the claim is to be reviewed; null unless one waits.",
  })
  claimReview(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.basis === "BOOK" ? context.loaders.claimReview.load(finding.id) : null;
  }

  @FieldResolver(() => TierDeadline, {
    nullable: true,
    description:
      "正在计算的到期日：集中整改的，或申报完成后核实的；没有的、非台账的为空。What it is due by now: the concentrated rectification, or the review of a claim; null where nothing runs, and outside the book.",
  })
  async deadline(@Root() { id, basis, status, targetId }: ReadableFinding, @Ctx() { loaders }: TierContext) {
    const clock = basis === "BOOK" ? OVERDUE_CLOCK[status] : undefined;
    if (!clock) return null;
    if (clock === REVIEW_CLOCK) return loaders.claimReview.load(id);
    const started = await loaders.deadlinesOfTarget.load(targetId);
    return started.find((each) => each.clock === clock);
  }
}
