import { demonstrationClients } from "../client/demonstrationClients";
import { runMain } from "../runMain";
import { Answers } from "./answers";
import { compare } from "./figure";
import { FIGURES } from "./golden";
import { PENDING } from "./pending";
import { withPlatform } from "./platform";
import { measurementOfFigures, summaryOf, tableOf } from "./report";

const USAGE =
  "usage: npm run -s figures [-- --json]: holds what the gateway answers against the figures of the articles";

/** @returns the exit code: 0 where no figure is wrong */
async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== "--json")) throw new Error(USAGE);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return withPlatform(process.env, say, async (environment) => {
    const started = performance.now();
    const found = await compare(FIGURES, PENDING, new Answers(demonstrationClients(environment)));
    const measured = measurementOfFigures(found, Math.round(performance.now() - started) / 1000);
    process.stdout.write(
      options.includes("--json") ? `${JSON.stringify(measured)}\n` : `${tableOf(found)}\n\n${summaryOf(found)}\n`,
    );
    return measured.ok ? 0 : 1;
  });
}

runMain(main);
