/** Something that others wait for until a test opens it.
 * @returns what they wait for, and what ends the wait; what it is opened with is what they get */
export function aGate<T = void>(): { opened: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
