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

function pathOf(address: string): string {
  return address.replace(/[?#].*$/, "");
}
