// Runs in a thread of its own: a plan takes 5 to 50 ms of processor time, and nobody else waits for it.
import { parentPort, workerData } from "node:worker_threads";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { assertValidSchema, GraphQLError, parse } from "graphql";
import { withoutConditions } from "./conditions";
import type { PlanAnswer, PlanQuestion, ThreadData, ThreadReady } from "./messages";
import { packed } from "./packed";
import { plannerOf } from "./planner";

type Plan = (question: PlanQuestion) => string;

function prepare({ supergraphSdl, validate }: ThreadData): { plan: Plan; subgraphs: string[] } {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: validate });
  const schema = supergraph.apiSchema();
  if (validate) assertValidSchema(schema.toGraphQLJSSchema());
  const planner = plannerOf(supergraph);
  return {
    subgraphs: supergraph.subgraphsMetadata().map(({ name }) => name),
    plan({ text, operationName, met }) {
      const document = withoutConditions(parse(text, { noLocation: true }), met);
      const operation = operationFromDocument(schema, document, { operationName: operationName ?? undefined });
      return packed(JSON.stringify(planner.buildQueryPlan(operation)));
    },
  };
}

function answer(plan: Plan, question: PlanQuestion): PlanAnswer {
  try {
    return { plan: plan(question) };
  } catch (error) {
    return error instanceof GraphQLError ? { unfit: true } : { defect: withoutMessage(error) };
  }
}

/** A message may repeat a value of the text. */
function withoutMessage(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames.slice(0, 8)].join("\n");
}

function main(): void {
  const say = (word: ThreadReady | PlanAnswer) => parentPort?.postMessage(word);
  try {
    const { plan, subgraphs } = prepare(workerData as ThreadData);
    parentPort?.on("message", (question: PlanQuestion) => say(answer(plan, question)));
    say({ subgraphs });
  } catch (error) {
    say({ refused: (error as Error).message });
  }
}

main();
