import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { isUnder } from "../../../schema/contract/regionCode";
import { describe, FIGURE_DEFINITIONS } from "../../domain/figures/definitions";
import { FIGURES_READERS } from "../../domain/office/office";
import { findVisitsInStead } from "../../storage/figures/inStead.repository";
import { findReconciliation } from "../../storage/figures/reconciliation.repository";
import type { TermRow } from "../../storage/office/office.row";
import type { RoundRow } from "../../storage/round/round.row";
import type { TierContext } from "../context";
import { Region, TierTerm } from "../office/office.type";
import { TierRound } from "../round/round.type";
import { betrays, betraysRegion, counts, NOTHING, overdueDays, waitDays, withRates } from "./figures.service";
import {
  FigureDefinition,
  TierCompleteness,
  TierCoverage,
  TierFigures,
  TierReconciliation,
  TierTopicFigures,
  TierWorkFigures,
  VisitInStead,
} from "./figures.type";

@Resolver(() => Region)
export class TierFiguresOfRegion {
  @FieldResolver(() => TierFigures, {
    nullable: true,
    description:
      "本级在此地区的数字；不在您的管辖之内，或乡镇、村内有您须回避的，则为空。Figures of this tier; null outside your area, or where a township or village holds something from which you are recused.",
  })
  async tierFigures(@Root() region: Region, @Ctx() context: TierContext) {
    if (!counts(context, region.code) || (await betraysRegion(context, region.code))) return null;
    const row = await context.loaders.figures.load(region.code);
    return row ? withRates(row) : null;
  }

  @Directive("@inaccessible")
  @FieldResolver(() => [VisitInStead], {
    nullable: true,
    description:
      "本级提级巡察过的下级单位，供下级计算合计覆盖。Units entered in their offices' stead, for those to count.",
  })
  tierVisitsInStead(@Root() { code }: Region, @Ctx() context: TierContext) {
    const { office, roles } = context.standing;
    if (!isUnder(code, office) || !roles.some((role) => FIGURES_READERS.includes(role))) return [];
    return context.session.read((db) => findVisitsInStead(db, code));
  }
}

/** Each kind of figure is counted when it is asked for: in one statement for all regions of the operation. */
@Resolver(() => TierFigures)
export class TierFiguresResolver {
  @FieldResolver(() => Int, { description: describe("overdue") })
  async overdue(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.overdue.load(region))?.overdue ?? 0;
  }

  @FieldResolver(() => Int, { description: describe("dueSoon") })
  async dueSoon(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.dueSoon.load(region))?.dueSoon ?? 0;
  }

  @FieldResolver(() => Int, { description: describe("overdueReviews") })
  async overdueReviews(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.overdue.load(region))?.overdueReviews ?? 0;
  }

  @FieldResolver(() => Int, { nullable: true, description: describe("longestOverdueDays") })
  async longestOverdueDays(@Root() { region }: TierFigures, @Ctx() context: TierContext) {
    return overdueDays(await context.loaders.overdue.load(region), context.today());
  }

  @FieldResolver(() => Int, { description: describe("rounds") })
  async rounds(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.spread.load(region))?.rounds ?? 0;
  }

  @FieldResolver(() => Int, { description: describe("units") })
  async units(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.spread.load(region))?.units ?? 0;
  }

  @FieldResolver(() => [TierTopicFigures], {
    nullable: true,
    description: "按监督重点，多者在前；县级以下为空。By focus, the most first; null below the county.",
  })
  async byFocus(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    if (region.length > 6) return null;
    return (await loaders.focusFigures.load(region)).map((row) => ({ ...withRates(row), code: row.focus }));
  }

  @FieldResolver(() => [TierTopicFigures], {
    nullable: true,
    description: "按类别，多者在前；县级以下为空。By category, the most first; null below the county.",
  })
  async byCategory(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    if (region.length > 6) return null;
    return (await loaders.categoryFigures.load(region)).map((row) => ({ ...withRates(row), code: row.category }));
  }

  @FieldResolver(() => TierCoverage, {
    nullable: true,
    description: "本级对象库的覆盖情况。Coverage of this tier's registers.",
  })
  async coverage(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    const row = await loaders.coverage.load(region);
    return row ? { ...row, rate: row.due ? row.inspected / row.due : null } : null;
  }

  @FieldResolver(() => Int, { description: describe("roundsRunning") })
  async roundsRunning(@Root() { region }: TierFigures, @Ctx() { loaders }: TierContext) {
    return (await loaders.completeness.load(region)).runningRounds;
  }

  @FieldResolver(() => TierCompleteness, { description: "完整程度。How complete the figures are." })
  async completeness(@Root() { region }: TierFigures, @Ctx() context: TierContext) {
    const found = await context.loaders.completeness.load(region);
    return { ...found, longestWaitDays: waitDays(found, context.today()) };
  }

  @FieldResolver(() => [FigureDefinition], { description: "各数字的口径。What each figure means." })
  definitions(): FigureDefinition[] {
    return Object.entries(FIGURE_DEFINITIONS).map(([name, words]) => ({ name, ...words }));
  }

  @FieldResolver(() => TierReconciliation, {
    nullable: true,
    description: "最近一次对账，尚未对账则为空。The last comparison with a full count; null before the first.",
  })
  reconciliation(@Ctx() { session }: TierContext) {
    return session.read(findReconciliation);
  }
}

@Resolver(() => TierRound)
export class TierFiguresOfRound {
  @FieldResolver(() => TierWorkFigures, {
    nullable: true,
    description:
      "本轮的数字；不在您的管辖之内，或其中有您须回避的，则为空。Figures of the round; null outside your area, or where you are recused from a part of it.",
  })
  async figures(@Root() round: RoundRow, @Ctx() context: TierContext) {
    if (!counts(context, round.office) || (await betrays(context, "round", round.id))) return null;
    return withRates((await context.loaders.roundFigures.load(round.id)) ?? NOTHING);
  }

  @FieldResolver(() => TierRound, {
    nullable: true,
    description: "同一巡察办的上一轮（所见者）。The round before it of the same office, as far as you may see.",
  })
  previous(@Root() round: RoundRow, @Ctx() { loaders }: TierContext) {
    return loaders.roundBefore.load(round.id);
  }
}

@Resolver(() => TierTerm)
export class TierFiguresOfTerm {
  @FieldResolver(() => TierWorkFigures, {
    nullable: true,
    description: "本届的数字；不在您的管辖之内则为空。Figures of the term; null outside your area.",
  })
  async figures(@Root() term: TermRow, @Ctx() context: TierContext) {
    if (!counts(context, term.office)) return null;
    return withRates((await context.loaders.termFigures.load(term.id)) ?? NOTHING);
  }

  @FieldResolver(() => TierCoverage, {
    nullable: true,
    description: "本届的覆盖情况；不在您的管辖之内则为空。Coverage of the term; null outside your area.",
  })
  async coverage(@Root() term: TermRow, @Ctx() context: TierContext) {
    if (!counts(context, term.office)) return null;
    const row = await context.loaders.termCoverage.load(term.id);
    return row ? { ...row, rate: row.due ? row.inspected / row.due : null } : null;
  }
}
