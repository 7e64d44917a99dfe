import { PlatformError } from "../errors";
import type { Rated } from "../people";
import { type Limit, MOST } from "./most";

const WORDS: Record<Limit, [zh: string, en: string]> = {
  characters: ["语句过长", "The text is too long"],
  tokens: ["语句过长", "The text has too many words"],
  nesting: ["括号嵌套过深", "The text nests too deeply"],
  nameLength: ["名称过长", "A name is too long"],
  fields: ["字段过多", "The document has too many fields"],
  fragments: ["片段过多", "The document has too many fragments"],
  directives: ["指令过多", "The document has too many directives"],
  documentFields: ["字段过多", "The document has too many fields and spreads with its fragments written out"],
  depth: ["查询层次过深", "The operation is too deep"],
  aliases: ["别名过多", "The operation has too many aliases"],
  rootFields: ["顶层字段过多", "The operation asks for too many things at once"],
  overlaps: ["重复的字段过多", "Too many fields answer under the same name"],
  cost: ["查询范围过大，请减小页面", "The largest possible answer is too large; ask for smaller pages"],
};

/** @param found undefined where counting stopped at the limit */
export function beyond(limit: Limit, found?: number, most: number = MOST[limit]): PlatformError {
  const [zh, en] = WORDS[limit];
  const counted = found !== undefined && Number.isFinite(found) ? { found } : {};
  return new PlatformError("LIMIT_EXCEEDED", `${zh}（上限${most}）。${en} (at most ${most}).`, {
    status: 400,
    limit: { name: limit, most, ...counted },
  });
}

export function badRequest(zh: string, en: string, status = 400): PlatformError {
  return new PlatformError("BAD_USER_INPUT", `${zh}${en}`, { status });
}

export function tooBigVariables(zh: string, en: string): PlatformError {
  return new PlatformError("LIMIT_EXCEEDED", `${zh}${en}`, { status: 400 });
}

export function introspectionRefused(): PlatformError {
  const message = "只有开发人员可以查询接口定义。Only developers may read the schema.";
  return new PlatformError("FORBIDDEN", message, { status: 403 });
}

export function operationNotSaved(): PlatformError {
  return badRequest("只接受已保存的操作。", "Only saved operations are served here: send one of them by text or hash.");
}

/** A step of the protocol of automatic persisted queries, whose clients read this very message: no refusal, hence 200. */
export function persistedQueryNotFound(): PlatformError {
  return new PlatformError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", { status: 200 });
}

const RATED_WORDS: Record<Rated, [zh: string, en: string]> = {
  requests: ["请求过于频繁", "Too many requests"],
  newTexts: ["新语句过于频繁", "Too many different operations"],
  cost: ["查询范围过大", "Too much was asked for"],
};

export function tooManyRequests(rated: Rated, seconds: number): PlatformError {
  const [zh, en] = RATED_WORDS[rated];
  return new PlatformError("LIMIT_EXCEEDED", `${zh}，请在${seconds}秒后再试。${en}; try again in ${seconds} s.`, {
    status: 429,
    headers: { "retry-after": String(seconds) },
  });
}
