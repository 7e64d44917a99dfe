import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../schema/contract/errorCodes";

/** One bad part of the input. */
export interface BadField {
  /** where it stands among the arguments: `codes.3` */
  path: string;
  /** Chinese first, English after; never the value */
  reason: string;
}

/** The caller's faults that the directory answers with. None repeats a value of the caller. */
export function badInput(...fields: BadField[]): GraphQLError {
  return fault("BAD_USER_INPUT", "参数有误。An argument is wrong: see extensions.fields.", { fields });
}

export function regionNotFound(): GraphQLError {
  return fault("NOT_FOUND", "没有此行政区划。There is no such region.");
}

export function tooManyCodes(most: number): GraphQLError {
  return fault("LIMIT_EXCEEDED", `一次最多查询${most}个代码。One request may name at most ${most} codes.`, { most });
}

function fault(code: ErrorCode, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}
