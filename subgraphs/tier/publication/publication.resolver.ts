import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { offered } from "../../domain/lifecycle";
import type { PublicationCommand, PublicationStatus } from "../../domain/publication/publication";
import { publicationTransitions } from "../../domain/publication/transitions";
import { findPublications } from "../../storage/publication/publication.repository";
import type { PublicationRow } from "../../storage/publication/publication.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { optionalRegion } from "../graph/regionArgument";
import { TierOffice } from "../office/office.type";
import { TierRoundTarget } from "../target/target.type";
import { previewPublication, recall, submitPublications } from "./publication.service";
import {
  PublicationCommandEnum,
  PublicationPageArgs,
  RecallPublicationInput,
  SubmitPublicationsInput,
  TierPublication,
  TierPublicationConnection,
  TierPublicationPreview,
  TierPublicationResult,
} from "./publication.type";

/** Of a recalled submission the other offices keep that it was, and why it is no more. */
async function isTombstoneFor(context: TierContext, { status, office }: PublicationRow): Promise<boolean> {
  return status === "RECALLED" && office !== (await context.inOffice(office)).standing.office;
}

@Resolver(() => TierPublication)
export class TierPublicationResolver {
  @Query(() => TierPublicationConnection, {
    nullable: true,
    description: "本办的和下级报来的，新的在前。Submissions of the own office and from below, latest first.",
  })
  async tierPublications(@Args(() => PublicationPageArgs) args: PublicationPageArgs, @Ctx() context: TierContext) {
    const filter = { region: optionalRegion(args.region, "region"), status: args.status ?? undefined };
    const page = pageRequest(args);
    return toConnection(
      await context.session.read((db) => findPublications(db, context.standing.office, filter, page)),
      (publication) => ({ at: publication.submittedAt, id: publication.id }),
    );
  }

  @Query(() => TierPublicationPreview, { nullable: true, description: "报送预览（仅本办）。Preview; own office only." })
  tierPublicationPreview(@Arg("targetId", () => ID) targetId: string, @Ctx() context: TierContext) {
    return previewPublication(context, targetId);
  }

  @FieldResolver(() => TierOffice, { nullable: true, description: "报送的巡察办。The office that submitted." })
  office(@Root() publication: PublicationRow, @Ctx() context: TierContext) {
    return context.loaders.officeByCode.load(publication.office);
  }

  @FieldResolver(() => TierRoundTarget, { nullable: true, description: "巡察对象。The target." })
  target(@Root() publication: PublicationRow, @Ctx() context: TierContext) {
    return context.loaders.target.load(publication.targetId);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "所列问题数；撤回后仅本办可见。How many findings it lists; own office only once recalled.",
  })
  async findingCount(@Root() publication: PublicationRow, @Ctx() context: TierContext): Promise<number | null> {
    return (await isTombstoneFor(context, publication)) ? null : publication.manifest.length;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "报送说明；撤回后仅本办可见。Note of the submission; own office only once recalled.",
  })
  async note(@Root() publication: PublicationRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await isTombstoneFor(context, publication)) ? null : publication.note;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "退回理由；撤回后仅本办可见。Why it was returned; own office only once recalled.",
  })
  async decisionReason(@Root() publication: PublicationRow, @Ctx() context: TierContext): Promise<string | null> {
    return (await isTombstoneFor(context, publication)) ? null : publication.decisionReason;
  }

  @FieldResolver(() => [PublicationCommandEnum], { description: "您现在可执行的操作。What you may do now." })
  async commands(@Root() publication: PublicationRow, @Ctx() context: TierContext) {
    const actor = await context.actorIn(publication.office);
    const standing = await context.loaders.lastStandingOfTarget.load(publication.targetId);
    const facts = { LAST_STANDING_VERSION_REQUIRED: publication.version === standing?.version };
    return offered<PublicationStatus, PublicationCommand>(publicationTransitions, publication, actor, () => facts);
  }

  @Mutation(() => TierPublicationResult, { nullable: true, description: "报送成果。Submits results upward." })
  async submitTierPublications(
    @Arg("input", () => SubmitPublicationsInput) input: SubmitPublicationsInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await submitPublications(context, input, key), (ids) => loadAll(context.loaders.publication, ids));
  }

  @Mutation(() => TierPublicationResult, { nullable: true, description: "撤回报送。Recalls a submission." })
  async recallTierPublication(
    @Arg("input", () => RecallPublicationInput) input: RecallPublicationInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    return answer(await recall(context, input, key), (ids) => loadAll(context.loaders.publication, ids));
  }
}
