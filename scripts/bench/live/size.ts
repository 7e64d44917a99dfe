import { setTimeout as pause } from "node:timers/promises";
import type { Contender, Surroundings } from "../gateway/contenders";
import { rounded } from "../gateway/numbers";
import type { MeasuredProcess } from "../shield/measuredProcess";
import { Crowds } from "./crowds";
import { FOLLOW } from "./graph";

/** `[sockets, different subscriptions among them]` */
export type Size = readonly [sockets: number, different: number];

/** What is measured of one gateway with so many readers. An event is one in each of the different subscriptions at the same moment. */
export interface Found {
  sockets: number;
  different: number;
  /** questions or streams that waited at the tier */
  upstream: number;
  cpuMsPerEvent: number;
  cpuUsPerMessage: number;
  /** of the tiers that were asked for it */
  tiersCpuMsPerEvent: number;
  readersCpuMsPerEvent: number;
  /** while nothing happens: heartbeats */
  idleCpuMsPerSecond: number;
  kbPerSocket: number;
  bytesPerMessage: number;
  /** milliseconds from the happening to a reader */
  p50: number;
  p99: number;
  /** to the last reader of an event: in the middle, and of the worst event */
  lastP50: number;
  lastWorst: number;
  heard: number;
  expected: number;
  closed: number;
}

interface Asked extends Pick<Surroundings, "tiers"> {
  tierProcess: MeasuredProcess;
  events: number;
  /** who reads; nobody where the gateway asks for nothing */
  authorizations: string[];
}

/** Until everybody has heard of an event. */
const HEARD_MS = 10_000;
const IDLE_MS = 1_000;
/** What happens before anything is measured. */
const WARMING = 3;

/** @param start starts the gateway, which is stopped at the end */
export async function measured(start: () => Promise<Contender>, size: Size, asked: Asked): Promise<Found> {
  const { tiers, tierProcess, events, authorizations } = asked;
  const [sockets, different] = size;
  const { process, url } = await start();
  const crowds = new Crowds();
  try {
    const before = await resident(process);
    const readers = { count: sockets, channels: different, query: FOLLOW, authorizations };
    await crowds.open({ url: url.replace(/^http/, "ws"), ...readers });
    const upstream = await settled(tiers.county, authorizations.length ? different : sockets);
    const kbPerSocket = rounded(((await resident(process)) - before) / 1_024 / sockets);
    await happen(tiers.county, crowds, WARMING, sockets);
    const idle = process.cpuMs();
    await pause(IDLE_MS);
    const idleCpuMsPerSecond = rounded(((process.cpuMs() - idle) * 1_000) / IDLE_MS);
    const first = await crowds.report();
    const [cpu, tiersCpu] = [process.cpuMs(), tierProcess.cpuMs()];
    const { lags, lasts, bytes } = await happen(tiers.county, crowds, events, sockets);
    const cpuMs = process.cpuMs() - cpu;
    const tiersCpuMs = tierProcess.cpuMs() - tiersCpu;
    const { closed, cpuMs: readersCpu } = await crowds.report();
    return {
      ...{ sockets, different, upstream, kbPerSocket, idleCpuMsPerSecond },
      ...{ closed, heard: lags.length, expected: events * sockets, bytesPerMessage: Math.round(bytes / lags.length) },
      cpuMsPerEvent: rounded(cpuMs / events),
      cpuUsPerMessage: rounded((cpuMs * 1_000) / events / sockets),
      tiersCpuMsPerEvent: rounded(tiersCpuMs / events),
      readersCpuMsPerEvent: rounded((readersCpu - first.cpuMs) / events),
      ...{ p50: at(lags, 0.5), p99: at(lags, 0.99), lastP50: at(lasts, 0.5), lastWorst: at(lasts, 1) },
    };
  } finally {
    crowds.close();
    await process.stop();
  }
}

/** Lets something happen, again once everybody has heard of it, and not any more once somebody has not. */
async function happen(county: string, crowds: Crowds, times: number, sockets: number) {
  const [lags, lasts]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let i = 0; i < times; i++) {
    await fetch(`${county}/tick`, { method: "POST", body: "{}" });
    let heard: number[] = [];
    for (const until = performance.now() + HEARD_MS; heard.length < sockets && performance.now() < until; ) {
      await pause(100);
      const report = await crowds.report();
      heard = heard.concat(report.lags);
      bytes += report.bytes;
    }
    lags.push(...heard);
    lasts.push(heard.reduce((most, lag) => Math.max(most, lag), 0));
    if (heard.length < sockets) break;
  }
  return { lags, lasts, bytes };
}

/** @returns how many questions or streams wait at the tier, once it is so many or stays as it is */
export async function settled(county: string, expected: number): Promise<number> {
  let count = -1;
  for (let looks = 0; looks < 50 && count !== expected; looks++) {
    await pause(100);
    const { waiting, streams } = (await (await fetch(`${county}/counts`)).json()) as Record<string, number>;
    count = (waiting ?? 0) + (streams ?? 0);
  }
  return count;
}

/** Without what a collection would give back. */
async function resident(process: MeasuredProcess): Promise<number> {
  await process.heapBytes();
  return process.residentBytes();
}

function at(values: readonly number[], share: number): number {
  return rounded([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN);
}
