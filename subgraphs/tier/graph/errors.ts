import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../../schema/contract/errorCodes";
import { type FieldFault, type FieldReasonCode, faultAt, type Told } from "../../../schema/contract/fieldReasons";

function fault(code: ErrorCode, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** One field is wrong, as the registry says it. */
export function badField<Code extends FieldReasonCode>(path: string, code: Code, ...told: Told<Code>): GraphQLError {
  return badInput(faultAt(path, code, ...told));
}

export function badInput(...fields: FieldFault[]): GraphQLError {
  return fault("BAD_USER_INPUT", "参数有误，见 fields。 / An argument is wrong, see `fields`.", { fields });
}

/** The same answer for what does not exist and for what the caller may not see. */
export function notFound(path: string): GraphQLError {
  return fault("NOT_FOUND", "未找到。 / Not found.", { fields: [faultAt(path, "NOT_FOUND")] });
}

/** Of what needs a key of this tier that lies outside of its database. */
export function keysNotAtHand(): GraphQLError {
  return fault(
    "TIER_UNAVAILABLE",
    "本级线索密钥不在，请联系运维人员。 / The keys of this tier's clues are not at hand.",
  );
}

/** Only where the caller's roles never have the whole operation. */
export function forbidden(roles: readonly string[]): GraphQLError {
  return fault("FORBIDDEN", "您的角色没有此功能。 / Your role does not have this operation.", { roles });
}
