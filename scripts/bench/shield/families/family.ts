import type { Random } from "../../../random";
import type { Expectation } from "../judge";
import type { Wire } from "../wire";

/** What a family makes: a document, or a body, or the whole request. */
export type Made = {
  query?: string;
  json?: object;
  body?: string | Buffer;
  wire?: (authorization: string) => Wire;
} & Partial<Expectation>;

/** How a family makes one, and how many of them there are. */
export type Families = Record<string, [count: number, make: (random: Random, i: number, value: string) => Made]>;

/** A request as it should be, around any bytes. */
export function post(headers: Record<string, string>, body: Buffer, target = "/graphql"): Buffer {
  const all = {
    host: "gateway",
    "content-type": "application/json",
    "content-length": String(body.length),
    connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, text]) => `${name}: ${text}`);
  return Buffer.concat([Buffer.from(`POST ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`), body]);
}
