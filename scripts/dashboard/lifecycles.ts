import type { Lifecycle } from "../../dashboard/rules/lifecycle";
import type { Transition } from "../../subgraphs/domain/lifecycle";
import { lifecycles } from "../../subgraphs/domain/lifecycles";
import { NOTHING_TO_PLAN } from "../../subgraphs/domain/rectification/requirements";

type LifecyclesOfDomain = { [Name in keyof typeof lifecycles]: Lifecycle };

/** The tables of the domain as data: what the page draws and asks for is what the platform does. */
export function lifecyclesOf(): LifecyclesOfDomain {
  const drawn = Object.entries(lifecycles).map(([name, { table }]): [string, Lifecycle] => {
    const statuses = Object.keys(table);
    const steps = Object.entries(table as Record<string, Record<string, Transition>>).flatMap(([from, commands]) =>
      Object.entries(commands).map(([command, { to, event, by, requires = [] }]) => {
        return { from, command, to, event, by, requires };
      }),
    );
    return [name, { statuses, steps }];
  });
  return Object.fromEntries(drawn) as unknown as LifecyclesOfDomain;
}

export function lifecyclesModule(): string {
  const drawn: [string, Lifecycle][] = Object.entries(lifecyclesOf());
  return [
    "// Generated from subgraphs/domain: not in the repository.",
    `import type { Lifecycle } from "../rules/lifecycle";`,
    "",
    ...drawn.map(([name, cycle]) => `export const ${name}Lifecycle: Lifecycle = ${JSON.stringify(cycle)};`),
    `export const nothingToPlan: readonly string[] = ${JSON.stringify(NOTHING_TO_PLAN)};`,
    "",
  ].join("\n");
}
