interface Step {
  from: string;
  command: string;
  /** PREVIOUS: the status from which it came to this one */
  to: string;
  /** name of the journal entry */
  event: string;
  by: readonly string[];
  /** codes of the refusals that answer where it is not met */
  requires: readonly string[];
}

export interface Lifecycle {
  /** it begins in the first */
  statuses: readonly string[];
  steps: readonly Step[];
}

/** The steps that roles may take from a status and that are not offered now: what is asked for then is refused, and the refusal
 * says what is missing. */
export function withheldOf(
  { steps }: Lifecycle,
  status: string,
  offered: readonly string[],
  roles: readonly string[],
): string[] {
  return steps
    .filter(({ from, by }) => from === status && by.some((who) => roles.includes(who)))
    .flatMap(({ command }) => (offered.includes(command) ? [] : command));
}

export interface Node {
  status: string;
  /** steps from the beginning */
  column: number;
  row: number;
}

export interface Edge {
  from: Node;
  to: Node;
}

/** Places the statuses of a life cycle: each behind every one from which a step leads on to it, in the order of the table. Steps
 * back and steps that stay where they are have no line of their own: they stand in the list of next steps.
 * @returns statuses with their places, and a line for each way on */
export function layoutOf(cycle: Lifecycle): { nodes: Node[]; edges: Edge[]; columns: number; rows: number } {
  const filled = new Map<number, number>();
  const columnOf = columnsOf(cycle);
  const nodes = cycle.statuses.map((status): Node => {
    const column = columnOf.get(status) ?? 0;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    return { status, column, row };
  });
  const byStatus = new Map(nodes.map((node) => [node.status, node]));
  const seen = new Set<string>();
  const edges = cycle.steps.flatMap(({ from, to }) => {
    const [start, end] = [byStatus.get(from), byStatus.get(to)];
    const key = `${from} ${to}`;
    if (!start || !end || end.column <= start.column || seen.has(key)) return [];
    seen.add(key);
    return [{ from: start, to: end }];
  });
  return { nodes, edges, columns: Math.max(0, ...filled.keys()) + 1, rows: Math.max(1, ...filled.values()) };
}

/** letters that a line of a box has room for, and half as many characters of Chinese */
const BOX_LINE = 11;

/** @returns a name in the lines of its box: one, or two of several words */
export function linesOf(name: string): readonly string[] {
  if (name.length <= BOX_LINE || !name.includes(" ")) return [name];
  const blanks = [...name.matchAll(/ /g)].map(({ index }) => index);
  const nearest = blanks.reduce((best, at) =>
    Math.abs(at - name.length / 2) < Math.abs(best - name.length / 2) ? at : best,
  );
  return [name.slice(0, nearest), name.slice(nearest + 1)];
}

function columnsOf({ statuses, steps }: Lifecycle): Map<string, number> {
  const columns = new Map<string, number>();
  statuses.forEach((status, place) => {
    const before = steps.filter(({ from, to }) => to === status && statuses.indexOf(from) < place);
    columns.set(status, Math.max(0, ...before.map(({ from }) => (columns.get(from) ?? 0) + 1)));
  });
  return columns;
}
