import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";

// Loaded into a measured process beside its program: it looks where the time goes when it is told to.

const EVERY_MICROSECONDS = 250;
const session = new Session();

interface Told {
  /** "begin", or the file for what was found since */
  profile?: string;
}

process.on("message", ({ profile }: Told) => {
  if (profile === "begin") void begin();
  else if (profile !== undefined) void end(profile);
});

async function begin(): Promise<void> {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: EVERY_MICROSECONDS });
  await session.post("Profiler.start");
}

async function end(file: string): Promise<void> {
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
  process.stderr.write(`\n{"profiled":${JSON.stringify(file)}}\n`);
}
