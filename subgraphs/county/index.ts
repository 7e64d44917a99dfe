import "../../schema/process/production";
import "reflect-metadata";
import { runSubgraph } from "../tier/run";
import { profile } from "./profile";

runSubgraph(profile).catch((cause: Error) => {
  process.stderr.write(`${cause.stack}\n`);
  process.exit(1);
});
