import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../../schema/contract/errorCodes";

export interface FieldFault {
  /** where in the arguments: `input.findings.3.title` */
  path: string;
  reason: string;
}

function fault(code: ErrorCode, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

export function badInput(...fields: FieldFault[]): GraphQLError {
  return fault("BAD_USER_INPUT", "参数有误，见 fields。 / An argument is wrong, see `fields`.", { fields });
}

/** The same answer for what does not exist and for what the caller may not see. */
export function notFound(path: string): GraphQLError {
  return fault("NOT_FOUND", "未找到。 / Not found.", { fields: [{ path, reason: "not found" }] });
}

/** Only where the caller's roles never have the whole operation. */
export function forbidden(roles: readonly string[]): GraphQLError {
  return fault("FORBIDDEN", "您的角色没有此功能。 / Your role does not have this operation.", { roles });
}
