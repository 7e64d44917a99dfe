import type { GatewayClient } from "./gatewayClient";

/** A mutation of the graph, with the types of its argument and of the list that it answers. */
export interface MutationName {
  /** recordCountyFindings */
  field: string;
  /** RecordFindingsInput */
  input: string;
  /** CountyFindingList */
  list: string;
}

/** A rule said no. The code is one of docs/errors.md; the message says what would help. */
export class RefusedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly subject: string | null,
  ) {
    super(message);
  }
}

interface Outcome {
  items?: { id: string }[];
  code?: string;
  messageEn?: string;
  remedyEn?: string;
  subject?: string | null;
}

/** Carries out one mutation.
 * @param key the same for every try of one intention: a repeated one changes nothing and answers the same ids
 * @returns ids of the objects, in the order of the input
 * @throws RefusedError, and what `ask` throws */
export async function change(
  client: GatewayClient,
  { field, input: type, list }: MutationName,
  input: object,
  key: string,
): Promise<string[]> {
  const source = `mutation Change($input: ${type}!, $key: String!) {
    outcome: ${field}(input: $input, idempotencyKey: $key) {
      ... on ${list} { items { id } }
      ... on Refusal { code messageEn remedyEn subject }
    }
  }`;
  const { outcome } = await client.ask<{ outcome: Outcome }>(source, { input, key });
  if (outcome.items) return outcome.items.map(({ id }) => id);
  const { code = "", messageEn, remedyEn, subject = null } = outcome;
  throw new RefusedError(code, `${field} (${key}) was refused, ${code}: ${messageEn} ${remedyEn}`, subject);
}
