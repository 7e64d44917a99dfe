import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { MemberCommand } from "../../domain/supervision/supervision";
import { findReceivedSupervisions } from "../../storage/supervision/supervision.repository";
import type { ReceivedSupervisionRow } from "../../storage/supervision/supervision.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { answerSupervision, answersFor } from "./membership.service";
import { supervisionFigures } from "./supervision.figures";
import {
  AnswerSupervisionInput,
  MemberCommandEnum,
  ReceivedSupervisionPageArgs,
  TierLinkedFindingConnection,
  TierReceivedSupervision,
  TierReceivedSupervisionConnection,
  TierReceivedSupervisionResult,
  TierSupervisionFigures,
} from "./supervision.type";

@Resolver(() => TierReceivedSupervision)
export class TierReceivedSupervisionResolver {
  @Query(() => TierReceivedSupervisionConnection, {
    nullable: true,
    description:
      "本办受邀的联动监督，后收到的在前。Joint supervisions that the own office is invited to, latest first.",
  })
  async tierReceivedSupervisions(
    @Args(() => ReceivedSupervisionPageArgs) args: ReceivedSupervisionPageArgs,
    @Ctx() context: TierContext,
  ) {
    const { office } = context.standing;
    const page = pageRequest(args);
    const filter = { answer: args.answer ?? undefined };
    const found = await context.session.read((db) => findReceivedSupervisions(db, office, filter, page));
    return toConnection(found, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  }

  @FieldResolver(() => ID, { description: "发起单位所在地代码。Region code of the office that opened it." })
  officeCode(@Root() { source }: ReceivedSupervisionRow): string {
    return source;
  }

  @FieldResolver(() => TierLinkedFindingConnection, {
    description: "各办挂接的问题，仅成员可见。What members linked, for members alone.",
  })
  async links(
    @Root() { id }: ReceivedSupervisionRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: TierContext,
  ) {
    const page = await loaders.linksOfSupervision(pageRequest(args)).load(id);
    return toConnection(page, ({ openedAt, findingId }) => ({ at: openedAt, id: findingId }));
  }

  @FieldResolver(() => TierSupervisionFigures, {
    nullable: true,
    description: "汇总数字，仅成员可见。The merged figures, for members alone.",
  })
  figures(@Root() { id, answer, lostAt }: ReceivedSupervisionRow, @Ctx() context: TierContext) {
    return answer === "JOINED" && lostAt === null ? supervisionFigures(context, id) : null;
  }

  @FieldResolver(() => [MemberCommandEnum], { description: "您现在可作的答复。What you may answer now." })
  commands(@Root() supervision: ReceivedSupervisionRow, @Ctx() context: TierContext): MemberCommand[] {
    return answersFor(context, supervision);
  }

  @Mutation(() => TierReceivedSupervisionResult, {
    nullable: true,
    description: "参加、不参加或退出联动监督。Joins, declines or leaves a joint supervision.",
  })
  async answerTierSupervision(
    @Arg("input", () => AnswerSupervisionInput) input: AnswerSupervisionInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await answerSupervision(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.receivedSupervision, ids));
  }
}
