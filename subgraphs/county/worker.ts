import "../../schema/process/production";
import { runWorker } from "../tier/worker";
import { profile } from "./profile";

runWorker(profile).catch((cause: Error) => {
  process.stderr.write(`${cause.stack}\n`);
  process.exit(1);
});
