import { join } from "node:path";
import { CompositionError, graphFiles } from "./check/composition";
import { writeGenerated } from "./check/drift";
import { buildSubgraphs } from "./subgraphs";

try {
  const written = writeGenerated(join(__dirname, "../.."), graphFiles(buildSubgraphs()));
  console.log(written.length > 0 ? `wrote ${written.join(", ")}` : "the graph composes; nothing has changed");
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  console.error(`The subgraphs do not compose:\n${error.message}`);
  process.exitCode = 1;
}
