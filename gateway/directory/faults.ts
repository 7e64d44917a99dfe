import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../schema/contract/errorCodes";
import type { FieldFault } from "../../schema/contract/fieldReasons";

/** The caller's faults that the directory answers with. None repeats a value of the caller. */
export function badInput(...fields: FieldFault[]): GraphQLError {
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
