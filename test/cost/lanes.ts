import { kindOf } from "./kind";

interface TestFile {
  path: string;
}

type Listener = (told: never) => void | Promise<void>;

interface TestRunner {
  runTests(files: readonly TestFile[], watcher: unknown, options: { serial: boolean }): Promise<void>;
  on(event: string, listener: Listener): () => void;
}
type TestRunnerClass = new (settings: { maxWorkers: number }, context: unknown) => TestRunner;
const { default: JestRunner } = require("jest-runner") as { default: TestRunnerClass };

/** Files of each lane that run at once. So many platforms are lent. */
const AT_ONCE = { borrowers: 2, others: 2 };

/** Jest's own runner, twice at once: files that borrow a platform have processes of their own, and the others theirs. In one row with them
 * a file that waits for a platform keeps a process from what could run meanwhile, and what waits for limits of time comes where
 * a core has nothing else to do. */
export default class Lanes implements TestRunner {
  readonly supportsEventEmitters = true;
  private readonly listeners: [event: string, listener: Listener][] = [];

  constructor(
    private readonly settings: { maxWorkers: number },
    private readonly context: unknown,
  ) {}

  on(event: string, listener: Listener): () => void {
    const heard: [string, Listener] = [event, listener];
    this.listeners.push(heard);
    return () => void this.listeners.splice(this.listeners.indexOf(heard), 1);
  }

  async runTests(files: readonly TestFile[], watcher: unknown, options: { serial: boolean }): Promise<void> {
    const run = (some: readonly TestFile[], atOnce: number) => this.lane(atOnce).runTests(some, watcher, options);
    if (options.serial) return run(files, this.settings.maxWorkers);
    const borrows = new Map(files.map((file) => [file, kindOf(file.path).borrows]));
    const lanes = [
      { some: files.filter((file) => borrows.get(file)), atOnce: AT_ONCE.borrowers },
      { some: files.filter((file) => !borrows.get(file)), atOnce: AT_ONCE.others },
    ];
    await Promise.all(lanes.map(({ some, atOnce }) => some.length > 0 && run(some, Math.min(some.length, atOnce))));
  }

  private lane(maxWorkers: number): TestRunner {
    const lane = new JestRunner({ ...this.settings, maxWorkers }, this.context);
    for (const [event, listener] of this.listeners) lane.on(event, listener);
    return lane;
  }
}
