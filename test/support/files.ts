import { randomUUID } from "node:crypto";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Tier } from "../../schema/contract/tier";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import type { Caller, RefusalAnswer } from "./caller";
import type { TestPlatform } from "./platform";

const MUTATIONS = {
  uploadTierAttachment: "UploadAttachmentInput",
  uploadTierProof: "UploadProofInput",
  downloadTierAttachment: "DownloadAttachmentInput",
  uploadTierLedger: "UploadLedgerInput",
  downloadTierLedgerTemplate: "LedgerTemplateInput",
  exportTierLedger: "ExportLedgerInput",
} as const;

export interface Ticket {
  id: string;
  path: string;
  method: "PUT" | "GET";
  maxBytes: number;
  expiresAt: string;
  usedAt: string | null;
  recorded: number | null;
}

interface Issued {
  ticket?: Ticket;
  refusal?: RefusalAnswer;
  codes: string[];
}

/** Asks for a ticket as somebody. */
export async function askTicket(
  caller: Caller,
  mutation: keyof typeof MUTATIONS,
  input: object,
  { key = randomUUID() as string, tier = homeTierOfAccount(caller.person) as Tier } = {},
): Promise<Issued> {
  const { data, errors } = await caller.ask(
    `mutation Ask($input: ${MUTATIONS[mutation]}!, $key: String!) {
      outcome: ${nameIn(tier, mutation)}(input: $input, idempotencyKey: $key) { __typename
        ... on Refusal { code message messageEn remedy remedyEn subject allowed }
        ... on ${nameIn(tier, "TierFileTicketList")} { items { id path method maxBytes expiresAt usedAt recorded } } } }`,
    { input, key },
  );
  const outcome = data?.outcome;
  const codes = errors.map(({ extensions }) => extensions.code);
  return outcome?.__typename === "Refusal" ? { refusal: outcome, codes } : { ticket: outcome?.items[0], codes };
}

/** @throws where the ticket was refused */
export async function getTicket(...asked: Parameters<typeof askTicket>): Promise<Ticket> {
  const { ticket, refusal, codes } = await askTicket(...asked);
  if (!ticket) throw new Error(`no ticket: ${refusal?.code ?? codes}`);
  return ticket;
}

export interface FileReply {
  status: number;
  headers: Headers;
  bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the tier said
  words: any;
}

/** Uses a ticket, without any token or cookie. */
export async function useTicket(
  platform: TestPlatform,
  { path, method }: Pick<Ticket, "path" | "method">,
  body?: Buffer | string,
): Promise<FileReply> {
  const sent = body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) };
  const reply = await fetch(platform.gatewayUrl + path, { method, ...sent });
  const bytes = Buffer.from(await reply.arrayBuffer());
  const json = reply.headers.get("content-type")?.startsWith("application/json");
  return {
    status: reply.status,
    headers: reply.headers,
    bytes,
    words: json ? JSON.parse(bytes.toString()) : undefined,
  };
}
