import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { FileTicketRow } from "../../storage/ticket/fileTicket.row";
import type { TierContext } from "../context";
import { moveOf, pathOf } from "./fileTicket.service";
import { FileMethodEnum, TierFileTicket } from "./fileTicket.type";

@Resolver(() => TierFileTicket)
export class TierFileTicketResolver {
  @FieldResolver(() => FileMethodEnum)
  method(@Root() ticket: FileTicketRow) {
    return moveOf(ticket.purpose);
  }

  @FieldResolver(() => String)
  path(@Root() ticket: FileTicketRow, @Ctx() context: TierContext): string {
    return pathOf(context, ticket);
  }
}
