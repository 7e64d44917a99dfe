import { MoveClue, MoveClueReceipt } from "../generated/operations";
import type { MoveClueMutationVariables, MoveClueReceiptMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { type Field, REASON } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import type { Words } from "../words";
import { CommandBar } from "../work/CommandBar";
import type { Clue } from "./clue";

const OF_SENDER = ["APPROVE", "REFER", "SEAL"];
/** Where another office receives it, the route says so by itself. */
const RECEIVERS = ["DISCIPLINE", "ORGANISATION", "RESIDENT_GROUP"] as const;

/** What a command asks for, in the words of the page. */
function fieldsFor(
  command: string,
  office: string,
  { custody, disposalOf, outcomeOf }: Words["clues"],
): readonly Field[] {
  switch (command) {
    case "REFER":
      return [
        {
          path: "receiver",
          kind: "choice",
          name: "receiver",
          required: false,
          options: RECEIVERS.map((body) => [`${office}:${body}`, custody[body]]),
        },
      ];
    case "PROPOSE_DISPOSAL":
      return [
        { path: "disposal", kind: "choice", name: "disposal", required: true, options: Object.entries(disposalOf) },
        { ...REASON, required: false },
      ];
    case "CONCLUDE":
      return [
        { path: "outcome", kind: "choice", name: "outcome", required: true, options: Object.entries(outcomeOf) },
        REASON,
      ];
    case "SEAL":
    case "RETURN":
    case "REJECT_DISPOSAL":
      return [REASON];
    default:
      return [];
  }
}

/** What either side may do with a clue now: the office that has it referred, or whoever received it. */
export function ClueCommands({ clue, tier }: { clue: Clue; tier: TierOfRows }) {
  const words = useWords();
  const { officeCode } = useViewer();
  const sending = useChange(MoveClue, tier);
  const receiving = useChange(MoveClueReceipt, tier);
  // each side's steps have a version of their own: the latest receipt is the one that goes on
  const receipt = clue.receipts[clue.receipts.length - 1];
  const about = { id: clue.id, own: clue.version, received: receipt?.version ?? 0 };
  return (
    <CommandBar
      label={words.work.commands}
      commands={clue.commands}
      names={words.clues.command}
      fieldsOf={(command) => fieldsFor(command, officeCode, words.clues)}
      tier={tier}
      subject={about}
      busy={sending.busy || receiving.busy}
      carryOut={(command, input, { id, own, received }) =>
        OF_SENDER.includes(command)
          ? sending.change({ ...input, id, version: own, command } as MoveClueMutationVariables["input"])
          : receiving.change({ ...input, id, version: received, command } as MoveClueReceiptMutationVariables["input"])
      }
    />
  );
}
