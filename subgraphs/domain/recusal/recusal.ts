/** 回避 Recusal: it binds until somebody else ends it. */
export const RECUSAL_STATUSES = ["DECLARED", "ENDED"] as const;
export type RecusalStatus = (typeof RECUSAL_STATUSES)[number];

export const RECUSAL_COMMANDS = ["END"] as const;
export type RecusalCommand = (typeof RECUSAL_COMMANDS)[number];

export function recusalStatus({ endedOn }: { endedOn: string | null }): RecusalStatus {
  return endedOn === null ? "DECLARED" : "ENDED";
}
