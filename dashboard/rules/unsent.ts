/** 未提交 The forms in which somebody has written what was not sent yet. Whatever would lose it asks first. */
export class Unsent {
  private readonly written = new Set<object>();
  /** set by the page: asks the person, who says whether to go on */
  ask: () => boolean = () => true;

  get isAny(): boolean {
    return this.written.size > 0;
  }

  /** @returns how to take it back: it was sent, or thrown away */
  keep(form: object = {}): () => void {
    this.written.add(form);
    return () => this.written.delete(form);
  }

  /** Whether a way leads on: within a page nothing is lost, and elsewhere the person says so.
   * @param from, to addresses, with or without what is searched for */
  mayGo(from: string, to: string): boolean {
    return !this.isAny || pathOf(from) === pathOf(to) || this.ask();
  }
}

export const unsent = new Unsent();

/** Whether a form holds what somebody would have to write anew.
 * @param initial what stood in it at first */
export function isWritten(
  values: Readonly<Record<string, string>>,
  initial: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(values).some(([path, value]) => value.trim() !== (initial[path] ?? "").trim());
}

type Values = Readonly<Record<string, string>>;

/** What was written in those forms of one object that nobody looks at now: whoever comes back to one finds it there again. */
export class KeptForms {
  private readonly kept = new Map<string, { command: string; values: Values }>();

  /** @param choice of several objects, which ones are chosen */
  keep(command: string, choice: string, values: Values): void {
    this.kept.set(`${command} ${choice}`, { command, values });
  }

  /** It is looked at again.
   * @returns undefined: nothing was kept */
  take(command: string, choice: string): Values | undefined {
    const found = this.kept.get(`${command} ${choice}`);
    this.kept.delete(`${command} ${choice}`);
    return found?.values;
  }

  clear(): void {
    this.kept.clear();
  }

  /** @param commands whose forms can be opened: what was written for another one is found nowhere again
   * @param initialOf what stood in a form at first */
  isAnyWritten(commands: readonly string[], initialOf: (command: string) => Values | undefined): boolean {
    return [...this.kept.values()].some(
      ({ command, values }) => commands.includes(command) && isWritten(values, initialOf(command)),
    );
  }
}

function pathOf(address: string): string {
  return address.replace(/[?#].*$/, "");
}
