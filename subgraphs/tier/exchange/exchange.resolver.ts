import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { findLosses, findStreams } from "../../storage/exchange/stream.repository";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import type { PublicationRow } from "../../storage/publication/publication.row";
import { loadAll } from "../change";
import type { TierContext } from "../context";
import { TierFinding } from "../finding/finding.type";
import { PageArgs, pageRequest, toConnection } from "../graph/paging";
import { answer } from "../graph/refusal.type";
import { TierPublication } from "../publication/publication.type";
import { releaseStream } from "./exchange.service";
import {
  ReleaseStreamInput,
  StreamPageArgs,
  TierExchangeLossConnection,
  TierExchangeStreamConnection,
  TierExchangeStreamResult,
  TierReceipt,
} from "./exchange.type";

@Resolver()
export class TierExchangeResolver {
  @Query(() => TierExchangeStreamConnection, {
    nullable: true,
    description:
      "本办的通道（仅系统、审计管理员）。The streams of the own office; system and audit administrators only.",
  })
  async tierExchangeStreams(@Args(() => StreamPageArgs) args: StreamPageArgs, @Ctx() { session }: TierContext) {
    const page = await session.read((db) => findStreams(db, args.stopped, pageRequest(args)));
    return toConnection(page, ({ begunAt, id }) => ({ at: begunAt, id }));
  }

  @Query(() => TierExchangeLossConnection, {
    nullable: true,
    description:
      "本办曾经发出而本级已不存的，后发现的在前。What the own office had sent and this tier lost, latest first.",
  })
  async tierExchangeLosses(@Args(() => PageArgs) args: PageArgs, @Ctx() { session, standing }: TierContext) {
    const page = await session.read((db) => findLosses(db, standing.office, pageRequest(args)));
    return toConnection(page, ({ foundAt, id }) => ({ at: foundAt, id }));
  }

  @Mutation(() => TierExchangeStreamResult, {
    nullable: true,
    description: "放行一条停下的收入通道（系统管理员）。Releases a parked incoming stream; system administrators.",
  })
  async releaseTierStream(
    @Arg("input", () => ReleaseStreamInput) input: ReleaseStreamInput,
    @Arg("idempotencyKey", () => String) key: string,
    @Ctx() context: TierContext,
  ) {
    const outcome = await releaseStream(context, input, key);
    return answer(outcome, (ids) => loadAll(context.loaders.exchangeStream, ids));
  }
}

@Resolver(() => TierPublication)
export class TierReceiptsOfPublication {
  @FieldResolver(() => [TierReceipt], {
    description: "谁已收到、何时收到（仅本办）。Who has received it, and when; own office only.",
  })
  receipts(@Root() publication: PublicationRow, @Ctx() { loaders }: TierContext) {
    return loaders.receiptsOfPublication.load(publication.id);
  }
}

@Resolver(() => TierFinding)
export class TierReceiptsOfSeal {
  @FieldResolver(() => [TierReceipt], {
    description:
      "报送后遮盖姓名的，哪些上级已收到封存通知（仅本办）。Which offices above have sealed what was submitted before a name was masked; own office only.",
  })
  sealReceipts(@Root() finding: ReadableFinding, @Ctx() { loaders }: TierContext) {
    return loaders.receiptsOfSeal.load(finding.id);
  }
}
