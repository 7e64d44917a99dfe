import { setTimeout as pause } from "node:timers/promises";
import type { Following, Source, Wrong } from "./source";

/** The gateway beats every 12 seconds: whoever hears nothing for longer is not connected to anybody. */
const SILENCE_MS = 15_000;
const PAUSE_MS = { least: 50, most: 1_000 };

/** Server-sent events, read by hand: a stock client does not notice that a firewall has forgotten its connection. */
export const byStream: Source = (following) => {
  const gone = new AbortController();
  void comeBack(following, gone.signal);
  return () => gone.abort();
};

async function comeBack(following: Following, gone: AbortSignal): Promise<void> {
  const { transcript, bringing } = following;
  for (let wait = PAUSE_MS.least; !gone.aborted; ) {
    const before = transcript.heard.length;
    const why = await readOnce(following, gone);
    if (gone.aborted) return;
    if (typeof why !== "string") return bringing.over(why);
    transcript.end(why);
    wait = transcript.heard.length > before ? PAUSE_MS.least : Math.min(2 * wait, PAUSE_MS.most);
    await pause(wait);
  }
}

/** @returns why the connection ended: in a word, or what the gateway says is wrong */
async function readOnce(following: Following, gone: AbortSignal): Promise<string | Wrong[]> {
  const silent = new AbortController();
  const silence = setTimeout(() => silent.abort(), SILENCE_MS);
  const openedAt = Date.now();
  const heard = (data: string) => {
    silence.refresh();
    if (data) following.bringing.next(JSON.parse(data), openedAt);
  };
  try {
    const response = await ask(following, AbortSignal.any([gone, silent.signal]));
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
      return ((await response.json()) as { errors: Wrong[] }).errors;
    }
    return await read(response.body as AsyncIterable<Uint8Array>, heard);
  } catch (cause) {
    if (cause instanceof SyntaxError) return [{ message: `no event: ${cause.message}` }];
    return silent.signal.aborted ? "silent" : "broken"; // the line, the gateway: it is asked again, from the last cursor on
  } finally {
    clearTimeout(silence);
    silent.abort();
  }
}

async function ask({ url, query, region, transcript, tokenOf }: Following, signal: AbortSignal): Promise<Response> {
  const authorization = `Bearer ${await tokenOf()}`;
  const headers = { accept: "text/event-stream", "content-type": "application/json", authorization };
  const body = JSON.stringify({ query, variables: { region, after: transcript.after } });
  return fetch(`${url}/graphql/stream`, { method: "POST", headers, body, signal });
}

/** Whatever was cut in its middle is none.
 * @param heard hears each event, and of each beat an empty word */
async function read(chunks: AsyncIterable<Uint8Array>, heard: (data: string) => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) {
    const parts = (text + decoder.decode(chunk, { stream: true })).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      if (part.startsWith("event: complete")) return "complete";
      heard(/^event: next\ndata: (.*)$/s.exec(part)?.[1] ?? "");
    }
  }
  return "cut";
}
