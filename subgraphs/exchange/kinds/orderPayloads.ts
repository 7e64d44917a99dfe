import * as v from "valibot";
import { ISSUER_COMMANDS, ORDER_STATUSES } from "../../domain/order/order";

/** What the messages of an order say, down from its issuer. */
const day = v.pipe(v.string(), v.isoDate());
export const Issued = v.object({
  id: v.string(),
  addressee: v.string(),
  issueId: v.string(),
  kind: v.string(),
  title: v.string(),
  request: v.string(),
  basis: v.nullable(v.string()),
  documentNumber: v.nullable(v.string()),
  /** what is enclosed: releases to the addressee, which have come before; of a copy none */
  releaseIds: v.optional(v.array(v.string()), []),
  issuedAt: v.string(),
  issuedBy: v.string(),
  synthetic: v.boolean(),
  /** 抽调 */
  roundId: v.optional(v.nullable(v.string()), null),
  startsOn: v.optional(v.nullable(day), null),
  endsOn: v.optional(v.nullable(day), null),
  peopleWanted: v.optional(v.nullable(v.number()), null),
  receiptDueOn: day,
  dueOn: day,
  warningDays: v.number(),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
  reason: v.optional(v.nullable(v.string())),
  /** its issuer was set back: how the order stands by what it still knows */
  restated: v.optional(v.boolean()),
});
export type IssuedOrder = v.InferOutput<typeof Issued>;

export const Decided = v.object({
  id: v.string(),
  addressee: v.string(),
  command: v.picklist(ISSUER_COMMANDS),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
  reason: v.nullable(v.string()),
  receiptDueOn: day,
  dueOn: day,
});
export type DecidedOrder = v.InferOutput<typeof Decided>;

export const Progressed = v.object({
  id: v.string(),
  addressee: v.string(),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
});
export type ProgressedOrder = v.InferOutput<typeof Progressed>;
