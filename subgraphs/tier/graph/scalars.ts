import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { AMOUNT } from "../../domain/immediateAction/recovery";

/** A scalar that is a string of a strict form, in and out. */
function stringScalar(name: string, description: string, isValid: (text: string) => boolean): GraphQLScalarType {
  const check = (value: unknown): string => {
    if (typeof value === "string" && isValid(value)) return value;
    throw new GraphQLError(`not a ${name}`, { extensions: { code: "BAD_USER_INPUT" } });
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: check,
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** YYYY-MM-DD, a day that exists; PostgreSQL knows no year 0. */
export const CalendarDate = stringScalar(
  "Date",
  "日期（YYYY-MM-DD，北京时间）。A calendar date in the office's time zone, Asia/Shanghai.",
  (text) => /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true,
);

/** Yuan and fen: a number of GraphQL would go through a double. */
export const Amount = stringScalar(
  "Amount",
  "金额（元，两位小数，如 40000.00）。An amount of CNY in yuan, with two decimals.",
  (text) => AMOUNT.test(text),
);

export const Instant = stringScalar(
  "DateTime",
  "时刻（ISO 8601，UTC）。An instant in UTC with microseconds.",
  (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
);
