import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { TierContext } from "../context";
import { pageRequest, toConnection } from "../graph/paging";
import { readersOf } from "./readers.service";
import { ReadersArgs, TierReader, TierReaderConnection } from "./readers.type";

@Resolver(() => TierReader)
export class TierReadersResolver {
  @Query(() => TierReaderConnection, {
    nullable: true,
    description:
      "谁能看到、依据、自何时起（仅本办和其安全审计员，查阅留痕）。Who can see it; owner office and its audit administrator.",
  })
  async tierReaders(@Args(() => ReadersArgs) args: ReadersArgs, @Ctx() context: TierContext) {
    const page = await readersOf(context, args.kind, args.id, pageRequest(args));
    return toConnection(page, ({ id, sinceOrEver: at }) => ({ at, id }));
  }
}
