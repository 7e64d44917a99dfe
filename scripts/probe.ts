/** `node dist/scripts/probe.js URL`: exit 0 where the address answers 200, for health checks in images without curl. */
const [url = ""] = process.argv.slice(2);
fetch(url, { signal: AbortSignal.timeout(2_500) }).then(
  ({ status }) => process.exit(status === 200 ? 0 : 1),
  () => process.exit(1),
);

export {};
