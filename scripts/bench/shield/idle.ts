import { setTimeout as pause } from "node:timers/promises";
import type { Target } from "../../measurement";
import { medianOf } from "../overview/timing";
import { post } from "./families/family";
import type { MeasuredProcess } from "./measuredProcess";
import { exchange } from "./wire";

/** What a process takes while nobody asks, in milliseconds of processor time. */
interface Idle {
  /** of one second: the median, since a collection of garbage may fall into one of them and is no work of every second */
  msOfSecond: number;
  /** each in turn: all threads, and of these the main one */
  seconds: { ms: number; ofMainThread: number }[];
  /** of one question of somebody who works, over a connection of its own: what a millisecond is worth on this machine */
  msOfQuestion: number;
}

/** More than a gateway takes that looks whether three tiers are well, and in vain for two of them; on any machine, since both are measured on it. */
const MOST_QUESTIONS = 30;
const QUESTIONS = 31;
const QUESTION = Buffer.from(JSON.stringify({ query: "{ viewer { person } }" }));

export async function measureIdle(process: MeasuredProcess, seconds: number, authorization: string): Promise<Idle> {
  const questions: number[] = [];
  for (let i = 0; i < QUESTIONS; i++) {
    const before = process.cpuMs();
    await exchange(process.url, { chunks: [post({ authorization }, QUESTION)] });
    questions.push(process.cpuMs() - before);
  }
  const each: Idle["seconds"] = [];
  for (let i = 0; i < seconds; i++) {
    const [before, main] = [process.cpuMs(), process.mainThreadCpuMs()];
    await pause(1_000);
    each.push({ ms: process.cpuMs() - before, ofMainThread: process.mainThreadCpuMs() - main });
  }
  return { msOfSecond: medianOf(each.map(({ ms }) => ms)), seconds: each, msOfQuestion: medianOf(questions) };
}

/** @returns so many questions could have been answered instead in a second in which nobody asks */
function questionsInstead({ msOfSecond, msOfQuestion }: Idle): number {
  return Math.round((msOfSecond / msOfQuestion) * 10) / 10;
}

export function isIdle(idle: Idle): boolean {
  return questionsInstead(idle) <= MOST_QUESTIONS;
}

export function idleTarget(idle: Idle): Target {
  const { msOfSecond, msOfQuestion, seconds } = idle;
  const ofMainThread = medianOf(seconds.map((second) => second.ofMainThread));
  const [all, main, question] = [msOfSecond, ofMainThread, msOfQuestion].map((ms) => ms.toFixed(1));
  return {
    name: `questions that could be answered instead of what the gateway does in a second while nobody asks (${all} ms, of its main thread ${main}; a question ${question})`,
    limit: `<= ${MOST_QUESTIONS}`,
    found: questionsInstead(idle),
    ok: isIdle(idle),
  };
}
