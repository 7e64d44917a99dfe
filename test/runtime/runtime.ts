import { createRequire } from "node:module";
import { join, sep } from "node:path";

const TESTS = join(__dirname, "..") + sep;
/** What circus tells its own handlers of a file by, on the globals. */
const HANDLERS = Symbol.for("EVENT_HANDLERS");

/** Loads a test file as Node itself does, into the process's own world. Jest makes a world of its own for each file, in which the
 * platform and all packages are read, compiled and warmed up anew, and looks every global up through a proxy: that was a third of
 * what the tests' processes did. Here a worker loads the platform once, and each file only what lies in `test`. So a module of
 * the platform must keep nothing between requests that one file could leave to the next; none does, and `environment.ts` puts back
 * the rest. There is no mocking of modules and no coverage by Babel in this world. */
export default class PlainRuntime {
  private readonly before = new Set(Object.keys(require.cache));

  requireModule(path: string): unknown {
    return createRequire(path)(path);
  }

  /** What runs the tests keeps a file's state in its module. */
  requireInternalModule(path: string): unknown {
    delete require.cache[path];
    delete (globalThis as { [HANDLERS]?: unknown })[HANDLERS];
    return this.requireModule(path);
  }

  /** Forgets the file with its hooks, and whatever of `test` it has loaded: also where a module of the platform knows that it was
   * loaded by that first, and would keep it with all that its tests have made. */
  teardown(): void {
    const isGone = (path: string) => path.startsWith(TESTS) && !this.before.has(path);
    for (const path of Object.keys(require.cache)) if (isGone(path)) delete require.cache[path];
    for (const module of Object.values(require.cache)) {
      if (module?.parent && isGone(module.parent.filename)) module.parent = undefined;
    }
  }

  getSourceMaps(): Map<string, string> {
    return new Map();
  }

  getAllCoverageInfoCopy(): undefined {}
  setGlobalsForRuntime(): void {}
  enterTestCode(): void {}
  leaveTestCode(): void {}

  unstable_shouldLoadAsEsm(): boolean {
    return false;
  }
}
