// Loaded into a measured process beside its program: on SIGUSR2 it collects all garbage and says what is left.
const { gc } = globalThis as { gc?: () => void };

process.on("SIGUSR2", () => {
  gc?.();
  gc?.();
  process.stderr.write(`\n{"heapProbe":${process.memoryUsage().heapUsed}}\n`);
});
