/** A message as both sides keep it: header and payload are the exact texts that were signed. */
export interface MessageRow {
  source: string;
  destination: string;
  epoch: number;
  sequence: number;
  kind: string;
  subject: string;
  header: string;
  payload: string;
  hash: string;
  at: string;
}
