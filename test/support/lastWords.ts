import { pino } from "pino";
import { StandardError } from "../../schema/logs/standardError";

// A process that has more to say at its end than anybody takes at once.
const log = pino({}, new StandardError());
process.once("message", () => {
  for (let i = 0; i < 5_000; i++) log.info(`line ${i}`);
  process.exit();
});
process.send?.("ready");
