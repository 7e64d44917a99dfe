import { types } from "pg";

/** What `installTypeParsers` sets, for all connections of a process. */
const PARSED = [1082, 1184, 20];

/** The process's own world as the environment of a test file. What a file changes of it is put back after the file. */
export default class PlainEnvironment {
  readonly global = globalThis;
  private readonly exit = process.exit;
  private readonly console = globalThis.console;
  private readonly env = { ...process.env };
  private readonly symbols = new Set(Object.getOwnPropertySymbols(globalThis));
  private readonly parsers = PARSED.map((type) => types.getTypeParser(type));

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    process.exit = this.exit;
    globalThis.console = this.console;
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    PARSED.forEach((type, i) => void types.setTypeParser(type, this.parsers[i] as (text: string) => unknown));
    // what circus keeps of the file, and with it all that the file has made
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (!this.symbols.has(symbol) && Symbol.keyFor(symbol) === undefined) Reflect.deleteProperty(globalThis, symbol);
    }
  }

  /** There is none beside the process's own. */
  getVmContext(): null {
    return null;
  }
}
