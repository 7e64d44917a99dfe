export interface Step {
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

/** Places the statuses of a life cycle by how many steps they are from the beginning. Steps back and steps that stay where they
 * are have no line of their own: they stand in the list of next steps.
 * @returns statuses with their places, and a line for each way on */
export function layoutOf({ statuses, steps }: Lifecycle): {
  nodes: Node[];
  edges: Edge[];
  columns: number;
  rows: number;
} {
  const columnOf = distances(statuses[0] ?? "", steps);
  const filled = new Map<number, number>();
  const nodes = statuses.flatMap((status): Node[] => {
    const column = columnOf.get(status);
    if (column === undefined) return []; // nothing leads there but a step of another object
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    return [{ status, column, row }];
  });
  const byStatus = new Map(nodes.map((node) => [node.status, node]));
  const seen = new Set<string>();
  const edges = steps.flatMap(({ from, to }) => {
    const [start, end] = [byStatus.get(from), byStatus.get(to)];
    const key = `${from} ${to}`;
    if (!start || !end || end.column <= start.column || seen.has(key)) return [];
    seen.add(key);
    return [{ from: start, to: end }];
  });
  return { nodes, edges, columns: Math.max(0, ...filled.keys()) + 1, rows: Math.max(1, ...filled.values()) };
}

function distances(first: string, steps: Lifecycle["steps"]): Map<string, number> {
  const found = new Map([[first, 0]]);
  const waiting = [first];
  for (let status = waiting.shift(); status !== undefined; status = waiting.shift()) {
    for (const { from, to } of steps) {
      if (from !== status || found.has(to) || to === "PREVIOUS") continue;
      found.set(to, (found.get(status) ?? 0) + 1);
      waiting.push(to);
    }
  }
  return found;
}
