import { nameOfTier } from "../../../schema/contract/tier";
import type { Desk } from "../desk";
import { officesBelow, type Post } from "../offices";
import type { Mutation } from "../persistent";

const ISSUE: Mutation = ["issueTierOrders", "IssueOrdersInput", "Order"];
const MOVE: Mutation = ["moveTierOrders", "MoveOrdersInput", "Order"];

/** 派单: a task for one of the offices below; the one between the two, if any, has a copy. */
export async function order(desk: Desk, pick: number): Promise<boolean> {
  const below = officesBelow(desk.office);
  const addressee = below[Math.floor(pick * below.length)] as string;
  const words = { title: "核对公示（虚构）", request: "请核对并报告。（虚构）", basis: "年度计划（虚构）" };
  const input = { kind: "TASK", officeCodes: [addressee], ...words, synthetic: true };
  const [made] = (await desk.does("director", ISSUE, input)) ?? [];
  if (!made) return false;
  desk.ledger.add({ deed: "ORDERED", office: desk.office, order: made.id, addressee });
  return true;
}

/** The addressee signs for an order, or answers one that it has signed for. */
export function answerOrder(desk: Desk, pick: number): Promise<boolean> {
  return move(desk, pick, "way: [IN], status: [ISSUED, ACCEPTED]", {
    ISSUED: { post: "clerk", command: "ACCEPT", to: "ACCEPTED" },
    ACCEPTED: { post: "director", command: "REPORT_BACK", note: "已核对。（虚构）", to: "REPORTED_BACK" },
  });
}

/** The issuer closes what was answered. */
export function closeOrder(desk: Desk, pick: number): Promise<boolean> {
  return move(desk, pick, "way: [OUT], status: [REPORTED_BACK]", {
    REPORTED_BACK: { post: "director", command: "CLOSE", to: "CLOSED" },
  });
}

interface Step {
  post: Post;
  command: string;
  note?: string;
  to: "ACCEPTED" | "REPORTED_BACK" | "CLOSED";
}

async function move(desk: Desk, pick: number, filter: string, steps: Record<string, Step>): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}Orders`;
  const source = `{ orders: ${field}(first: 50, filter: {${filter}}) { nodes { id version status } } }`;
  const { orders } = await desk.asks<Listed>("director", source);
  const one = orders.nodes[Math.floor(pick * orders.nodes.length)];
  const step = one && steps[one.status];
  if (!step) return false;
  const { post, command, note, to: status } = step;
  const input = { orders: [{ id: one.id, version: one.version }], command, note };
  if (!(await desk.does(post, MOVE, input))) return false;
  desk.ledger.add({ deed: "ORDER_MOVED", office: desk.office, order: one.id, status });
  return true;
}

interface Listed {
  orders: { nodes: { id: string; version: number; status: string }[] };
}
