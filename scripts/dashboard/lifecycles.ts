import type { Step } from "../../dashboard/rules/lifecycle";
import type { Transition } from "../../subgraphs/domain/lifecycle";
import { lifecycles } from "../../subgraphs/domain/lifecycles";

/** The tables of the domain as data: what the page draws is what the platform does. */
export function lifecyclesModule(): string {
  const drawn = Object.entries(lifecycles).map(([name, { table }]) => {
    const statuses = Object.keys(table);
    const steps = Object.entries(table as Record<string, Record<string, Transition>>).flatMap(([from, commands]) =>
      Object.entries(commands).map(
        ([command, { to, event, by, requires = [] }]): Step => ({ from, command, to, event, by, requires }),
      ),
    );
    return [name, { statuses, steps }] as const;
  });
  return [
    "// Generated from subgraphs/domain: not in the repository.",
    `import type { Lifecycle } from "../rules/lifecycle";`,
    "",
    ...drawn.map(([name, cycle]) => `export const ${name}Lifecycle: Lifecycle = ${JSON.stringify(cycle)};`),
    "",
  ].join("\n");
}
