import type { PlanNode } from "@apollo/query-planner";
import { compileFetch } from "./fetch";
import type { Layouts } from "./layouts";
import { rowsBelow, wayOf } from "./places";
import type { Step, Subgraph } from "./run";
import type { Types } from "./types";

interface PlanParts<Context> {
  subgraphs: Readonly<Record<string, Subgraph<Context>>>;
  types: Types;
  layouts: Layouts;
}

const NOTHING = async () => {};

/** Compiles a node of a plan into what carries it out. A step never throws: what goes wrong is among the run's errors.
 * @throws where the plan asks for what this executor does not do */
export function compileStep<Context>(node: PlanNode | undefined, parts: PlanParts<Context>): Step<Context> {
  switch (node?.kind) {
    case undefined:
      return NOTHING;
    case "Sequence": {
      const steps = node.nodes.map((inner) => compileStep(inner, parts));
      return async (run, place) => {
        for (const step of steps) await step(run, place);
      };
    }
    case "Parallel": {
      const steps = node.nodes.map((inner) => compileStep(inner, parts));
      return async (run, place) => {
        await Promise.all(steps.map((step) => step(run, place)));
      };
    }
    case "Flatten": {
      const path = node.path.map(String);
      const way = wayOf(path);
      const inner = compileStep(node.node, parts);
      return async (run, place) => {
        const rows = rowsBelow(place.rows, way, run.store);
        if (rows.length > 0) await inner(run, { path: [...place.path, ...path], rows });
      };
    }
    case "Fetch":
      return recording(compileFetch(node, subgraphNamed(node.serviceName, parts), parts));
    default:
      throw new Error(`a plan with ${node?.kind} cannot be carried out`);
  }
}

function recording<Context>(step: Step<Context>): Step<Context> {
  return async (run, place) => {
    try {
      await step(run, place);
    } catch (error) {
      run.errors.push(error);
    }
  };
}

function subgraphNamed<Context>(name: string, { subgraphs }: PlanParts<Context>): Subgraph<Context> {
  const subgraph = Object.hasOwn(subgraphs, name) ? subgraphs[name] : undefined;
  if (!subgraph) throw new Error(`a plan asks the subgraph ${name}, which this gateway does not know`);
  return subgraph;
}
