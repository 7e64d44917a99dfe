import { join } from "node:path";
import { createFolderStore } from "../../files/content/folderStore";
import { createSpool } from "../../files/spool";
import type { TierFiles } from "../context";
import { Turns } from "./turns";

/** Two connections of the pool at most make exports. Waiting and making together end before the gateway gives up. */
const EXPORTS = { most: 2, waiting: 32, waitMs: 15_000 };

/** @param folder of contents; what is on its way lies in its `incoming` */
export function tierFiles(folder: string, key: string, maxAttachmentBytes: number): TierFiles {
  const store = createFolderStore(folder);
  return { store, spool: createSpool(join(folder, "incoming")), exports: new Turns(EXPORTS), key, maxAttachmentBytes };
}
