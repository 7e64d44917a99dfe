import { type GraphQLError, type GraphQLSchema, isEnumType, Kind, type OperationDefinitionNode } from "graphql";
import { type FieldReason, reasonOf } from "../schema/contract/fieldReasons";
import { PlatformError } from "./errors";

/** What the schema that serves says of the values of an enumeration.
 * @returns undefined where it has no such enumeration */
export type ValuesOf = (type: string) => readonly string[] | undefined;

/** @param schema that callers see, undefined before the gateway has one */
export function valuesIn(schema: GraphQLSchema | undefined, type: string): readonly string[] | undefined {
  const found = schema?.getType(type);
  return isEnumType(found) ? found.getValues().map(({ name }) => name) : undefined;
}

/** What GraphQL itself finds wrong with a request, said without repeating any value of it.
 * @returns undefined where the error is no fault of the request */
export function requestFaultOf(error: GraphQLError, valuesOf?: ValuesOf): PlatformError | undefined {
  switch (error.extensions.code) {
    case "GRAPHQL_PARSE_FAILED":
      return fault("查询语句有语法错误。The query has a syntax error at the place that `locations` names.");
    case "GRAPHQL_VALIDATION_FAILED":
      return fault(`查询与接口定义不符。The query does not fit the schema: ${validationReason(error)}`);
    case "BAD_USER_INPUT":
      return faultOfVariable(error.message, valuesOf);
    default:
      return undefined;
  }
}

function fault(message: string): PlatformError {
  return new PlatformError("BAD_USER_INPUT", message);
}

/** As GraphQL's own library decides it: an empty name is a name, which no operation has.
 * @param operation the one that `operationName` chooses, undefined where it chooses none
 * @param operationName as it was sent */
export function operationFaultOf(
  operation: OperationDefinitionNode | undefined,
  operationName: string | null | undefined,
): PlatformError | undefined {
  const status = 400;
  if (!operation) {
    const message = isGiven(operationName)
      ? "语句中没有 `operationName` 所指的操作；语句只有一个操作时可不填。The document has no operation of the name in `operationName`; leave it out where there is only one."
      : "没有指明要执行的操作。Name one operation of the document in `operationName`, or send a document with only one.";
    return new PlatformError("BAD_USER_INPUT", message, { status });
  }
  if (operation.operation === "subscription") {
    const message =
      "订阅请用 WebSocket，或 POST /graphql/stream。Follow a subscription over WebSocket, or by POST /graphql/stream.";
    return new PlatformError("BAD_USER_INPUT", message, { status });
  }
  return undefined;
}

