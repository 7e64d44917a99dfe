import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import {
  findImmediateActions,
  type ImmediateActionFilter,
} from "../../storage/immediateAction/immediateAction.repository";
import type { OfficeRow } from "../../storage/office/office.row";
import type { RoundRow } from "../../storage/round/round.row";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import { betrays } from "../figures/figures.service";
import { TierFinding } from "../finding/finding.type";
import { pageRequest, toConnection } from "../graph/paging";
import { TierOffice } from "../office/office.type";
import { TierRound } from "../round/round.type";
import { TierRoundTarget } from "../target/target.type";
import { countsActionsOf, figuresFrom } from "./figures";
import { TierImmediateActionFigures } from "./figures.type";
import { immediateActionKey } from "./immediateAction.service";
import { ImmediateActionPageArgs, TierImmediateAction, TierImmediateActionConnection } from "./immediateAction.type";

/** What was done at once, as a field of what it was done for. */
@Resolver(() => TierRoundTarget)
export class TierImmediateActionsOfTarget {
  @FieldResolver(() => TierImmediateActionConnection, {
    description: "立行立改等事项，新的在前（本办和巡察组）。Immediate actions, newest first; own office and team.",
  })
  async immediateActions(
    @Root() target: TargetRow,
    @Args(() => ImmediateActionPageArgs) args: ImmediateActionPageArgs,
    @Ctx() context: TierContext,
  ) {
    const pages = context.loaders.immediateActionsOfTarget(pageRequest(args), filterOf(args));
    return toConnection(await pages.load(target.id), immediateActionKey);
  }
}

@Resolver(() => TierFinding)
export class TierImmediateActionsOfFinding {
  @FieldResolver(() => [TierImmediateAction], {
    nullable: true,
    description: "涉及此问题的立行立改等事项；非台账则为空。Immediate actions that name it; null outside the book.",
  })
  immediateActions(@Root() finding: ReadableFinding, @Ctx() context: TierContext) {
    return finding.basis === "BOOK" ? context.loaders.immediateActionsOfFinding.load(finding.id) : null;
  }
}

@Resolver(() => TierOffice)
export class TierImmediateActionsOfOffice {
  @FieldResolver(() => TierImmediateActionConnection, {
    description: "立行立改等事项，新的在前（仅本办）。Immediate actions, newest first; own office only.",
  })
  async immediateActions(
    @Root() office: OfficeRow,
    @Args(() => ImmediateActionPageArgs) args: ImmediateActionPageArgs,
    @Ctx() context: TierContext,
  ) {
    const page = pageRequest(args);
    const found = await context.session.read((db) => findImmediateActions(db, office.code, filterOf(args), page));
    return toConnection(found, immediateActionKey);
  }

  @FieldResolver(() => TierImmediateActionFigures, {
    nullable: true,
    description: "立行立改等事项的数字（仅本办）。What was done at once; own office only.",
  })
  async immediateActionFigures(@Root() { code }: OfficeRow, @Ctx() context: TierContext) {
    if (!countsActionsOf(context, code)) return null;
    return figuresFrom(await context.loaders.immediateActionsCountedInOffice.load(code), context.now());
  }
}

@Resolver(() => TierRound)
export class TierImmediateActionsOfRound {
  @FieldResolver(() => TierImmediateActionFigures, {
    nullable: true,
    description:
      "本轮立行立改等事项的数字（仅本办；其中有您须回避的则为空）。What was done at once in the round; own office only, null where you are recused from a part of it.",
  })
  async immediateActionFigures(@Root() { id, office }: RoundRow, @Ctx() context: TierContext) {
    if (!countsActionsOf(context, office) || (await betrays(context, "round", id))) return null;
    return figuresFrom(await context.loaders.immediateActionsCountedInRound.load(id), context.now());
  }
}

function filterOf({ filter }: ImmediateActionPageArgs): ImmediateActionFilter {
  return { kind: filter?.kind ?? undefined, status: filter?.status ?? undefined };
}
