/** Ends the process with the code of its work (0, or 1 where it found something), or says in one line why the work was not
 * done, and ends with 2. Lets what is written yet be written. */
export function runMain(main: (options: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (cause: Error) => {
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = 2;
    },
  );
}
