import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { type DeadlineRow, findRunningDeadlines, keyOf } from "../../storage/deadline/deadline.repository";
import type { TierContext } from "../context";
import { TierDisclosure } from "../disclosure/disclosure.type";
import { TierFinding } from "../finding/finding.type";
import { dueCursor, duePage, toConnection } from "../graph/paging";
import { TierRoundTarget } from "../target/target.type";
import { DeadlinePageArgs, TierDeadline, TierDeadlineConnection } from "./deadline.type";

@Resolver(() => TierDeadline)
export class TierDeadlineResolver {
  @Query(() => TierDeadlineConnection, {
    nullable: true,
    description:
      "正在计算的时限（本办和您所在组的对象，或反馈给本单位的），先到期的在前。Running deadlines of your office and of your teams' targets, or of what was fed back to your unit, earliest due first.",
  })
  async tierDeadlines(@Args(() => DeadlinePageArgs) args: DeadlinePageArgs, @Ctx() context: TierContext) {
    const { clock, colour, dueBefore } = args.filter ?? {};
    const filter = {
      clocks: clock ?? undefined,
      colours: colour ?? undefined,
      dueBefore: dueBefore ?? undefined,
    };
    const page = await context.session.read((db) =>
      findRunningDeadlines(db, context.standing.office, context.today(), filter, duePage(args)),
    );
    return toConnection(page, (row) => dueCursor(keyOf(row)));
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "对象。Its target." })
  target(@Root() deadline: DeadlineRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(deadline.targetId);
  }

  @FieldResolver(() => TierDisclosure, {
    nullable: true,
    description: "反馈（单位的时限）。The feedback, where a unit's clock comes from it.",
  })
  disclosure(@Root() deadline: DeadlineRow, @Ctx() context: TierContext) {
    return deadline.disclosureId ? context.loaders.disclosure.load(deadline.disclosureId) : null;
  }

  @FieldResolver(() => TierFinding, {
    nullable: true,
    description: "待核实的问题（仅核实时限）。The claimed finding, where its review is due.",
  })
  finding(@Root() deadline: DeadlineRow, @Ctx() context: TierContext) {
    return deadline.findingId ? context.loaders.finding.load(deadline.findingId) : null;
  }
}
