import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { UNIT_ANSWERS } from "../../domain/disclosure/disclosure";
import { mayObjectOn } from "../../domain/finding/objection";
import { findingTransitions } from "../../domain/finding/transitions";
import { commandsFor } from "../../domain/lifecycle";
import type { DisclosedFindingRow } from "../../storage/disclosure/disclosure.row";
import { TierAttachment } from "../attachment/attachment.type";
import type { TierContext } from "../context";
import { CalendarDate } from "../graph/scalars";
import { TierDisclosedFinding, TierDisclosedObjection, TierDisclosedText, UnitAnswerEnum } from "./disclosure.type";

/** What belongs to a finding as it was fed back. Whoever has a copy reads the texts and the status, not what the unit brought. */
@Resolver(() => TierDisclosedFinding)
export class TierDisclosedFindingResolver {
  @FieldResolver(() => [TierDisclosedText], {
    description: "更正之前的文本，近者在前。What it said before it was corrected, the latest first.",
  })
  async earlierTexts(@Root() finding: DisclosedFindingRow, @Ctx() context: TierContext) {
    const before = await context.loaders.disclosedBefore.load(finding.findingId);
    return before.filter(({ disclosureId }) => disclosureId === finding.disclosureId);
  }

  @FieldResolver(() => [TierDisclosedObjection], {
    description: "申诉及其处理，近者在前（本办和该单位）。Objections, the latest first; own office and that unit.",
  })
  objections(@Root() finding: DisclosedFindingRow, @Ctx() context: TierContext) {
    return context.loaders.objectionsOfFinding.load(finding.findingId);
  }

  @FieldResolver(() => [TierAttachment], {
    description:
      "单位的佐证，含已撤回的（本办和该单位）。The unit's proofs, those taken back too; own office and that unit.",
  })
  async proofs(@Root() finding: DisclosedFindingRow, @Ctx() context: TierContext) {
    const attachments = await context.loaders.attachmentsOfFinding.load(finding.findingId);
    return attachments.filter(({ ofUnit }) => ofUnit !== null);
  }

  @FieldResolver(() => CalendarDate, {
    nullable: true,
    description:
      "申诉截止日；更正后重新计算（本办和该单位）。The last day to object, anew after a correction; own office and that unit.",
  })
  async objectionUntil(@Root() finding: DisclosedFindingRow, @Ctx() context: TierContext): Promise<string | null> {
    const { unit } = context.standing;
    if (unit && unit !== finding.unitId) return null;
    return (await context.loaders.objectionPeriod.load(finding))?.to ?? null;
  }

  @FieldResolver(() => [UnitAnswerEnum], { description: "您现在可作的答复。How you may answer now." })
  async answers(@Root() finding: DisclosedFindingRow, @Ctx() context: TierContext) {
    const subject = { ...finding, id: finding.findingId, version: finding.findingVersion };
    const commands = commandsFor(findingTransitions, subject, context.actor());
    const open = context.standing.unit ? UNIT_ANSWERS.filter((answer) => commands.includes(answer)) : [];
    if (!open.includes("OBJECT")) return open;
    const period = await context.loaders.objectionPeriod.load(finding);
    return open.filter((answer) => answer !== "OBJECT" || mayObjectOn(context.today(), period));
  }
}
