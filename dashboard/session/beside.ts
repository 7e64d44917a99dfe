import { stateBeside } from "../rules/beside";
import { addressOf, randomText, redeem, type TokenAnswer } from "./signIn";

/** Windows of the same page hear each other here: a code with which an issuer answered, and nothing else. It is worth nothing without the
 * verifier, which the window that asked keeps in memory. */
const CHANNEL = "sign-in";
const SIZE = "popup,width=520,height=720";
/** after which nobody has asked for it any more */
const LONGEST_MS = 5_000;

interface Word {
  state: string;
  /** what the issuer answered; without it: that this has been taken */
  answer?: string;
}

let asking: BroadcastChannel | undefined;

/** Signs somebody in by another window, so that what they have written in this one stays.
 * @returns the tokens, once they have
 * @throws SignInFault where the issuer refused, or the browser opens no window */
export async function signInBeside(): Promise<TokenAnswer> {
  // at once, while the browser knows that somebody has clicked
  const opened = window.open("about:blank", "_blank", SIZE);
  const { address, state, verifier } = await addressOf(stateBeside(randomText()));
  const answer = answerTo(state);
  if (opened) opened.location.replace(address);
  else window.open(address, "_blank", SIZE);
  return redeem(await answer, { state, verifier });
}

function answerTo(state: string): Promise<string> {
  asking?.close(); // an earlier try that nobody ended
  const channel = new BroadcastChannel(CHANNEL);
  asking = channel;
  return new Promise((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.state !== state || data.answer === undefined) return;
      channel.postMessage({ state } satisfies Word);
      resolve(data.answer);
    };
  });
}

/** In the window that came back from the issuer: hands its answer to the one that asked for it.
 * @returns whether that one was there */
export function handOver(answer: string): Promise<boolean> {
  const state = new URLSearchParams(answer).get("state") ?? "";
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), LONGEST_MS);
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.state === state && data.answer === undefined) resolve(true);
    };
    channel.postMessage({ state, answer } satisfies Word);
  }).finally(() => channel.close());
}
