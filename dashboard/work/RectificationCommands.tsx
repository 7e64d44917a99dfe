import { rectificationLifecycle } from "../generated/lifecycles";
import { MoveRectification } from "../generated/operations";
import type { MoveRectificationMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf, fieldsOfPlan, planOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";
import { type Office, useWithheld } from "./useWithheld";

interface MovableRectification {
  id: string;
  version: number;
  status: string;
  plan?: string | null;
  report?: string | null;
  measures: readonly { findingId: string; text: string; responsible: string; dueOn: string }[];
  commands: readonly string[];
}

/** 整改, by the unit or by the office: what either may do, the platform says.
 * @param findings for each of which a plan has a measure */
export function RectificationCommands({
  rectification,
  findings,
  office,
}: {
  rectification: MovableRectification;
  findings: readonly { id: string; name: string }[];
  /** whose book it is in, where the viewer is of that office */
  office?: Office;
}) {
  const words = useWords();
  const { id, version, status, commands } = rectification;
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(MoveRectification, tier);
  const fields = (command: string) => {
    const asked = fieldsOf("rectification", rectificationLifecycle, status, command);
    return command === "SUBMIT_PLAN" ? [...fieldsOfPlan(findings), ...(office ? asked : [])] : asked;
  };
  return (
    <CommandBar
      label={words.work.rectification}
      commands={commands}
      withheld={useWithheld(rectificationLifecycle, status, commands, office)}
      names={words.work.rectificationCommand}
      // a unit's step counts on the day on which it is taken
      fieldsOf={(command) => fields(command).filter(({ path }) => office || path !== "on")}
      initialOf={(command) => beforeOf(rectification, command)}
      tier={tier}
      subject={{ id, version }}
      busy={busy}
      carryOut={(command, { plan, ...input }, subject) =>
        change({
          ...input,
          ...subject,
          ...(plan ? { plan: planOf(plan) } : {}),
          command,
        } as MoveRectificationMutationVariables["input"])
      }
    />
  );
}

/** A plan or a report that came back is written on, not anew. */
function beforeOf({ plan, report, measures }: MovableRectification, command: string): Record<string, string> {
  if (command === "REPORT") return report ? { report } : {};
  if (command !== "SUBMIT_PLAN" || !plan) return {};
  const values = measures.flatMap(({ findingId, text, responsible, dueOn }) =>
    Object.entries({ text, responsible, dueOn }).map(([name, value]) => [`plan.measures.${findingId}.${name}`, value]),
  );
  return { "plan.text": plan, ...Object.fromEntries(values) };
}
