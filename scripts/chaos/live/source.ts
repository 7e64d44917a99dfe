import type { Transcript } from "./transcript";

export interface Wrong {
  message: string;
  extensions?: { code?: string };
}

/** What a subscription brings, and how it ends. */
export interface Bringing {
  next(result: { data?: object | null; errors?: readonly unknown[] }, openedAt: number): void;
  /** @param errors why the operation is over; none where it just ends */
  over(errors: readonly Wrong[]): void;
}

export interface Following {
  /** of the gateway, over the line by which this reader reaches it */
  url: string;
  query: string;
  region: string;
  transcript: Transcript;
  tokenOf(): Promise<string>;
  bringing: Bringing;
}

/** Begins to follow, and comes back by itself as long as that helps.
 * @returns ends it */
export type Source = (following: Following) => () => void;
