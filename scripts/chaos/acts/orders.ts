import { nameOfTier } from "../../../schema/contract/tier";
import { type Desk, fractionOf } from "../desk";
import type { OrderCommand } from "../ledger";
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

const ANSWER = { post: "director", command: "REPORT_BACK", note: "已核对。（虚构）" } as const;

/** The addressee signs for an order or declines it, and answers one that it has signed for, or that came back. */
export function answerOrder(desk: Desk, pick: number): Promise<boolean> {
  const accepts = fractionOf(pick * 7) < 0.75;
  return move(desk, pick, "way: [IN], status: [ISSUED, ACCEPTED, RETURNED]", {
    ISSUED: accepts
      ? { post: "clerk", command: "ACCEPT" }
      : { post: "director", command: "DECLINE", note: "不属本办职责。（虚构）" },
    ACCEPTED: ANSWER,
    RETURNED: ANSWER,
  });
}

/** The issuer closes what was answered or returns it, and insists on what was declined. */
export function closeOrder(desk: Desk, pick: number): Promise<boolean> {
  const closes = fractionOf(pick * 7) < 0.6;
  return move(desk, pick, "way: [OUT], status: [REPORTED_BACK, DECLINED]", {
    REPORTED_BACK: closes
      ? { post: "director", command: "CLOSE" }
      : { post: "director", command: "RETURN", note: "须补充依据。（虚构）" },
    DECLINED: { post: "director", command: "INSIST", note: "属其职责。（虚构）" },
  });
}

/** What is out is reminded of, once a day, or withdrawn, whatever its addressee is doing meanwhile. */
export function pressOrder(desk: Desk, pick: number): Promise<boolean> {
  const withdraws = fractionOf(pick * 7) < 0.3;
  const step: Step = withdraws
    ? { post: "director", command: "WITHDRAW", note: "已无必要。（虚构）" }
    : { post: "clerk", command: "REMIND" };
  const steps = { ISSUED: step, ACCEPTED: step, RETURNED: step };
  return move(desk, pick, "way: [OUT], status: [ISSUED, ACCEPTED, RETURNED]", steps);
}

interface Step {
  post: Post;
  command: OrderCommand;
  note?: string;
}

async function move(desk: Desk, pick: number, filter: string, steps: Record<string, Step>): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}Orders`;
  const source = `{ orders: ${field}(first: 50, filter: {${filter}}) { nodes { id version status } } }`;
  const { orders } = await desk.asks<Listed>("director", source);
  const one = orders.nodes[Math.floor(pick * orders.nodes.length)];
  const step = one && steps[one.status];
  if (!step) return false;
  const { post, command, note } = step;
  const input = { orders: [{ id: one.id, version: one.version }], command, note };
  if (!(await desk.does(post, MOVE, input))) return false;
  desk.ledger.add({ deed: "ORDER_MOVED", office: desk.office, order: one.id, command });
  return true;
}

interface Listed {
  orders: { nodes: { id: string; version: number; status: string }[] };
}
