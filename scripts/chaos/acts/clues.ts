import { randomBytes } from "node:crypto";
import { nameOfTier } from "../../../schema/contract/tier";
import { type Desk, fractionOf } from "../desk";
import type { ClueState, ClueStep } from "../ledger";
import { type Post, superiorsOf } from "../offices";
import type { Mutation } from "../persistent";

const REGISTER: Mutation = ["registerTierClue", "RegisterClueInput", "Clue"];
const MOVE: Mutation = ["moveTierClue", "MoveClueInput", "Clue"];
const TAKE: Mutation = ["moveTierClueReceipt", "MoveClueReceiptInput", "Clue"];

/** In every clue's text, and to be found nowhere but in what its holders are shown. */
export const CANARY = "CANARY-";

/** The next step of the office's own clue: one custodian registers it, the other clears and refers it. */
export async function clue(desk: Desk, pick: number): Promise<boolean> {
  const { clue: own } = desk;
  if (!own) return register(desk, pick);
  const { id, version } = own;
  const command = own.stage === "REGISTERED" ? "APPROVE" : "REFER";
  const [moved] = (await desk.does("custodian-b", MOVE, { id, version, command })) ?? [];
  if (!moved) return false;
  desk.clue = own.stage === "REGISTERED" ? { id, version: moved.version, stage: "APPROVED" } : undefined;
  desk.ledger.add({ deed: desk.clue ? "CLEARED" : "REFERRED", office: desk.office, clue: id });
  return true;
}

/** On a cadre whom one of the offices above manages. Names nobody, and is invented. */
async function register(desk: Desk, pick: number): Promise<boolean> {
  const { office } = desk;
  const above = superiorsOf(office);
  const receiver = above[Math.floor(pick * above.length)] as string;
  const cadreLevel = receiver.length === 2 ? "PROVINCE" : "CITY";
  const text = `反映某单位资金支出凭证与用途不符。（虚构，${CANARY}${randomBytes(9).toString("base64url")}）`;
  const subject = { post: "某单位负责人（虚构）", region: office, cadreLevel, matter: "DISCIPLINE" };
  const [made] = (await desk.does("custodian-a", REGISTER, { text, subject, synthetic: true })) ?? [];
  if (!made) return false;
  desk.clue = { ...made, stage: "REGISTERED" };
  desk.ledger.add({ deed: "REGISTERED", office, clue: made.id, text, receiver });
  return true;
}

/** The department signs for what was referred to it, or gives it back; proposes what to do, which somebody else decides, and
 * concludes. */
export async function takeClue(desk: Desk, pick: number): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}Clues`;
  const open = "[IN_TRANSIT, RECEIVED, DISPOSAL_PROPOSED, IN_DISPOSAL]";
  const source = `{ held: ${field}(first: 50, filter: {side: RECEIVED, status: ${open}}) {
    nodes { id receipts { version status } } } }`;
  const { held } = await desk.asks<Held>("discipline", source);
  const one = held.nodes[Math.floor(pick * held.nodes.length)];
  const receipt = one?.receipts.at(-1);
  if (!one || !receipt) return false;
  const [usual, other] = STEPS[receipt.status] ?? [];
  const step = fractionOf(pick * 7) < 0.75 ? usual : (other ?? usual);
  if (!step) return false;
  const { by = "discipline", to: status, command, ...more } = step;
  if (!(await desk.does(by, TAKE, { id: one.id, version: receipt.version, command, ...more }))) return false;
  desk.ledger.add({ deed: "TAKEN", office: desk.office, clue: one.id, command, status });
  return true;
}

interface Held {
  held: { nodes: { id: string; receipts: { version: number; status: string }[] }[] };
}

interface ReceiverStep {
  by?: Post;
  command: ClueStep;
  to: ClueState["status"];
  disposal?: string;
  outcome?: string;
  note?: string;
}

/** What a receiver writes is sealed like the clue itself. */
const noted = (words: string) => `${words}（虚构，${CANARY}意见）`;
/** Of each status the usual step, and another one. */
const STEPS: Record<string, ReceiverStep[]> = {
  IN_TRANSIT: [
    { command: "RECEIVE", to: "RECEIVED" },
    { command: "RETURN", to: "RETURNED", note: noted("不属本级管理。") },
  ],
  RECEIVED: [
    {
      command: "PROPOSE_DISPOSAL",
      to: "DISPOSAL_PROPOSED",
      disposal: "TALK_OR_WRITTEN_INQUIRY",
      note: noted("拟谈话了解。"),
    },
    { command: "RETURN", to: "RETURNED", note: noted("已另案办理。") },
  ],
  DISPOSAL_PROPOSED: [
    { by: "discipline-b", command: "DECIDE_DISPOSAL", to: "IN_DISPOSAL", note: noted("同意。") },
    { by: "discipline-b", command: "REJECT_DISPOSAL", to: "RECEIVED", note: noted("须补充依据。") },
  ],
  IN_DISPOSAL: [{ command: "CONCLUDE", to: "CONCLUDED", outcome: "NOT_SUBSTANTIATED", note: noted("查无实据。") }],
};
