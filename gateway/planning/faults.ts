import { PlatformError } from "../errors";

export function tooLongToPlan(): PlatformError {
  const message = "这条语句过于复杂，请拆分后再查。The operation is too complex to be planned; ask for less at once.";
  return new PlatformError("LIMIT_EXCEEDED", message, { status: 400 });
}

/** Between validation and planning a new supergraph came that has no room for the operation. */
export function notOfThisSchema(): PlatformError {
  const message = "查询与接口定义不符。The query does not fit the schema.";
  return new PlatformError("BAD_USER_INPUT", message, { status: 400 });
}
