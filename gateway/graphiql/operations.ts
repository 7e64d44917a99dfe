import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A saved operation: the file's name without its ending, and the text. */
export interface SavedOperation {
  name: string;
  query: string;
}

/** @returns the operations of a folder by name, none where there is no such folder */
export async function readOperations(dir: string): Promise<SavedOperation[]> {
  const files = await readdir(dir).catch(ignoreMissing);
  const names = files.filter((file) => file.endsWith(".graphql")).sort();
  return Promise.all(
    names.map(async (file) => ({
      name: file.slice(0, -".graphql".length),
      query: await readFile(join(dir, file), "utf8"),
    })),
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
