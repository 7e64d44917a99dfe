// Loaded into a measured process beside its program: on SIGUSR2 it collects all garbage and says what is left, timers too.
const { gc } = globalThis as { gc?: () => void };

process.on("SIGUSR2", () => {
  gc?.();
  gc?.();
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  process.stderr.write(`\n{"timers":${timers},"heapProbe":${process.memoryUsage().heapUsed}}\n`);
});
