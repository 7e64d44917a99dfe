import { faultAt } from "../../../schema/contract/fieldReasons";
import { badInput } from "./errors";

/** What a command does not take is refused and not stored, so that no step rewrites what another one brought.
 * @param takenBy which commands take a field; every command takes those that are not named
 * @throws BAD_USER_INPUT with each such field */
export function checkGiven<Input extends { command: string }>(
  input: Input,
  takenBy: { readonly [Field in keyof Input]?: readonly Input["command"][] },
): void {
  const foreign = Object.entries<readonly string[] | undefined>(takenBy).filter(
    ([field, commands]) => (input[field as keyof Input] ?? null) !== null && !commands?.includes(input.command),
  );
  if (!foreign.length) return;
  throw badInput(
    ...foreign.map(([field, commands]) =>
      faultAt(`input.${field}`, "NOT_OF_THIS_COMMAND", { commands: (commands ?? []).join(", ") }),
    ),
  );
}
