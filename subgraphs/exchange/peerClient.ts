import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import * as v from "valibot";
import type { Tier } from "../../schema/contract/tier";
import { isAnswer, signEnvelope } from "../trust/envelope";
import type { Signed } from "../trust/signing";
import type { Exchange } from "./answers";
import {
  ANSWER_MS,
  BatchesAnswer,
  HeadsAnswer,
  HelloAnswer,
  HistoryAnswer,
  KEY_HEADER,
  MAX_BODY_BYTES,
  PATH,
  type Route,
  SIGNATURE_HEADER,
} from "./protocol";

const ANSWERS = { hello: HelloAnswer, batches: BatchesAnswer, history: HistoryAnswer, heads: HeadsAnswer } as const;
type AnswerOf<Name extends Route> = v.InferOutput<(typeof ANSWERS)[Name]>;

/** A peer did not answer, or not as the protocol says. One word, which tells no address. */
export class PeerFailed extends Error {
  constructor(readonly word: "UNREACHABLE" | "REFUSED_US" | "BUSY" | "BAD_ANSWER") {
    super(word);
  }
}

/** Asks one peer, over one connection that is kept. */
export class PeerClient {
  private readonly agent: Agent | undefined;
  private patienceMs: number;

  constructor(
    private readonly exchange: Pick<Exchange, "tier" | "key" | "peers">,
    readonly peer: Tier,
    private readonly url: string,
    private readonly answerMs: { first: number; most: number } = ANSWER_MS,
  ) {
    this.patienceMs = answerMs.first;
    this.agent = url.startsWith("https:") ? undefined : new Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** @throws PeerFailed */
  async ask<Name extends Route>(route: Name, question: object): Promise<AnswerOf<Name>> {
    const { key, tier, peers } = this.exchange;
    const body = JSON.stringify(question);
    const envelope = { route, sender: tier, receiver: this.peer, body };
    const signed = signEnvelope(key, envelope);
    const answer = await this.post(route, body, signed);
    if (!isAnswer(peers, envelope, signed, answer)) throw new PeerFailed("BAD_ANSWER");
    const read = v.safeParse(ANSWERS[route], parse(answer.body));
    if (!read.success) throw new PeerFailed("BAD_ANSWER");
    return read.output as AnswerOf<Name>;
  }

  close(): void {
    this.agent?.destroy();
  }

  private post(route: Route, body: string, signed: Signed): Promise<{ body: string; signed: Signed }> {
    const bytes = Buffer.from(body);
    const headers = {
      "content-type": "application/json",
      "content-length": bytes.length,
      [KEY_HEADER]: signed.key,
      [SIGNATURE_HEADER]: signed.signature,
    };
    const send = this.url.startsWith("https:") ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const fail = (word: PeerFailed["word"]) => reject(new PeerFailed(word));
      const asked = send(
        new URL(PATH + route, this.url),
        { method: "POST", agent: this.agent, headers, timeout: this.patienceMs },
        (answer) => {
          const parts: Buffer[] = [];
          let size = 0;
          answer.on("data", (part: Buffer) => {
            size += part.length;
            if (size > 2 * MAX_BODY_BYTES) asked.destroy();
            parts.push(part);
          });
          answer.on("error", () => fail("UNREACHABLE"));
          answer.on("close", () => fail("UNREACHABLE")); // no word where it has ended already
          answer.on("end", () => {
            this.patienceMs = this.answerMs.first;
            if (answer.statusCode === 503) return fail("BUSY");
            if (answer.statusCode !== 200) return fail("REFUSED_US");
            const [key, signature] = [answer.headers[KEY_HEADER], answer.headers[SIGNATURE_HEADER]];
            resolve({
              body: Buffer.concat(parts).toString("utf8"),
              signed: { key: String(key), signature: String(signature) },
            });
          });
        },
      );
      asked.on("timeout", () => {
        this.patienceMs = Math.min(2 * this.patienceMs, this.answerMs.most);
        asked.destroy();
      });
      asked.on("error", () => fail("UNREACHABLE"));
      asked.end(bytes);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
