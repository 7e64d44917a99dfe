import { randomBytes } from "node:crypto";
import { nameOfTier } from "../../../schema/contract/tier";
import { type Desk, fractionOf } from "../desk";
import { superiorsOf } from "../offices";
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

/** The department signs for what was referred to it, or gives it back. */
export async function takeClue(desk: Desk, pick: number): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}Clues`;
  const source = `{ arrived: ${field}(first: 50, filter: {side: RECEIVED, status: [IN_TRANSIT]}) { nodes { id } } }`;
  const { arrived } = await desk.asks<Arrived>("discipline", source);
  const one = arrived.nodes[Math.floor(pick * arrived.nodes.length)];
  if (!one) return false;
  const keeps = fractionOf(pick * 7) < 0.75;
  const [command, note] = keeps ? ["RECEIVE", undefined] : ["RETURN", "不属本级管理。（虚构）"];
  const items = await desk.does("discipline", TAKE, { id: one.id, version: 1, command, note });
  if (!items) return false;
  const status = keeps ? "RECEIVED" : "RETURNED";
  desk.ledger.add({ deed: "TAKEN", office: desk.office, clue: one.id, status });
  return true;
}

interface Arrived {
  arrived: { nodes: { id: string }[] };
}
