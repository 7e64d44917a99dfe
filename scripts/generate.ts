import { join } from "node:path";
import { writeGenerated } from "./check/drift";
import { GENERATED } from "./check/generated";

const written = writeGenerated(join(__dirname, "../.."), GENERATED);
console.log(written.length > 0 ? `wrote ${written.join(", ")}` : "nothing has changed");
