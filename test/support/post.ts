import { request } from "undici";

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
}

/** Posts a body, JSON where the headers do not say otherwise. Not by `fetch`, whose streams would take as long as all else that a
 * test's own process does. */
export async function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const all = { accept: "*/*", "content-type": "application/json", ...headers };
  const reply = await request(url, { method: "POST", headers: all, body });
  const told = new Headers();
  for (const [name, value] of Object.entries(reply.headers)) {
    for (const each of [value ?? []].flat()) told.append(name, each);
  }
  return { status: reply.statusCode, headers: told, text: await reply.body.text() };
}