const LITERALS = new Set<Kind>([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/** The name that the caller wrote, where it can be the name of a field at all; what would have been meant, is not told. */
const UNKNOWN_FIELD = /(?:^|; )Field "([A-Za-z_]\w{0,59})" is not defined by type "\w+"\.(?: Did you mean .*)?$/s;

function validationReason(error: GraphQLError): string {
  const aboutValue = error.nodes?.some((node) => LITERALS.has(node.kind));
  if (!aboutValue) return error.message;
  const unknown = UNKNOWN_FIELD.exec(error.message)?.[1];
  if (unknown) return `${unknown}: ${reasonOf("UNKNOWN_FIELD")}`;
  return `the literal that \`locations\` names. ${reasonOf("WRONG_TYPE")}`;
}

/** graphql-js writes `Variable "$name" got invalid value VALUE at "name.path"; REASON`, and value and reason repeat what
 * was sent. Kept are the name and the path: quotes inside a printed value are escaped, so that none can pose as a path; and
 * of the reason what only the schema can have written: a field that is missing, the type whose values are expected; and the
 * name of a field that the schema does not have, as it would stand in a path.
 * @returns undefined where the message is another one */
export function faultOfVariable(message: string, valuesOf?: ValuesOf): PlatformError | undefined {
  const name = /^Variable "\$(\w+)" /.exec(message)?.[1];
  if (!name) return undefined;
  const missing = /^Variable "\$\w+" of (required|non-null) type /.test(message);
  const inside = new RegExp(` at "(${name}(?:\\.\\w+|\\[\\d+\\])+)"; `).exec(message)?.[1] ?? name;
  const field = /; Field "(\w+)" of required type "[\w![\]]+" was not provided\.$/.exec(message)?.[1];
  const unknown = UNKNOWN_FIELD.exec(message)?.[1];
  const path = [inside.replace(/\[(\d+)\]/g, ".$1"), field ?? unknown].filter(Boolean).join(".");
  return new PlatformError("BAD_USER_INPUT", "变量的值不正确。The value of a variable is wrong.", {
    fields: [{ path, reason: missing || field ? reasonOf("REQUIRED") : reasonOfType(message, valuesOf) }],
  });
}

/** A literal that a tier's own scalar refuses: which one, only the query says.
 * @returns undefined where the message is another one */
export function faultOfLiteral(message: string): PlatformError | undefined {
  return /^not a \w+$/.test(message) ? fault(reasonOfType(message)) : undefined;
}

/** What the types say of a value that is none of theirs. */
const TYPES = [
  [/(^|; )not a Date$/, "DATE"],
  [/(^|; )not a DateTime$/, "INSTANT"],
  [/(^|; )not a Amount$/, "AMOUNT"],
  [/; Int cannot represent /, "WHOLE_NUMBER"],
  [/; String cannot represent /, "TEXT"],
  [/; Boolean cannot represent /, "YES_OR_NO"],
  [UNKNOWN_FIELD, "UNKNOWN_FIELD"],
  [/ is not defined by type "\w+"\.(?: Did you mean .*)?$/s, "NO_SUCH_FIELD"],
] as const;

/** More values than a person reads through are looked up in the schema. */
const MOST_VALUES_LISTED = 20;

function reasonOfType(message: string, valuesOf?: ValuesOf): FieldReason {
  const type = / in "(\w+)" enum\.(?: Did you mean .*)?$/s.exec(message)?.[1];
  if (type) return reasonOfEnum(type, valuesOf?.(type) ?? []);
  return reasonOf(TYPES.find(([pattern]) => pattern.test(message))?.[1] ?? "WRONG_TYPE");
}

function reasonOfEnum(type: string, values: readonly string[]): FieldReason {
  const listed = values.length > 0 && values.length <= MOST_VALUES_LISTED;
  return listed
    ? reasonOf("NOT_ONE_OF", { type, values: values.join(", ") })
    : reasonOf("NOT_IN_ENUM", { values: type });
}

const JSON_ONLY =
  "请求体必须是 application/json 格式的 JSON。Send one JSON object as the body, with content-type application/json.";

/** @param status what the HTTP server answers where it cannot read a request
 * @returns undefined where the fault is not the caller's */
export function httpFaultOf(status: number): PlatformError | undefined {
  switch (status) {
    case 404:
      return new PlatformError("NOT_FOUND", "没有这个地址。There is nothing at this path.", { status });
    case 405:
      return new PlatformError("BAD_USER_INPUT", "请用 POST 请求。Send GraphQL by POST.", {
        status,
        headers: { allow: "POST" },
      });
    case 406:
      return new PlatformError(
        "BAD_USER_INPUT",
        "只提供 application/json 和 application/graphql-response+json。Answers come as application/json or application/graphql-response+json.",
        { status },
      );
    case 413:
      return new PlatformError("LIMIT_EXCEEDED", "请求体超过 4 MiB。The body is larger than 4 MiB.", { status });
    case 408:
      return new PlatformError("BAD_USER_INPUT", "请求未在时限内到达。The request did not arrive in time.", { status });
    case 431:
      return new PlatformError("LIMIT_EXCEEDED", "请求头过大。The headers are too large.", { status });
    default:
      return status >= 400 && status < 500 ? new PlatformError("BAD_USER_INPUT", JSON_ONLY, { status }) : undefined;
  }
}

/** @returns what is wrong with a body before GraphQL looks at it */
export function bodyFaultOf(body: unknown): PlatformError | undefined {
  if (Array.isArray(body)) {
    const message = "不支持批量请求，每次只发送一个操作。Batching is off: send one operation in each request.";
    return new PlatformError("BAD_USER_INPUT", message, { status: 400 });
  }
  if (!isObject(body)) return new PlatformError("BAD_USER_INPUT", JSON_ONLY, { status: 400 });
  const { operationName, variables, extensions } = body;
  if (isGiven(operationName) && typeof operationName !== "string")
    return unfitParameter("operationName", "文字", "text");
  if (isGiven(variables) && !isObject(variables)) return unfitParameter("variables", "对象", "an object");
  if (isGiven(extensions) && !isObject(extensions)) return unfitParameter("extensions", "对象", "an object");
  return undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unfitParameter(name: string, chinese: string, english: string): PlatformError {
  const message = `请求参数 ${name} 应为${chinese}。The parameter ${name} must be ${english}, or is left out.`;
  return new PlatformError("BAD_USER_INPUT", message, { status: 400 });
}
