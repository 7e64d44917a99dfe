import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import type { Caller, MutationName, Versioned } from "./caller";
import type { TestPlatform } from "./platform";

/** The people of a county who have to do with clues. */
export interface ClueHands {
  registrar: Caller;
  /** the other custodian: clears and refers */
  clearing: Caller;
  proposing: Caller;
  deciding: Caller;
}

let hands = 0;

/** Opens the accounts of two custodians and of two people of the discipline department of an office. */
export async function clueHands(platform: TestPlatform, office = "990101"): Promise<ClueHands> {
  const n = ++hands;
  const tier = nameOfTier(tierOfOffice(office) as Tier);
  const open = (name: string, role: Role) => platform.openAccount(`${tier}:${office}.${name}-${n}`, office, [role]);
  return {
    registrar: await open("custodian-a", "CUSTODIAN"),
    clearing: await open("custodian-b", "CUSTODIAN"),
    proposing: await open("discipline-a", "DISCIPLINE"),
    deciding: await open("discipline-b", "DISCIPLINE"),
  };
}

/** A clue about a cadre whom the county manages. All of it is invented, and names nobody. */
export function aClue(changes: { subject?: object } & Record<string, unknown> = {}) {
  const { subject, ...more } = changes;
  return {
    text: "反映某村资金支出凭证与用途不符。（虚构）",
    synthetic: true,
    ...more,
    subject: {
      post: "某村干部（虚构）",
      region: "990101001001",
      cadreLevel: "COUNTY",
      matter: "DISCIPLINE",
      ...subject,
    },
  };
}

type ClueStage = "REGISTERED" | "APPROVED" | "IN_TRANSIT" | "RECEIVED" | "DISPOSAL_PROPOSED" | "IN_DISPOSAL";
const STAGES: ClueStage[] = ["REGISTERED", "APPROVED", "IN_TRANSIT", "RECEIVED", "DISPOSAL_PROPOSED", "IN_DISPOSAL"];

/** Takes a clue from its registration to a stage. The receipt's version is one for each of the receiver's steps. */
export async function clueUntil(
  { registrar, clearing, proposing, deciding }: ClueHands,
  stage: ClueStage,
  clue: object = aClue(),
): Promise<Versioned> {
  let now = await build(registrar, "registerTierClue", clue);
  const { id } = now;
  const steps = STAGES.indexOf(stage);
  const sender = async (command: string) => {
    now = await build(clearing, "moveTierClue", { ...now, command });
  };
  const receiver = async (by: Caller, version: number, command: string, more: object = {}) => {
    now = await build(by, "moveTierClueReceipt", { id, version, command, ...more });
  };
  if (steps >= 1) await sender("APPROVE");
  if (steps >= 2) await sender("REFER");
  if (steps >= 3) await receiver(proposing, 1, "RECEIVE");
  const disposal = { disposal: "PRELIMINARY_VERIFICATION", note: "拟初步核实。（虚构）" };
  if (steps >= 4) await receiver(proposing, 2, "PROPOSE_DISPOSAL", disposal);
  if (steps >= 5) await receiver(deciding, 3, "DECIDE_DISPOSAL");
  return now;
}

async function build(by: Caller, mutation: MutationName, input: object): Promise<Versioned> {
  const [[built]] = (await by.builds([mutation, input])) as [[Versioned]];
  return built;
}

const CLUE = `id version status owner receiver pointerOnly registeredBy approvedBy commands chainHolds chainLacksKeyOf
  chain { sequence event from to countersignature }
  receipts { sender receiver version status disposal outcome deadlines { clock startedOn dueOn metOn colour } }`;

export const CLUES = `query Clues($first: Int = 20) { countyClues(first: $first) { nodes { ${CLUE} } } }`;
export const CLUE_TEXT = `query ClueText($id: ID!) { countyClueText(id: $id) { __typename
  ... on Refusal { code subject }
  ... on CountyClueText { text pointer post region cadreLevel matter route notes { kind writtenBy text } clue { ${CLUE} } } } }`;
export const CLUE_RECORD = `query ClueRecord($id: ID!, $first: Int = 50) {
  countyClueRecord(id: $id, first: $first) { nodes { event actor } } }`;

// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
export async function read(by: Caller, id: string): Promise<any> {
  return asked(by, CLUE_TEXT, { id });
}

/** What somebody sees of one clue in the list. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
export async function seen(by: Caller, id: string): Promise<any> {
  const { nodes } = await asked(by, CLUES, { first: 100 });
  return nodes.find((clue: { id: string }) => clue.id === id);
}

export async function recordOf(by: Caller, id: string): Promise<string[]> {
  const { nodes } = await asked(by, CLUE_RECORD, { id });
  return nodes.map((step: { event: string; actor: string }) => `${step.event} ${step.actor}`);
}

/** A county's query, asked in whatever tier the caller works.
 * @returns its one field */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
export async function asked(by: Caller, query: string, variables: object): Promise<any> {
  const name = nameOfTier(by.tier);
  const there = query
    .replaceAll("county", name)
    .replaceAll("County", `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);
  const answer = await by.ask(there, variables);
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data)[0];
}

/** What every attempt leaves as it was. */
export async function withoutJournal(platform: TestPlatform): Promise<Record<string, string>> {
  const { "county.journal": _, "county.clue_denial": __, ...others } = await platform.fingerprint();
  return others;
}

/** @returns the code of the refusal or of the error */
export async function codeOf(attempt: ReturnType<Caller["tries"]>): Promise<string | undefined> {
  const { refusal, answer } = await attempt;
  return refusal?.code ?? answer.errors[0]?.extensions.code;
}
