/** Ends the process with the code of its work, or says in one line why it has none, and ends with 1. Lets what is
 * written yet be written. */
export function runMain(main: (options: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (cause: Error) => {
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = 1;
    },
  );
}
